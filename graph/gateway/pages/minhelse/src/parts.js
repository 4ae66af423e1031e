import { gql } from '@apollo/client';
import { useApolloClient, useFragment, useQuery } from '@apollo/client/react';
import { useCallback, useEffect, useState } from 'react';
import { about, errorsOf, standing } from './problems.js';
import { APPOINTMENTS, CARD, CONTACTS, CRITICAL, GP, INBOX, JOURNAL, LOOKS, MEDICINES, MY_HEALTH, part, REFERRALS, REGISTERS, SHARING, TASKS, USE } from './queries.js';

// The parts of the page: what is asked, where in the person it lies, by which
// service it is decided and from which register it comes.
const PARTS = {
  gp: { name: 'Gp', fragment: GP, root: 'generalPractitioner', service: 'GP_INFORMATION', register: 'FASTLEGEREGISTER' },
  inbox: { name: 'Inbox', fragment: INBOX, root: 'conversations', service: 'MESSAGE', register: 'DIALOG' },
  tasks: { name: 'Tasks', fragment: TASKS, root: 'tasks', service: 'MESSAGE', register: 'OPPGAVER' },
  medicines: { name: 'Medicines', fragment: MEDICINES, root: 'prescriptions', service: 'MEDICATION', register: 'RESEPTFORMIDLER' },
  appointments: { name: 'Appointments', fragment: APPOINTMENTS, root: 'appointments', service: 'APPOINTMENT', register: 'TIMEAVTALER' },
  referrals: { name: 'Referrals', fragment: REFERRALS, root: 'referrals', service: 'REFERRAL', register: 'HENVISNINGER' },
  contacts: { name: 'Contacts', fragment: CONTACTS, root: 'healthContacts', service: 'HEALTH_CONTACT', register: 'HELSEKONTAKTER' },
  critical: { name: 'Critical', fragment: CRITICAL, root: 'summaryCareRecord', service: 'SUMMARY_CARE_RECORD', register: 'KJERNEJOURNAL' },
  journal: { name: 'Journal', fragment: JOURNAL, root: 'hospitalJournal.documents', service: 'HOSPITAL_JOURNAL', register: 'PASIENTJOURNAL' },
  card: { name: 'Card', fragment: CARD, root: 'exemptionCard', service: 'EXEMPTION_CARD', register: 'FRIKORT' },
  use: { name: 'Use', fragment: USE, root: 'usageLog', service: 'PRIVACY', register: 'USAGE_LOG' },
  looks: { name: 'Looks', fragment: LOOKS, root: 'hospitalJournal.accessLog', service: 'HOSPITAL_JOURNAL', register: 'PASIENTJOURNAL' },
  sharing: { name: 'Sharing', fragment: SHARING, root: 'privacy', service: 'PRIVACY', register: 'PERSONVERN' },
};
for (const p of Object.values(PARTS)) p.document = part(p.name, p.fragment);

const OPEN = gql`
  fragment Open on Person {
    name { full }
    relation
    access { service open reason message remedy { action level service } changesOn }
  }
`;

const at = (data, root) => root.split('.').reduce((value, step) => (value == null ? value : value[step]), data);

// useHealth asks everything about one person at once, and gives each part as it
// stands right now.
export function useHealth(id) {
  const main = useQuery(MY_HEALTH, { variables: { id, after: null }, fetchPolicy: 'network-only', errorPolicy: 'all', notifyOnNetworkStatusChange: true });
  const { data } = useFragment({ fragment: OPEN, fragmentName: 'Open', from: { __typename: 'Person', id } });
  const errors = errorsOf(main.error);
  const common = { id, errors, loading: main.loading, access: data?.access };
  const parts = {
    gp: usePart(PARTS.gp, common),
    inbox: usePart(PARTS.inbox, common),
    tasks: usePart(PARTS.tasks, common),
    medicines: usePart(PARTS.medicines, common),
    appointments: usePart(PARTS.appointments, common),
    referrals: usePart(PARTS.referrals, common),
    contacts: usePart(PARTS.contacts, common),
    critical: usePart(PARTS.critical, common),
    journal: usePart(PARTS.journal, common),
    card: usePart(PARTS.card, common),
    use: usePart(PARTS.use, common),
    looks: usePart(PARTS.looks, common),
    sharing: usePart(PARTS.sharing, common),
  };
  const missing = Object.values(parts).some((p) => p.state === 'missing' || p.faults.length > 0);
  const rounds = Object.values(parts).reduce((n, p) => n + p.rounds, 0);
  return { parts, access: data?.access, loading: main.loading, errors, person: main.data?.person, registers: useRegisters(missing, rounds) };
}

function usePart(p, { id, errors, loading, access }) {
  const client = useApolloClient();
  // What became of asking this part again; until then the whole answer tells.
  const [again, setAgain] = useState({ busy: false, rounds: 0 });
  const { data, complete } = useFragment({ fragment: p.fragment, fragmentName: p.name, from: { __typename: 'Person', id }, variables: { after: null } });

  const ask = useCallback(async (after) => {
    setAgain((before) => ({ ...before, busy: true }));
    const found = await client.query({ query: p.document, variables: { id, after }, context: { queryDeduplication: false } }).catch((error) => ({ error }));
    const problems = about(errorsOf(found.error), p.root);
    setAgain((before) => ({ busy: false, errors: problems, rounds: before.rounds + 1 }));
    return problems.length === 0;
  }, [client, id, p]);

  const decided = access?.find(({ service }) => service === p.service);
  const own = again.errors ?? about(errors, p.root);
  const value = complete ? at(data, p.root) : undefined;
  const stand = standing({ value, errors: own, pending: !complete && loading });
  // What is closed is known before the first register has answered.
  if (stand.state === 'loading' && decided?.open === false) {
    Object.assign(stand, { state: 'closed', closed: { message: decided.message, extensions: { code: decided.reason, remedy: decided.remedy, service: p.service } } });
  }
  return {
    ...stand, data, value, decided, register: p.register, regions: p.root.startsWith('hospitalJournal.') ? data?.hospitalJournal?.regions : null,
    busy: again.busy, rounds: again.rounds,
    retry: () => ask(null), more: () => ask(value?.pageInfo?.endCursor ?? at(data, p.root)?.pageInfo?.endCursor), moreAfter: ask,
  };
}

// useOpened reads what somebody opened within a part. It is not kept: closed and
// opened again, it is read again.
export function useOpened(document, root, { person, id, register }) {
  const client = useApolloClient();
  const [found, setFound] = useState(null);
  const [busy, setBusy] = useState(false);
  const ask = useCallback(async (after) => {
    setBusy(true);
    const { data, error } = await client.query({ query: document, variables: { person, id, after }, fetchPolicy: 'no-cache' }).catch((e) => ({ error: e }));
    const value = data ? at(data.person, root) : undefined;
    const errors = about(errorsOf(error), root);
    setFound((before) => (after ? { value: value ? { ...value, nodes: [...before.value.nodes, ...value.nodes] } : before.value, errors } : { value, errors }));
    setBusy(false);
    return errors.length === 0;
  }, [client, document, root, person, id]);
  useEffect(() => {
    ask(null);
  }, [ask]);
  return { ...standing({ ...found, errors: found?.errors ?? [], pending: !found }), value: found?.value, register, busy, retry: () => ask(null), moreAfter: ask };
}

// useRegisters tells since when a register is as it is. It is asked only when
// something is missing, and anew after each try.
function useRegisters(wanted, rounds) {
  const { data, refetch } = useQuery(REGISTERS, { skip: !wanted, fetchPolicy: 'no-cache' });
  useEffect(() => {
    if (wanted && rounds > 0) refetch();
  }, [wanted, rounds, refetch]);
  return data?.registers ?? [];
}
