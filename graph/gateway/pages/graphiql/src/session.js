// What the page knows, in memory: who asks, for whom, and what came of it.

import { useSyncExternalStore } from 'react';
import { logIn as askIssuer } from './login.js';
import { ask } from './ask.js';

let state = {
  settings: { demo: false }, // graphiql.Settings
  personas: [],
  persona: null, // the key of who asks, in the demonstration
  client: 'web',
  token: '', // in production: logged in, or pasted
  until: Infinity, // when the token ends
  wallet: null, // the key that the token is bound to
  leave: '', // where the issuer logs people out
  ended: false, // somebody was logged in until their token ended
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

// turn is whose turn it is to ask: what was asked for somebody else comes too
// late.
let turn = 0;
let ending; // the timer of the token that is used

function become(who) {
  turn++;
  clearTimeout(ending);
  change({ persona: null, token: '', until: Infinity, wallet: null, leave: '', ended: false, viewer: null, subject: null, trouble: '', ...who });
}

// choose makes somebody else the one who asks, by a client.
export async function choose(persona, client = state.client) {
  become({ persona, client, until: 0 });
  await meet();
}

export async function logIn(signal) {
  await enter(await askIssuer(state.settings.login, signal));
}

// enter takes a token that somebody logged in with, or brought.
export async function enter(who) {
  become(who);
  if (Number.isFinite(state.until)) ending = setTimeout(end, state.until - Date.now());
  await meet();
}

// end is when a token has ended. What was written and answered stays: whoever
// logs in again goes on with it.
function end() {
  become({ ended: true });
}

// logOut forgets everything, what was answered included, by loading the page
// anew; from the issuer, where there is one, so that whoever is next at this
// machine is asked who they are.
export function logOut() {
  const { leave } = state;
  become({ last: null });
  history.replaceState(null, '', location.pathname);
  if (leave) location.assign(leave);
  else location.reload();
}

// A page that was left by logging out is not to be come back to as it was.
addEventListener('pageshow', ({ persisted }) => persisted && !state.settings.demo && location.reload());

export function actFor(subject) {
  change({ subject });
}

// credentials are what to ask with: {token, wallet}, with no token for nobody.
// The demonstration's are fetched anew before they end.
export async function credentials() {
  if (state.persona && Date.now() > state.until - 60_000) {
    const response = await fetch(`demo/token?${new URLSearchParams({ persona: state.persona, client: state.client })}`, { method: 'POST' });
    if (!response.ok) throw new Error('Could not get a demo token.');
    const { access_token: token, expires_in: seconds } = await response.json();
    change({ token, until: Date.now() + seconds * 1000 });
  }
  // A machine that slept has timers that are late.
  if (state.token && Date.now() >= state.until) end();
  return { token: state.token, wallet: state.wallet };
}

// meet asks who the viewer is and whom they may act for: no register of health
// data is called.
async function meet() {
  const mine = turn;
  const { data, errors } = await ask({
    query: `{ viewer {
      person { id name { full } age consentLevel access { service open reason message } }
      client { id name scopes }
      represents { relation validUntil services allServices person { id name { full } age access { service open reason message } } }
    } }`,
  });
  if (mine !== turn) return; // somebody else was chosen meanwhile
  const viewer = data?.viewer ?? null;
  change({ viewer, subject: viewer?.person?.id ?? null, trouble: viewer ? '' : (errors?.[0]?.message ?? 'Not logged in.') });
}

// about is the person it is about: {id, name, age, access, relation}.
export function about({ viewer, subject } = state) {
  if (!viewer) return null;
  const relation = viewer.represents?.find((r) => r.person?.id === subject);
  return relation ? { ...relation.person, relation: relation.relation } : viewer.person;
}
