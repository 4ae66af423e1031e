// What people come for first: appointments, referrals, the change of GP and contacts.
import { coded, day, find, newest, resources, some } from "../shared/answers.mjs";

export const typeDefs = /* GraphQL */ `
  extend type Person {
    appointments(first: Int): Appointments
    referrals(first: Int): Referrals
    generalPractitionerChange: GeneralPractitionerChange
    healthContacts: HealthContacts
  }
  type Appointments { totalCount: Int nodes: [Appointment!]! }
  type Appointment { status: String start: String end: String instructions: String category: Coding }
  type Referrals { totalCount: Int nodes: [Referral!]! }
  type Referral { status: String priority: String indication: String receivedOn: String treatmentDeadline: String }
  type GeneralPractitionerChange { changesLeft: Int changesUsed: Int waitingList: WaitingListPlace }
  type WaitingListPlace { position: Int total: Int }
  type HealthContacts { complete: Boolean! parts: [HealthContactPart!]! nodes: [HealthContact!] }
  type HealthContactPart { register: String! status: String! }
  type HealthContact { kind: String! name: Name role: String team: String organization: Organization phone: String since: String until: String }
  type Organization { name: String }
`;

export const services = ["APPOINTMENT", "REFERRAL", "CHANGE_GP", "HEALTH_CONTACT"];

export const search = (number) => ({ "patient.identifier": "urn:oid:2.16.578.1.12.4.1.4.1|" + number, _count: "100" });

const list = (nodes) => ({ totalCount: nodes.length, nodes });
const instant = (text) => (text ? new Date(text).toISOString() : null);

export function appointments(bundle) {
  const now = Date.now();
  return list(resources(bundle)
    .filter((r) => r.status === "booked" && new Date(r.end) >= now)
    .map((r) => ({
      key: r.identifier?.[0]?.value ?? "", status: "BOOKED", start: instant(r.start), end: instant(r.end), instructions: some(r.patientInstruction),
      category: coded(r.serviceCategory?.[0], "service-category", "7619"),
    }))
    .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.key < b.key ? -1 : 1)));
}

// stages are how far a referral has come, by the hospital's reply in code list 9148.
const stages = { 1: "SCHEDULED", 2: "ASSESSED", 3: "FORWARDED", 4: "REJECTED", 11: "ASSESSED" };

export function referrals(bundle) {
  return list(resources(bundle)
    .map((r) => {
      const reply = coded(find(r.extension, "servicerequest-statusReason").valueCodeableConcept, "9148")?.code;
      const ended = r.status === "completed" && !["3", "4"].includes(reply);
      return {
        key: r.identifier?.[0]?.value ?? "", status: ended ? "COMPLETED" : reply ? stages[reply] : "RECEIVED", priority: r.priority.toUpperCase(),
        indication: some(r.reasonCode?.[0]?.text), receivedOn: day(find(r.extension, "no-mottatt-dato").valueDateTime),
        treatmentDeadline: day(find(r.extension, "no-frist-for-helsehjelp").valueDateTime),
      };
    })
    .sort(newest((r) => r.receivedOn, (r) => r.key)));
}

export function change(said) {
  const waiting = said.venteliste;
  return {
    changesUsed: said.antallByttet, changesLeft: Math.max(0, said.maks - said.antallByttet) + (said.ekstraBytte ? 1 : 0),
    waitingList: waiting ? { position: waiting.nummer, total: waiting.antall } : null,
  };
}

// kinds are in the order of the list of contacts.
const kinds = ["GENERAL_PRACTITIONER", "PATHWAY_COORDINATOR", "CARE_TEAM", "HOME_CARE", "NEXT_OF_KIN", "OWN_CONTACT"];

// titles are the words of code list 7750.
const titles = { LPFL: "Fastlege", LPVI: "Vikar", LPDL: "Delelege" };

const norwegian = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Oslo" }); // a date as in ISO 8601
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const human = (n) => ({ full: [...(n.given ?? []), n.family].filter(Boolean).join(" ") || n.text });

// contacts are those of three registers in one list: what has ended is last, then by
// kind, and the latest first.
export function contacts(...parts) {
  const today = norwegian.format();
  const past = (c) => (c.until && c.until < today ? 1 : 0);
  const nodes = parts.flat().sort((a, b) =>
    past(a) - past(b) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || compare(b.since ?? "", a.since ?? "") || compare(a.key, b.key));
  return { complete: true, parts: ["HELSEKONTAKTER", "FASTLEGEREGISTER", "KJERNEJOURNAL"].map((register) => ({ register, status: "OK" })), nodes };
}

// presentGP is the GP as a contact.
export const presentGP = (gp) => (gp
  ? [{ kind: kinds[0], name: gp.practitioner?.name, role: titles[gp.relationship], organization: { name: gp.office.name }, since: gp.since, key: gp.practitioner?.hprNumber ?? "" }]
  : []);

// earlierGPs are the regular doctors of the lists somebody has been on, but for the present
// one. A fault says of some that they never had a GP.
export function earlierGPs(body) {
  if (body.Fault && !body.Fault.detail?.GenericFault?.Message?.includes("Personen er ikke tilknyttet fastlegekontrakt")) throw new Error("a register did not answer");
  return (body.GetPatientGPHistoryResponse?.GetPatientGPHistoryResult.PatientToGPContractAssociation ?? []).flatMap((r) => {
    const all = [];
    let from = r.Period.From;
    const regular = (r.DoctorCycles?.GPOnContractAssociation ?? []).filter((c) => c.Relationship?.CodeValue === "LPFL").sort((a, b) => compare(a.Valid.From, b.Valid.From));
    for (const c of regular) {
      const start = from > c.Valid.From ? from : c.Valid.From;
      const end = [c.Valid.To, r.Period.To].filter(Boolean).sort()[0];
      if (!end) break;
      if (start >= end) continue;
      from = end;
      all.push({
        kind: kinds[0], name: { full: [c.GP.FirstName, c.GP.MiddleName, c.GP.LastName].filter(Boolean).join(" ") }, role: titles.LPFL,
        since: day(start), until: new Date(Date.parse(end + "Z") - 1).toISOString().slice(0, 10), key: c.HprNumber,
      });
    }
    return all;
  });
}

// teams are the contacts that hospitals and municipalities have sent.
export function teams(bundle) {
  return resources(bundle).flatMap((e) => {
    const inside = new Map((e.contained ?? []).map((c) => ["#" + c.id, c]));
    const unit = inside.get(e.managingOrganization?.reference);
    const base = {
      kind: (e.type ?? []).some((t) => coded(t, "7619")?.code === "7") ? "HOME_CARE" : "CARE_TEAM", organization: unit ? { name: some(unit.name) } : null,
      since: day(e.period?.start), until: day(e.period?.end), key: e.identifier?.[0]?.value ?? "",
    };
    return (e.team ?? []).flatMap((ref) => {
      const t = inside.get(ref.reference);
      if (!t) return [];
      const team = { ...base, team: t.name, key: base.key + "/" + t.name };
      return [team, ...(t.participant ?? []).map((p) => {
        const role = some(p.role?.[0]?.text);
        const name = inside.get(p.member?.reference)?.name?.[0];
        return {
          ...team, role, name: name ? human(name) : null, kind: /^(forløps|kreft)koordinator/i.test(role ?? "") ? "PATHWAY_COORDINATOR" : team.kind,
          key: team.key + "/" + (role ?? "").toLowerCase() + "/" + (name ? human(name).full : ""),
        };
      })];
    });
  });
}

// ownContacts are those somebody has entered in the summary care record, but for employers.
export function ownContacts(bundle) {
  return resources(bundle)
    .filter((r) => r.active !== false)
    .map((r) => {
      const roles = (r.relationship ?? []).map((c) => coded(c, "v2-0131")?.code);
      return {
        code: roles.find(Boolean), kind: roles.includes("N") ? "NEXT_OF_KIN" : "OWN_CONTACT", name: r.name?.[0] ? human(r.name[0]) : null,
        role: some(r.relationship?.find((c) => !coded(c, "v2-0131"))?.text), phone: some(r.telecom?.find((t) => t.system === "phone")?.value),
        since: day(r.period?.start), until: day(r.period?.end), key: r.id,
      };
    })
    .filter((c) => c.code !== "E");
}
