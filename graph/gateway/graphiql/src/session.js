// What the page knows, in memory: who asks, for whom, and what came of it.

import { useSyncExternalStore } from 'react';
import { logIn as askIssuer } from './login.js';
import { ask } from './ask.js';

let state = {
  settings: { demo: false },
  personas: [],
  persona: null, // the key of who asks, in the demonstration
  client: 'web',
  token: '', // in production: logged in, or pasted
  until: Infinity, // when the token ends
  viewer: null, // {person, represents}, as the graph tells
  subject: null, // the id of whom it is about
  trouble: '', // why nobody is known
  last: null, // the last answer: {result, ms, status, streaming}
};
const listeners = new Set();

export function session() {
  return state;
}

export function change(with_) {
  state = { ...state, ...with_ };
  for (const listener of listeners) listener();
}

export function useSession() {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, session);
}

// start reads where the page runs, and logs in as the first persona of a
// demonstration.
export async function start() {
  const settings = await (await fetch('graphiql/settings.json')).json();
  change({ settings });
  if (!settings.demo) return;
  const personas = await (await fetch('demo/personas')).json();
  change({ personas });
  await choose(personas[0].key);
}

// choose makes somebody else the one who asks, by a client.
export async function choose(persona, client = state.client) {
  change({ persona, client, token: '', until: 0, viewer: null, subject: null, trouble: '' });
  await meet();
}

export async function logIn() {
  await enter(await askIssuer(state.settings.login));
}

// enter takes a token that somebody logged in with, or brought.
export async function enter({ token, until = Infinity }) {
  change({ token, until, viewer: null, subject: null, trouble: '' });
  await meet();
}

export function logOut() {
  change({ token: '', persona: null, viewer: null, subject: null, last: null, trouble: '' });
}

export function actFor(subject) {
  change({ subject });
}

// bearer is the token to ask with, "" for nobody. The demonstration's are
// fetched anew before they end.
export async function bearer() {
  if (state.persona && Date.now() > state.until - 60_000) {
    const response = await fetch(`demo/token?${new URLSearchParams({ persona: state.persona, client: state.client })}`, { method: 'POST' });
    if (!response.ok) throw new Error('The demonstration gave no token.');
    const { access_token: token, expires_in: seconds } = await response.json();
    change({ token, until: Date.now() + seconds * 1000 });
  }
  return Date.now() < state.until ? state.token : '';
}

// meet asks who the viewer is and whom they may act for: no register of health
// data is called.
async function meet() {
  const { persona, client } = state;
  const { data, errors } = await ask({
    query: `{ viewer {
      person { id name { full } age consentLevel access { service open reason message } }
      client { id name scopes }
      represents { relation validUntil services allServices person { id name { full } age access { service open reason message } } }
    } }`,
  });
  if (persona !== state.persona || client !== state.client) return; // somebody else was chosen meanwhile
  const viewer = data?.viewer ?? null;
  change({ viewer, subject: viewer?.person?.id ?? null, trouble: viewer ? '' : (errors?.[0]?.message ?? 'Nobody is logged in.') });
}

// about is the person it is about: {id, name, age, access, relation}.
export function about({ viewer, subject } = state) {
  if (!viewer) return null;
  const relation = viewer.represents?.find((r) => r.person?.id === subject);
  return relation ? { ...relation.person, relation: relation.relation } : viewer.person;
}
