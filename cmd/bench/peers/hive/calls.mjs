// What the sources' handlers cannot say of a call, for every call as it is made:
// its login, which for all but Fastlegeregisteret is a proof of its own.
import { asWritten } from "../shared/answers.mjs";
import { prover } from "../shared/proofs.mjs";

export function useRegisters({ urls, user, password, token }) {
  const prove = prover(token), unknown = "http://fastlegeregister.invalid";
  const basic = "Basic " + Buffer.from(user + ":" + password).toString("base64");
  return {
    onFetch({ url, setURL, options }) {
      const { method, headers } = options;
      if (url.startsWith(unknown)) {
        setURL(urls.fastlegeregister + url.slice(unknown.length));
        headers.authorization = basic;
        return;
      }
      headers.authorization = "DPoP " + token;
      headers.dpop = prove(method, url.split("?")[0]);
      if (url.startsWith(urls.frikort)) return ({ response }) => {
        const text = response.text.bind(response);
        response.text = async () => asWritten(await text());
      };
    },
  };
}
