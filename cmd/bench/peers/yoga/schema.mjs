// The resolvers as most teams write them: a function for each field that is
// fetched.
import { createSchema } from "graphql-yoga";
import { typeDefs } from "../shared/schema.mjs";
import * as everyday from "./everyday.mjs";

// shown is what a register says, once the usage log has taken the use.
const shown = async (person, asked) => (await Promise.all([asked, person.logged]))[0];

const resolvers = {
  Query: { viewer: () => ({}) },
  Viewer: {
    async person(_, __, { number, registers, persons, more }) {
      await Promise.all([persons.load(number), registers.settings(number)]);
      return { number, logged: registers.log(number, [number], more) };
    },
    async represents(_, __, { number, registers, persons }) {
      const [givers] = await Promise.all([registers.givers(number), persons.load(number), registers.settings(number)]);
      await persons.loadMany(givers);
      await Promise.all(givers.map((n) => registers.settings(n)));
      const logged = registers.log(number, givers);
      return givers.map((n) => ({ person: { number: n, logged } }));
    },
  },
  Person: {
    name: (p, _, { persons }) => persons.load(p.number),
    generalPractitioner: (p, _, { practitioners }) => shown(p, practitioners.load(p.number)),
    prescriptions: (p, _, { registers }) => shown(p, registers.prescriptions(p.number)),
    summaryCareRecord: (p, _, { registers }) => shown(p, registers.record(p.number)),
    hospitalJournal: (p) => p,
    exemptionCard: (p, _, { registers }) => shown(p, registers.card(p.number)),
    appointments: (p, _, { registers }) => shown(p, registers.appointments(p.number)),
    referrals: (p, _, { registers }) => shown(p, registers.referrals(p.number)),
    generalPractitionerChange: (p, _, { registers }) => shown(p, registers.change(p.number)),
    healthContacts: async (p, _, { registers, practitioners }) =>
      everyday.contacts(...await shown(p, Promise.all([registers.teams(p.number), practitioners.load(p.number).then(everyday.presentGP), registers.earlierGPs(p.number), registers.ownContacts(p.number)]))),
  },
  CriticalInformation: {
    allergies: (c, _, { registers }) => (c.empty ? [] : registers.critical(c.number, "AllergyIntolerance")),
    conditions: (c, _, { registers }) => (c.empty ? [] : registers.critical(c.number, "Conditions")),
  },
  HospitalJournal: { documents: (p, _, { registers }) => shown(p, registers.documents(p.number)) },
};

export const schema = createSchema({ typeDefs: [typeDefs, everyday.typeDefs], resolvers });
