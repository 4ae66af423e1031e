// The registers, asked as one would from Node: undici, with connections kept.
import { Pool } from "undici";
import { XMLParser } from "fast-xml-parser";
import { randomUUID } from "node:crypto";
import * as answers from "../shared/answers.mjs";
import * as everyday from "./everyday.mjs";
import { prover } from "../shared/proofs.mjs";
import { documentSearch, informationParts, localTime, prescriptionSearch, regions, taken, usage } from "../shared/questions.mjs";

const xml = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name) => ["PatientToGPContractAssociation", "GPOnContractAssociation", "ElectronicAddress", "PhysicalAddress"].includes(name),
});

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

  // ask also reads the faults that a SOAP service sends with 500.
  async ask(at, method, path, headers, body, faults = false) {
    const { pool, origin, prefix } = this.pools[at];
    const login = at === "fastlegeregister"
      ? { authorization: this.basic }
      : { authorization: "DPoP " + this.config.token, dpop: this.prove(method, origin + prefix + path.split("?")[0]) };
    const answer = await pool.request({ method, path: prefix + path, body, headers: { ...login, ...headers } });
    const text = await answer.body.text();
    if (answer.statusCode >= 300 && !(faults && answer.statusCode === 500)) throw new Error("a register did not answer");
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
    const parts = informationParts.map((p) => "informationParts=" + p).join("&");
    return answers.names(await this.form("folkeregister.persontjenesten", "/api/v3/full-access/person/bulk-by-nin?" + parts, {}, { nins: numbers.join(",") }), numbers);
  }

  settings(number) {
    return this.json("personvern.settings", "/personvern/Personverninnstillinger/HentInnbyggersPiForPart/v2", {}, { innbyggerFnr: number, partKode: "helsegraf" });
  }

  // givers are the numbers of those somebody acts for, by name.
  async givers(number) {
    return answers.givers(await this.json("personvern.powers", "/personvern/Fullmaktsgivere/v1", {}, { innbyggerFnr: number }));
  }

  async log(actor, numbers, more) {
    const headers = { "content-type": "application/fhir+json" };
    await Promise.all(usage(actor, numbers, "Yoga", more).map(async (bundle) => taken(await this.json("usagelog", "/", { ...national(), ...headers }, bundle))));
  }

  async practitioners(numbers) {
    const now = localTime();
    const asked = numbers.map((n) => `<NinWithTimestamp><AtTime>${now}</AtTime><NIN>${n}</NIN></NinWithTimestamp>`).join("");
    const text = await this.ask("fastlegeregister", "POST", "/v2/flr/Basic", {
      "content-type": "text/xml; charset=utf-8",
      soapaction: '"http://schemas.nhn.no/reg/flr/IFlrReadOperations/GetPatientsGPDetailsAtTime"',
    }, `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetPatientsGPDetailsAtTime xmlns="http://schemas.nhn.no/reg/flr"><patientNins>${asked}</patientNins></GetPatientsGPDetailsAtTime></s:Body></s:Envelope>`);
    const said = xml.parse(text).Envelope.Body.GetPatientsGPDetailsAtTimeResponse.GetPatientsGPDetailsAtTimeResult;
    return answers.practitioners(said.PatientToGPContractAssociation ?? [], numbers, now);
  }

  async earlierGPs(number) {
    const text = await this.ask("fastlegeregister", "POST", "/v2/flr/Basic", {
      "content-type": "text/xml; charset=utf-8",
      soapaction: '"http://schemas.nhn.no/reg/flr/IFlrReadOperations/GetPatientGPHistory"',
    }, `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetPatientGPHistory xmlns="http://schemas.nhn.no/reg/flr"><patientNin>${number}</patientNin><includePatientData>false</includePatientData></GetPatientGPHistory></s:Body></s:Envelope>`, true);
    return everyday.earlierGPs(xml.parse(text).Envelope.Body);
  }

  async prescriptions(number) {
    return answers.prescriptions(await this.form("reseptformidler", "/MedicationStatement/_search", national(), prescriptionSearch(number)));
  }

  async record(number) {
    return answers.record(number, await this.json("kjernejournal", "/api/critical-information/v1/status", national(number), { nin: number }));
  }

  async critical(number, kind) {
    return answers.critical(JSON.parse(await this.ask("kjernejournal", "GET", "/api/critical-information/v1/" + kind, national(number))));
  }

  async documents(number) {
    const headers = { accept: "application/fhir+json; fhirVersion=4.0" };
    return answers.documents(await Promise.all(regions.map(async (region) =>
      answers.documentsOf(region, await this.form("pasientjournal." + region, "/R4/fhir/DocumentReference/_search", { ...national(), ...headers }, documentSearch(number))),
    )));
  }

  async card(number) {
    const year = new Date().getFullYear();
    const text = await this.ask("frikort", "POST", "/api/egenandeler/v1/sok", { "content-type": "application/json" }, JSON.stringify({ borgerIdent: number, aar: year }));
    return answers.card(year, JSON.parse(answers.asWritten(text)));
  }

  async appointments(number) {
    return everyday.appointments(await this.form("timeavtaler", "/timeavtaler/api/v1/Appointment/_search", national(), everyday.search(number)));
  }

  async referrals(number) {
    return everyday.referrals(await this.form("henvisninger", "/henvisninger/api/v1/ServiceRequest/_search", national(), everyday.search(number)));
  }

  async change(number) {
    return everyday.change(await this.json("flo", "/flo/api/v1/status", national(), { innbyggerFnr: number }));
  }

  async teams(number) {
    return everyday.teams(await this.form("helsekontakter", "/helsekontakter/api/v1/EpisodeOfCare/_search", national(), everyday.search(number)));
  }

  async ownContacts(number) {
    return everyday.ownContacts(await this.form("kjernejournal", "/api/own-entries/v1/RelatedPerson/_search", national(), everyday.search(number)));
  }
}
