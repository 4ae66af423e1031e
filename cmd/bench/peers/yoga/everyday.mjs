// What people come for first: appointments, referrals and the change of GP.
import { coded, day, find, newest, resources, some } from "../shared/answers.mjs";

export const typeDefs = /* GraphQL */ `
  extend type Person {
    appointments(first: Int): Appointments
    referrals(first: Int): Referrals
    generalPractitionerChange: GeneralPractitionerChange
  }
  type Appointments { totalCount: Int nodes: [Appointment!]! }
  type Appointment { status: String start: String end: String instructions: String category: Coding }
  type Referrals { totalCount: Int nodes: [Referral!]! }
  type Referral { status: String priority: String indication: String receivedOn: String treatmentDeadline: String }
  type GeneralPractitionerChange { changesLeft: Int changesUsed: Int waitingList: WaitingListPlace }
  type WaitingListPlace { position: Int total: Int }
`;

export const services = ["APPOINTMENT", "REFERRAL", "CHANGE_GP"];

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
