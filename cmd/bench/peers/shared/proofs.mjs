// Proofs of possession (RFC 9449), one for each call, as the registers want them.
import { createHash, generateKeyPairSync, randomUUID, sign } from "node:crypto";

export function prover(token) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const header = encoded({ typ: "dpop+jwt", alg: "ES256", jwk: publicKey.export({ format: "jwk" }) });
  const ath = createHash("sha256").update(token).digest("base64url");
  const key = { key: privateKey, dsaEncoding: "ieee-p1363" };
  return (htm, htu) => {
    const signed = header + "." + encoded({ jti: randomUUID(), htm, htu, iat: Math.floor(Date.now() / 1000), ath });
    return signed + "." + sign("sha256", Buffer.from(signed), key).toString("base64url");
  };
}
