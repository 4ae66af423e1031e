// The registers, asked as one would from Node: undici, with connections kept.
import { Pool } from "undici";
import { XMLParser } from "fast-xml-parser";
import { randomUUID } from "node:crypto";
import { prover } from "./proofs.mjs";

export const regions = ["NORD", "MIDT", "VEST", "SOR_OST"];

const xml = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name) => ["PatientToGPContractAssociation", "GPOnContractAssociation", "ElectronicAddress", "PhysicalAddress"].includes(name),
});

const some = (text) => (text === undefined || text === null || text === "" ? null : text);
const day = (text) => (text && text.length >= 10 ? text.slice(0, 10) : null);
const number = (text) => (/^-?\d+$/.test(text ?? "") ? Number(text) : null);
const fullName = (...parts) => parts.filter(Boolean).join(" ");
const newest = (day, id) => (a, b) => compare(day(b) ?? "", day(a) ?? "") || compare(id(a), id(b));
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// coded is the coding in the first of the systems, which go by several names.
function coded(concept, ...systems) {
  for (const system of systems) {
    const c = concept?.coding?.find((c) => c.system?.includes(system));
    if (c) return { code: c.code, display: some(c.display) };
  }
  return null;
}

// find is the extension at the end of a road.
function find(all, ...road) {
  let end;
  for (const step of road) {
    end = all?.find((e) => e.url?.endsWith(step));
    if (!end) return {};
    all = end.extension;
  }
  return end;
}

const logicalID = (reference) => reference?.reference?.slice(reference.reference.lastIndexOf("/") + 1);
const national = (patient) => ({ "nhn-source-system": "Yoga 1", "nhn-event-id": randomUUID(), ...(patient && { "nhn-patient-nin": patient }) });

export class Registers {
  constructor(config) {
    this.config = config;
    this.pools = {};
    for (const [key, url] of Object.entries(config.urls)) {
      const { origin, pathname } = new URL(url);
      this.pools[key] = { pool: new Pool(origin, { connections: 128 }), origin, prefix: pathname === "/" ? "" : pathname };
    }
    this.prove = prover(config.token);
    this.basic = "Basic " + Buffer.from(config.user + ":" + config.password).toString("base64");
  }

  async ask(at, method, path, headers, body) {
    const { pool, origin, prefix } = this.pools[at];
    const login = at === "fastlegeregister"
      ? { authorization: this.basic }
      : { authorization: "DPoP " + this.config.token, dpop: this.prove(method, origin + prefix + path.split("?")[0]) };
    const answer = await pool.request({ method, path: prefix + path, body, headers: { ...login, ...headers } });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error("a register did not answer");
    return text;
  }

  async json(at, path, headers, body) {
    return JSON.parse(await this.ask(at, "POST", path, { "content-type": "application/json", ...headers }, JSON.stringify(body)));
  }

  async form(at, path, headers, fields) {
    return JSON.parse(await this.ask(at, "POST", path, { "content-type": "application/x-www-form-urlencoded", ...headers }, new URLSearchParams(fields).toString()));
  }

  // persons are names by number, in the order of the numbers.
  async persons(numbers) {
    const parts = ["NorwegianIdentificationNumber", "Name", "Birth", "Death", "Status", "AddressProtection", "ResidentialAddress", "ParentalResponsibility"];
    const found = await this.form("folkeregister.persontjenesten", "/api/v3/full-access/person/bulk-by-nin?" + parts.map((p) => "informationParts=" + p).join("&"), {}, { nins: numbers.join(",") });
    const by = new Map(found.flatMap((p) => p.norwegianIdentificationNumber.map((n) => [n.identificationNumber, p])));
    return numbers.map((n) => {
      const name = by.get(n)?.name?.[0];
      return name ? { full: fullName(name.givenName, name.middleName, name.familyName) } : null;
    });
  }

  settings(number) {
    return this.json("personvern.settings", "/personvern/Personverninnstillinger/HentInnbyggersPiForPart/v2", {}, { innbyggerFnr: number, partKode: "helsegraf" });
  }

  // givers are the numbers of those somebody acts for, by name.
  async givers(number) {
    const said = await this.json("personvern.powers", "/personvern/Fullmaktsgivere/v1", {}, { innbyggerFnr: number });
    const name = (g) => Buffer.from(fullName(g.fornavn, g.mellomnavn, g.etternavn));
    return said.fullmaktsgivere
      .sort((a, b) => Buffer.compare(name(a), name(b)) || compare(a.fullmaktReferanseId, b.fullmaktReferanseId))
      .map((g) => g.fullmaktsgiverFnr);
  }

  async log(actor, numbers) {
    const services = ["GP_INFORMATION", "MEDICATION", "SUMMARY_CARE_RECORD", "HOSPITAL_JOURNAL", "EXEMPTION_CARD"];
    const person = (n) => ({ identifier: { system: "urn:oid:2.16.578.1.12.4.1.4.1", value: n } });
    const recorded = new Date().toISOString();
    const entry = numbers.flatMap((n) =>
      services.map((service) => {
        const id = randomUUID();
        return {
          resource: {
            resourceType: "AuditEvent", id, action: "R", recorded, outcome: "0",
            type: { system: "http://dicom.nema.org/resources/ontology/DCM", code: "110110" },
            subtype: [{ system: "urn:helsegraf:service", code: service }],
            agent: [{ who: person(actor), requestor: true }], source: { observer: { display: "Yoga" } }, entity: [{ what: person(n) }],
          },
          request: { method: "PUT", url: "AuditEvent/" + id },
        };
      }),
    );
    const said = await this.json("usagelog", "/", { ...national(), "content-type": "application/fhir+json" }, { resourceType: "Bundle", type: "batch", entry });
    if (!said.entry.every((e) => e.response.status.startsWith("201"))) throw new Error("the usage log did not take an entry");
  }

  async practitioners(numbers) {
    const now = localTime();
    const asked = numbers.map((n) => `<NinWithTimestamp><AtTime>${now}</AtTime><NIN>${n}</NIN></NinWithTimestamp>`).join("");
    const text = await this.ask("fastlegeregister", "POST", "/v2/flr/Basic", {
      "content-type": "text/xml; charset=utf-8",
      soapaction: '"http://schemas.nhn.no/reg/flr/IFlrReadOperations/GetPatientsGPDetailsAtTime"',
    }, `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetPatientsGPDetailsAtTime xmlns="http://schemas.nhn.no/reg/flr"><patientNins>${asked}</patientNins></GetPatientsGPDetailsAtTime></s:Body></s:Envelope>`);
    const records = xml.parse(text).Envelope.Body.GetPatientsGPDetailsAtTimeResponse.GetPatientsGPDetailsAtTimeResult.PatientToGPContractAssociation ?? [];
    const by = new Map(records.map((r) => [r.PatientNIN, r]));
    return numbers.map((n) => (by.has(n) ? practitioner(by.get(n), now) : null));
  }

  async prescriptions(number) {
    const bundle = await this.form("reseptformidler", "/MedicationStatement/_search", national(), {
      "patient.identifier": "urn:oid:2.16.578.1.12.4.1.4.1|" + number, rfstatus: "E,U", _count: "100",
      _include: "MedicationStatement:medication", _revinclude: "MedicationDispense:prescription",
    });
    const all = (bundle.entry ?? []).map((e) => e.resource);
    const medicines = new Map(all.filter((r) => r.resourceType === "Medication").map((r) => [r.id, r]));
    const dispensed = new Map();
    for (const d of all.filter((r) => r.resourceType === "MedicationDispense" && !find(r.extension, "sfm-dispenseinfo", "cancellation").valueBoolean)) {
      for (const of of d.authorizingPrescription ?? []) dispensed.set(logicalID(of), [...(dispensed.get(logicalID(of)) ?? []), d]);
    }
    const nodes = all.filter((r) => r.resourceType === "MedicationStatement")
      .map((r) => prescription(r, medicines.get(logicalID(r.medicationReference)), dispensed.get(r.id) ?? []))
      .filter((p) => p.key && ["E", "U"].includes(p.status?.code))
      .sort(newest((p) => p.issuedOn, (p) => p.key));
    return { totalCount: nodes.length, nodes };
  }

  async record(number) {
    const said = await this.json("kjernejournal", "/api/critical-information/v1/status", national(number), { nin: number });
    if (said.privacySetting.hasReservationKjernejournal || said.privacySetting.isBlocked) return { status: "NONE", criticalInformation: null };
    return { status: "ACTIVE", criticalInformation: { number, empty: said.hasCriticalInformation === false } };
  }

  async critical(number, kind) {
    const bundle = JSON.parse(await this.ask("kjernejournal", "GET", "/api/critical-information/v1/" + kind, national(number)));
    return (bundle.entry ?? []).map((e) => e.resource)
      .filter((r) => r.verificationStatus?.coding?.[0]?.code !== "entered-in-error")
      .sort((a, b) => compare(b.recordedDate ?? "", a.recordedDate ?? "") || compare(a.id, b.id))
      .map((r) => {
        const code = coded(r.code, "whocc.no/atc", "7180", "snomed.info/sct", "7110", "");
        return { substance: code, code, text: code ? null : some(r.code?.text), criticality: some(r.criticality), verificationStatus: some(r.verificationStatus?.coding?.[0]?.code), recordedOn: day(r.recordedDate) };
      });
  }

  async documents(number) {
    const parts = await Promise.all(regions.map((region) => this.documentsOf(number, region)));
    const nodes = parts.flat().sort((a, b) => compare(b.createdAt ?? "", a.createdAt ?? "") || compare(a.region, b.region) || compare(a.key, b.key));
    return { totalCount: nodes.length, complete: true, nodes };
  }

  async documentsOf(number, region) {
    const bundle = await this.form("pasientjournal." + region, "/R4/fhir/DocumentReference/_search", { ...national(), accept: "application/fhir+json; fhirVersion=4.0" }, {
      status: "current", "patient.identifier": number, _count: "50", _sort: "-date",
    });
    return (bundle.entry ?? []).map((e) => e.resource)
      .filter((r) => r.content?.length && (r.securityLabel ?? []).every((l) => ["N", "NORS", "NORN_FORANS"].includes(coded(l, "9603")?.code ?? "N")))
      .map((r) => {
        const a = r.content[0].attachment;
        return {
          key: r.masterIdentifier?.value, title: some(a.title), type: coded(r.type, "9602"), region, contentType: some(a.contentType),
          createdAt: new Date(a.creation ?? r.date).toISOString(), author: r.author?.[0] ? { name: r.author[0].display } : null,
        };
      });
  }

  async card(number) {
    const year = new Date().getFullYear();
    const text = await this.ask("frikort", "POST", "/api/egenandeler/v1/sok", { "content-type": "application/json" }, JSON.stringify({ borgerIdent: number, aar: year }));
    // Amounts as they were written: 160.00 is not 160.
    const said = JSON.parse(text.replace(/:(-?\d+\.\d+)/g, ':"$1"'));
    const kroner = (v) => (v === undefined || v === null ? null : { amount: String(v), currency: "NOK" });
    const nodes = said.egenandeler
      .sort((a, b) => compare(b.dato, a.dato) || compare(a.id, b.id))
      .map((e) => ({ paidOn: e.betalt ? day(e.tellerFra) : null, provider: some(e.behandlerNavn), serviceType: { code: e.behandlertype }, amount: kroner(e.belop), countsTowardsCeiling: e.betalt ?? null }));
    return { year, paid: kroner(said.sumGodkjent), remaining: kroner(said.gjenstaar), coPayments: { totalCount: nodes.length, nodes } };
  }
}

function localTime() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
}

function practitioner(r, now) {
  const cycles = r.DoctorCycles?.GPOnContractAssociation ?? [];
  let doctor = null;
  for (const kind of ["LPDL", "LPVI", "LPFL"]) {
    const valid = cycles.filter((c) => c.Relationship?.CodeValue === kind && c.Valid.From <= now && (!c.Valid.To || c.Valid.To > now));
    if (valid.length === 1) doctor = { name: { full: fullName(valid[0].GP.FirstName, valid[0].GP.MiddleName, valid[0].GP.LastName) }, hprNumber: some(valid[0].HprNumber) };
  }
  const list = r.GPContract, office = list.GPOffice;
  const places = office.PhysicalAddresses?.PhysicalAddress ?? [];
  const place = places.find((a) => a.Type?.CodeValue === "RES") ?? places[0];
  const line = place?.StreetAddress || place?.Postbox;
  return {
    practitioner: doctor,
    office: {
      name: some(office.DisplayName || office.Name),
      phone: some(office.ElectronicAddresses?.ElectronicAddress?.find((e) => e.Type?.CodeValue === "E_TLF")?.Address),
      address: place ? { lines: line ? [line] : null, postalCode: number(place.PostalCode) ? place.PostalCode.padStart(4, "0") : null, city: some(place.City) } : null,
    },
    since: day(r.Period?.From),
    patientList: { capacity: number(list.MaxPatients), waiting: number(list.PatientsOnWaitingList) },
  };
}

function prescription(r, medicine, dispensed) {
  const about = find(r.extension, "sfm-reseptamendment").extension;
  const prescribed = r.extension?.find((e) => coded(find(e.extension, "type").valueCodeableConcept, "sfm-performer-roles")?.code === "1");
  const [name, hpr] = (find(prescribed?.extension, "provider").valueReference?.display ?? "").split(", HPR:");
  const reit = find(about, "reit").valueString;
  return {
    key: r.identifier?.find((i) => i.type?.text === "ReseptId")?.value,
    status: coded(find(about, "rfstatus", "status").valueCodeableConcept, "7408"),
    medication: {
      name: coded(medicine?.code, "FEST", "festLegemiddel")?.display ?? some(r.medicationReference?.display),
      atc: coded(medicine?.code, "whocc.no/atc", "7180"),
      prescriptionGroup: coded(find(medicine?.extension, "no-basis-prescriptiongroup", "prescriptiongroup").valueCodeableConcept, "7421")?.code ?? null,
    },
    dosage: some((r.dosage ?? []).map((d) => d.text).join("\n")) ?? some(find(about, "dssn").valueString),
    issuedOn: day(find(about, "reseptdate").valueDate),
    validUntil: day(find(about, "expirationdate").valueDate),
    refills: /^\d+$/.test(reit ?? "") ? Number(reit) : null,
    prescriber: name ? { name: { full: name }, hprNumber: some(hpr?.trim()) } : null,
    dispenses: dispensed
      .sort(newest((d) => d.whenHandedOver, (d) => d.id))
      .map((d) => ({
        dispensedOn: day(d.whenHandedOver),
        quantity: d.quantity?.value === undefined ? null : { value: String(d.quantity.value), unit: some(d.quantity.unit) },
        pharmacy: d.performer?.[0]?.actor?.display?.includes(", HER:") ? { name: d.performer[0].actor.display.split(", HER:")[0] } : null,
      })),
  };
}
