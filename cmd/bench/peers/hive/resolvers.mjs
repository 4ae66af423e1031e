// The fields that no register has as they are asked for: each asks a source of
// the graph, and reads what it answers as the other peers do.
import { randomUUID } from "node:crypto";
import * as answers from "../shared/answers.mjs";
import { citizen, documentSearch, informationParts, localTime, most, prescriptionSearch, regions, taken, usage } from "../shared/questions.mjs";

const batch = { maxBatchSize: most };
const national = (patient) => ({ nhn_event_id: randomUUID(), ...(patient && { nhn_patient_nin: patient }) });

// ask asks an operation of a source; what fails comes as a value.
async function ask(context, source, operation, question) {
  const said = await context[source].Query[operation]({ context, ...question });
  if (said instanceof Error) throw said;
  return said;
}

const names = (context, numbers) => ask(context, "folkeregister", "personsByNumber", {
  key: numbers, dataLoaderOptions: batch, valuesFromResults: answers.names,
  argsFromKeys: (numbers) => ({ informationParts, input: { nins: numbers.join(",") } }),
});

const lists = ["PatientToGPContractAssociation", "GPOnContractAssociation", "ElectronicAddress", "PhysicalAddress"];

// written is an element as it was written: the transport makes numbers of digits,
// objects of what is nil, and no list of one element.
function written(value, name) {
  if (lists.includes(name)) return [value].flat().map((one) => written(one));
  if (typeof value !== "object") return String(value);
  if (value.attributes?.nil) return "";
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, written(part, name)]));
}

const associations = (said) => (written(said.GetPatientsGPDetailsAtTimeResult).PatientToGPContractAssociation ?? [])
  .map((r) => ({ ...r, PatientNIN: r.PatientNIN.padStart(11, "0") }));

const settings = (context, number) => ask(context, "personvern", "settings", { args: { input: { innbyggerFnr: number, partKode: "helsegraf" } } });

const log = (context, actor, numbers) => Promise.all(usage(actor, numbers, "Hive").map(async (input) =>
  taken(await ask(context, "usagelog", "batch", { args: { ...national(), input } })),
));

const practitioner = (context, number) => ask(context, "fastlegeregister", "practitioners", {
  key: number, dataLoaderOptions: batch,
  argsFromKeys: (numbers) => ({ GetPatientsGPDetailsAtTime: { patientNins: { NinWithTimestamp: numbers.map((NIN) => ({ AtTime: localTime(), NIN })) } } }),
  valuesFromResults: (said, numbers) => answers.practitioners(associations(said), numbers, localTime()),
});

const critical = async (context, operation, number) => answers.critical(await ask(context, "kjernejournal", operation, { args: national(number) }));

// shown is what a register says, once the usage log has taken the use.
const shown = async (person, asked) => (await Promise.all([asked, person.logged]))[0];

export const resolvers = {
  Query: { viewer: (_, __, { headers }) => ({ number: citizen(headers.authorization) }) },
  Viewer: {
    async person({ number }, _, context) {
      const [[name]] = await Promise.all([names(context, [number]), settings(context, number)]);
      return { number, name, logged: log(context, number, [number]) };
    },
    async represents({ number }, _, context) {
      const [said] = await Promise.all([
        ask(context, "personvern", "powers", { args: { input: { innbyggerFnr: number } } }), names(context, [number]), settings(context, number),
      ]);
      const givers = answers.givers(said);
      const named = await names(context, givers);
      await Promise.all(givers.map((n) => settings(context, n)));
      const logged = log(context, number, givers);
      return givers.map((n, i) => ({ person: { number: n, name: named[i], logged } }));
    },
  },
  Person: {
    generalPractitioner: (p, _, context) => shown(p, practitioner(context, p.number)),
    prescriptions: (p, _, context) => shown(p, ask(context, "reseptformidler", "prescriptions", { args: { ...national(), input: prescriptionSearch(p.number) } }).then(answers.prescriptions)),
    summaryCareRecord: (p, _, context) => shown(p, ask(context, "kjernejournal", "status", { args: { ...national(p.number), input: { nin: p.number } } }).then((said) => answers.record(p.number, said))),
    hospitalJournal: (p) => p,
    exemptionCard(p, _, context) {
      const aar = new Date().getFullYear();
      return shown(p, ask(context, "frikort", "coPayments", { args: { input: { borgerIdent: p.number, aar } } }).then((said) => answers.card(aar, said)));
    },
  },
  CriticalInformation: {
    allergies: (c, _, context) => (c.empty ? [] : critical(context, "allergies", c.number)),
    conditions: (c, _, context) => (c.empty ? [] : critical(context, "conditions", c.number)),
  },
  HospitalJournal: {
    documents: (p, _, context) => shown(p, Promise.all(regions.map(async (region) =>
      answers.documentsOf(region, await ask(context, "pasientjournal_" + region, "documents", { args: { ...national(), input: documentSearch(p.number) } })),
    )).then(answers.documents)),
  },
};
