// Log-in by OpenID Connect: code flow with PKCE, in a window of its own, so
// that the page and what is written in it stay. Token, verifier and state are
// held in memory and nowhere else: a reload is a log-out.

const channel = 'helsegraf-login';

// handOver gives an answer of the issuer's, in this window's address, to the
// page that waits for it. It tells whether there was one.
export function handOver() {
  const answer = new URLSearchParams(location.search);
  if (!answer.has('state') || !(answer.has('code') || answer.has('error'))) return false;
  new BroadcastChannel(channel).postMessage(Object.fromEntries(answer));
  history.replaceState(null, '', location.pathname);
  document.getElementById('root').textContent = 'You are logged in, and may close this window.';
  window.close();
  return true;
}

// logIn has somebody log in, and gives their token: {token, until}.
export async function logIn({ issuer, clientId, scope }) {
  const verifier = random();
  const state = random();
  const redirectUri = location.origin + location.pathname;
  // Opened before anything is waited for, or the browser takes it for a pop-up.
  const opened = window.open('about:blank', 'helsegraf-login', 'popup,width=480,height=720');
  if (!opened) throw new Error('The browser did not let a log-in window open.');
  try {
    const endpoints = await discover(issuer);
    const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
    opened.location = `${endpoints.authorization_endpoint}?${new URLSearchParams({
      response_type: 'code', client_id: clientId, redirect_uri: redirectUri, scope, state, code_challenge: challenge, code_challenge_method: 'S256',
    })}`;
    const answer = await answered(state);
    if (!answer.code || (answer.iss && answer.iss !== issuer)) throw new Error('The issuer did not log you in.');
    return await exchange(endpoints.token_endpoint, { code: answer.code, code_verifier: verifier, redirect_uri: redirectUri, client_id: clientId });
  } catch (error) {
    opened.close();
    throw error;
  }
}

async function discover(issuer) {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`);
  const found = await response.json();
  if (found.issuer !== issuer) throw new Error('The issuer calls itself something else.');
  return found;
}

// answered waits for the answer that carries our state; others are somebody
// else's.
function answered(state) {
  return new Promise((resolve, reject) => {
    const from = new BroadcastChannel(channel);
    const timer = setTimeout(() => done(() => reject(new Error('Nobody logged in within five minutes.'))), 300_000);
    const done = (then) => {
      clearTimeout(timer);
      from.close();
      then();
    };
    from.onmessage = ({ data }) => data.state === state && done(() => resolve(data));
  });
}

async function exchange(endpoint, given) {
  const response = await fetch(endpoint, { method: 'POST', body: new URLSearchParams({ grant_type: 'authorization_code', ...given }) });
  if (!response.ok) throw new Error('The issuer gave no token.');
  const { access_token: token, expires_in: seconds = 60 } = await response.json();
  return { token, until: Date.now() + seconds * 1000 };
}

function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
