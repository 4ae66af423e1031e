import { createContext } from 'react';

// SessionContext holds the session, for what is fetched beside the graph: files.
export const SessionContext = createContext(null);

// The demonstration's login. The token is held in this object and nowhere
// else: not in storage, not in a cookie, not in an address.

// personas are those one may log in as; none where there is no demonstration.
export async function personas(signal) {
  const response = await fetch('/demo/personas', { signal });
  if (!response.ok) throw new Error('personas');
  return response.json();
}

// logIn gives what asks for a token and renews it shortly before it ends.
export async function logIn(persona) {
  let token;
  let renewAt = 0;
  async function renew() {
    const response = await fetch('/demo/token?persona=' + encodeURIComponent(persona.key), { method: 'POST' });
    if (!response.ok) throw new Error('token');
    const answer = await response.json();
    token = answer.access_token;
    renewAt = performance.now() + (answer.expires_in - 30) * 1000;
  }
  await renew();
  return {
    persona,
    async authorization() {
      if (performance.now() > renewAt) await renew();
      return 'Bearer ' + token;
    },
  };
}
