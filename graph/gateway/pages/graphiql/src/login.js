// Log-in by OpenID Connect: code flow with PKCE, in a window of its own, so
// that the page and what is written in it stay. Token, key, verifier, state and
// nonce are held in memory and nowhere else: a reload is a log-out.

import { newWallet } from './dpop.js';
import { base64url, hashed, unBase64url } from './base64url.js';

const channel = 'helsegraf-login';

// A page that waits for an answer holds a lock of that name, by which the window
// with the answer knows that it does. It cannot ask the page that opened it: a
// careful issuer has the browser part the two (Cross-Origin-Opener-Policy).
const waits = (state) => `helsegraf-login ${state}`;

// handOver gives an answer of the issuer's, in this window's address, to the
// page that waits for it. It tells whether there was one.
export async function handOver() {
  const answer = Object.fromEntries(new URLSearchParams(location.search));
  if (!answer.code && !answer.error) return false;
  history.replaceState(null, '', location.pathname);
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  if (!held.some(({ name }) => name === waits(answer.state))) {
    say('This response does not belong to a login started here, and was not used. Close this window and log in again from the original page.');
    return true;
  }
  new BroadcastChannel(channel).postMessage(answer);
  say('Return to the original page to see whether you are logged in. You can close this window.');
  window.close();
  return true;
}

function say(sentence) {
  const main = document.createElement('main');
  for (const [name, text] of [['h1', 'Helsegraf'], ['p', sentence]]) main.appendChild(document.createElement(name)).textContent = text;
  main.lastChild.setAttribute('role', 'status');
  document.getElementById('root').replaceChildren(main);
}

// logIn has somebody log in, and gives what they may ask with: {token, until,
// wallet, leave}. leave is where to go to log out.
export async function logIn(login, signal) {
  if (!isSecureContext) throw new Error('Login requires HTTPS.');
  // Opened before anything is waited for, or the browser takes it for a pop-up.
  const opened = window.open('about:blank', channel, 'popup,width=480,height=720');
  if (!opened) throw new Error('The browser blocked the login window.');
  opened.opener = null; // the issuer's page is not to lead this one elsewhere
  const attempt = { login, state: random(), nonce: random(), verifier: random(), redirectUri: location.origin + location.pathname };
  try {
    attempt.wallet = login.dpop ? await newWallet() : null;
    attempt.issuer = await discover(login.issuer);
    const answer = await navigator.locks.request(waits(attempt.state), async () => {
      const coming = answered(attempt.state, signal);
      coming.catch(() => {}); // awaited below
      opened.location = await question(attempt);
      return coming;
    });
    opened.close();
    return await exchange(attempt, codeOf(answer, attempt));
  } catch (error) {
    opened.close();
    throw error;
  }
}

// discover finds the issuer's endpoints, which its word must be good for.
async function discover(url) {
  const host = new URL(url).host;
  const found = await metadata(url, host);
  for (const name of ['authorization_endpoint', 'token_endpoint']) {
    if (!/^https?:$/.test(URL.parse(found[name] ?? '')?.protocol)) throw new Error(`${host} has no ${name.replace('_', ' ')}.`);
  }
  if (new URL(found.token_endpoint).origin !== new URL(url).origin) throw new Error(`${host} gives its tokens elsewhere, where this page may not ask.`);
  return found;
}

// metadata reads them where OpenID Connect has them, or RFC 8414, with the
// issuer's path behind the well-known one or before it.
async function metadata(url, host) {
  const { origin, pathname } = new URL(url);
  const path = pathname.replace(/\/+$/, '');
  const [oidc, oauth] = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'];
  let fault;
  for (const at of new Set([path + oidc, oauth + path, path + oauth, oidc + path])) {
    try {
      const found = await read(fetch(origin + at), host);
      if (found.issuer === url) return found;
      fault ??= new Error(`${host} calls itself something else than it is known by here, and is not used.`);
    } catch (error) {
      fault ??= error;
    }
  }
  throw fault;
}

async function question({ login, issuer, state, nonce, verifier, redirectUri, wallet }) {
  const asked = {
    response_type: 'code', client_id: login.clientId, redirect_uri: redirectUri, scope: login.scope, state, nonce,
    code_challenge: await hashed(verifier), code_challenge_method: 'S256',
  };
  if (login.acrValues) asked.acr_values = login.acrValues;
  if (login.resource) asked.resource = login.resource;
  if (wallet) asked.dpop_jkt = await wallet.thumbprint();
  const url = new URL(issuer.authorization_endpoint);
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return url.href;
}

// answered waits for the answer that carries our state; others are to other
// pages.
function answered(state, signal) {
  const from = new BroadcastChannel(channel);
  return new Promise((resolve, reject) => {
    const within = AbortSignal.any([signal, AbortSignal.timeout(300_000)]);
    within.addEventListener('abort', () => reject(new Error(signal.aborted ? 'You did not log in.' : 'Login timed out after five minutes.')));
    from.onmessage = ({ data }) => data.state === state && resolve(data);
  }).finally(() => from.close());
}

// codeOf is the code of an answer. What an issuer or somebody else wrote into
// the address is not repeated, but for a code of an error.
function codeOf(answer, { login, issuer }) {
  const host = new URL(login.issuer).host;
  // RFC 9207: a code of another issuer is not to be shown to this one.
  if (answer.iss ? answer.iss !== login.issuer : issuer.authorization_response_iss_parameter_supported) {
    throw new Error(`The answer was not from ${host}, and was not used.`);
  }
  if (answer.error === 'access_denied') throw new Error(`You did not log in: it was cancelled, or ${host} did not let you (access_denied).`);
  if (answer.error) throw new Error(`${host} did not log you in${/^[a-z_]{1,40}$/.test(answer.error) ? ` (${answer.error})` : ''}.`);
  return answer.code;
}

async function exchange({ login, issuer, nonce, verifier, redirectUri, wallet }, code) {
  const host = new URL(login.issuer).host;
  const body = new URLSearchParams({ grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri, client_id: login.clientId });
  const given = await read((wallet?.fetch ?? fetch)(issuer.token_endpoint, { method: 'POST', body }), host);
  if (!given.access_token || given.token_type?.toLowerCase() !== (wallet ? 'dpop' : 'bearer')) throw new Error(`${host} gave a token of another kind than is taken here.`);
  if (login.scope.split(' ').includes('openid')) checkID(given.id_token, login, nonce);
  return { token: given.access_token, until: Date.now() + (given.expires_in ?? 60) * 1000, wallet, leave: leaving(issuer, login, redirectUri) };
}

// checkID looks whether the ID token is of this log-in. It came from the issuer
// itself, which is what its signature would tell (OpenID Connect Core 3.1.3.7).
function checkID(token, login, nonce) {
  let claims = {};
  try {
    claims = JSON.parse(unBase64url(token.split('.')[1]));
  } catch {
    // is none
  }
  if (claims.iss !== login.issuer || [claims.aud].flat().join() !== login.clientId || claims.nonce !== nonce) {
    throw new Error('The ID token does not belong to this login, and the response was not used.');
  }
}

// leaving is where the issuer logs people out. It is told which client, and not
// by an ID token who: that would be a number in an address.
function leaving({ end_session_endpoint: at }, { clientId }, back) {
  if (!/^https?:$/.test(URL.parse(at ?? '')?.protocol)) return '';
  const url = new URL(at);
  url.searchParams.set('client_id', clientId);
  url.searchParams.set('post_logout_redirect_uri', back);
  return url.href;
}

// read reads an answer of the issuer's.
async function read(asking, host) {
  const response = await asking.catch(() => {
    throw new Error(`${host} is not responding, or does not allow requests from this page.`);
  });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(`${host} gave no token${/^[a-z_]{1,40}$/.test(body.error) ? ` (${body.error})` : ''}.`);
  return body;
}

function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}
