// Fastlegeregisteret by npm's soap: it reads the question, writes the answer and
// its faults by flr.wsdl, in SOAP 1.1 below /Basic and 1.2 beside it. What it
// answers is in the file that FLR_DATA names.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { listen } from "soap";

const data = JSON.parse(readFileSync(process.env.FLR_DATA, "utf8"));

// It takes the namespace of an element's members for that of the element, unless
// their names say otherwise; the prefixes are those of flr.wsdl.
function qualified(v, within = "") {
  if (Array.isArray(v)) return v.map((each) => qualified(each, within));
  if (v === null || typeof v !== "object") return v;
  const own = ["District", "IsGroupOffice", "PrimaryHealthCareTeamId"];
  const prefix = (name) => {
    if (within === "GPOffice") return own.includes(name) ? "" : "o:";
    if (within === "Period" || within === "Valid") return "p:";
    if (within === "WorkingOnDays") return "d:";
    return "CodeValue" in v || /(Electronic|Physical)Address(es)?$/.test(within) ? "c:" : "";
  };
  return Object.fromEntries(Object.entries(v).map(([name, member]) => [prefix(name) + name, qualified(member, name)]));
}

const list = (v) => (v === undefined ? [] : [v].flat());

function operations(version) {
  function refusal(why) {
    const detail = { "c:GenericFault": { "c:ErrorCode": "Feil", "c:Message": `ArgumentException: ${why}` } };
    const reason = `ArgumentException: ${why} (reason)`;
    return version === "1.2"
      ? { Fault: { Code: { Value: "soap:Sender" }, Reason: { Text: reason }, Detail: detail } }
      : { Fault: { faultcode: "soap:Client", faultstring: reason, detail } };
  }
  function failure(reason) {
    return version === "1.2"
      ? { Fault: { Code: { Value: "soap:Receiver" }, Reason: { Text: reason } } }
      : { Fault: { faultcode: "soap:Server", faultstring: reason } };
  }
  function memberships(number) {
    if (!/^\d{11}$/.test(number)) throw refusal("patientNin er ugyldig");
    switch (data.wrong[number]) {
      case "refused": throw refusal("patientNin er ugyldig");
      case "fault": throw failure(`no table for ${number}`);
      case "exception": throw new Error(`no table for ${number}`);
      case "fatal": return noSuchFunction(number);
    }
    return data.people[number] ?? [];
  }
  const page = (q, element, found) => ({
    Results: { [element]: qualified(found.slice((q.Page - 1) * q.PageSize, q.Page * q.PageSize)) },
    Total: found.length,
  });
  return {
    GetPatientsGPDetailsAtTime({ patientNins }) {
      const found = list(patientNins.NinWithTimestamp).flatMap(({ AtTime, NIN }) => {
        const at = AtTime.getTime();
        return memberships(NIN).filter(({ Period: { From, To } }) => new Date(From).getTime() <= at && (To === null || at < new Date(To).getTime()));
      });
      return { GetPatientsGPDetailsAtTimeResult: { PatientToGPContractAssociation: qualified(found) } };
    },
    GetPatientGPHistory({ patientNin, includePatientData }) {
      if (includePatientData !== false) throw refusal("includePatientData");
      const found = memberships(patientNin);
      if (found.length === 0) throw refusal("Personen er ikke tilknyttet fastlegekontrakt");
      return { GetPatientGPHistoryResult: { PatientToGPContractAssociation: qualified(found) } };
    },
    QueryGPContracts({ queryParameters: q }) {
      const found = data.contracts.filter((c) => c.Municipality.CodeValue === q.Municipality.CodeValue);
      return { QueryGPContractsResult: page(q, "GPContract", found) };
    },
    SearchForGP({ searchParameters: q }) {
      const found = data.doctors.filter(({ GP, Contracts }) => {
        const serves = Contracts.GPOnContractAssociation.map((c) => c.GPContract);
        const names = [GP.FirstName, GP.MiddleName, GP.LastName, ...serves.map((c) => c.GPOffice.Name)].join(" ").toLowerCase().split(" ");
        return (
          serves.some((c) => c.Municipality.CodeValue === q.HasGPOfficeInMunicipality.CodeValue) &&
          q.FullText.toLowerCase().split(" ").every((word) => names.some((name) => name.startsWith(word)))
        );
      });
      return { SearchForGPResult: page(q, "GPDetails", found) };
    },
  };
}

const http = createServer();
const wsdl = readFileSync(new URL("flr.wsdl", import.meta.url), "utf8");
for (const [path, version] of [["/v2/flr/Basic", "1.1"], ["/v2/flr", "1.2"]]) {
  const all = operations(version);
  const services = { FlrReadOperationsService: { Basic: all, Addressed: all } };
  const server = listen(http, { path, services, xml: wsdl, forceSoap12Headers: version === "1.2" });
  server.authorizeConnection = (request, response) => {
    const known = request.headers.authorization === "Basic " + Buffer.from(`${process.env.FLR_USER}:${process.env.FLR_PASSWORD}`).toString("base64");
    if (!known) response.writeHead(401, { "WWW-Authenticate": `Basic realm="flr"` });
    return known;
  };
}
http.listen(0, "127.0.0.1", () => console.log(`started http://127.0.0.1:${http.address().port}`));
