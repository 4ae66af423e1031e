// What the registers are asked, but for how a call is made.
import { randomUUID } from "node:crypto";

export const regions = ["NORD", "MIDT", "VEST", "SOR_OST"];

// The most people in one question.
export const most = 100;

export const informationParts = ["NorwegianIdentificationNumber", "Name", "Birth", "Death", "Status", "AddressProtection", "ResidentialAddress", "ParentalResponsibility"];

// citizen is the number in an access token that nobody checks here.
export const citizen = (authorization) => JSON.parse(Buffer.from(authorization.split(".")[1], "base64url").toString()).pid;

// localTime is now, as Fastlegeregisteret writes it.
export function localTime() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
}

const services = ["GP_INFORMATION", "MEDICATION", "SUMMARY_CARE_RECORD", "HOSPITAL_JOURNAL", "EXEMPTION_CARD"];
const person = (n) => ({ identifier: { system: "urn:oid:2.16.578.1.12.4.1.4.1", value: n } });

// The most entries the usage log takes in one call.
const mostEntries = 1000;

// usage is an entry in the usage log for every service of everybody, and for more
// of them: bundles, each for one call.
export function usage(actor, numbers, observer, more = []) {
  const recorded = new Date().toISOString();
  const used = [...services, ...more];
  const entry = (n, service) => {
    const id = randomUUID();
    return {
      resource: {
        resourceType: "AuditEvent", id, action: "R", recorded, outcome: "0",
        type: { system: "http://dicom.nema.org/resources/ontology/DCM", code: "110110" },
        subtype: [{ system: "urn:helsegraf:service", code: service }],
        agent: [{ who: person(actor), requestor: true }], source: { observer: { display: observer } }, entity: [{ what: person(n) }],
      },
      request: { method: "PUT", url: "AuditEvent/" + id },
    };
  };
  const bundles = [];
  const people = Math.floor(mostEntries / used.length);
  for (let i = 0; i < numbers.length; i += people) {
    const some = numbers.slice(i, i + people);
    bundles.push({ resourceType: "Bundle", type: "batch", entry: some.flatMap((n) => used.map((service) => entry(n, service))) });
  }
  return bundles;
}

// taken refuses what the usage log did not write in full.
export function taken(said) {
  if (!said.entry.every((e) => e.response.status.startsWith("201"))) throw new Error("the usage log did not take an entry");
}

export const prescriptionSearch = (number) => ({
  "patient.identifier": "urn:oid:2.16.578.1.12.4.1.4.1|" + number, rfstatus: "E,U", _count: "100",
  _include: "MedicationStatement:medication", _revinclude: "MedicationDispense:prescription",
});

export const documentSearch = (number) => ({ status: "current", "patient.identifier": number, _count: "50", _sort: "-date" });
