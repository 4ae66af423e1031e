// Proofs of possession (RFC 9449): a token that is bound to a key is of no use
// to whoever gets hold of it without that key, which never leaves the browser.

import { base64url, hashed } from './base64url.js';

const written = (value) => base64url(new TextEncoder().encode(JSON.stringify(value)));

// newWallet makes a key, which not even this page can read.
export async function newWallet() {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  const { crv, kty, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  const jwk = { crv, kty, x, y }; // in the order that RFC 7638 hashes them
  const nonces = new Map(); // by the origin that gave them

  async function proof(method, { origin, pathname }, nonce, token) {
    const claims = { jti: crypto.randomUUID(), htm: method, htu: origin + pathname, iat: Math.floor(Date.now() / 1000) };
    if (token) claims.ath = await hashed(token);
    if (nonce) claims.nonce = nonce;
    const signed = `${written({ typ: 'dpop+jwt', alg: 'ES256', jwk })}.${written(claims)}`;
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, new TextEncoder().encode(signed));
    return `${signed}.${base64url(signature)}`;
  }

  return {
    thumbprint: () => hashed(JSON.stringify(jwk)),

    // fetch asks with a proof, for the token where there is one. Whoever is
    // asked may want a nonce of theirs in it, and is asked once more then.
    async fetch(url, options, token) {
      const at = new URL(url, location.href);
      for (let again = true; ; again = false) {
        const had = nonces.get(at.origin);
        const headers = new Headers(options.headers);
        headers.set('DPoP', await proof(options.method ?? 'GET', at, had, token));
        const response = await fetch(url, { ...options, headers });
        const nonce = response.headers.get('DPoP-Nonce');
        if (nonce) nonces.set(at.origin, nonce);
        const wanted = nonce && nonce !== had && (response.status === 400 || response.status === 401);
        if (!wanted || !again) return response;
      }
    },
  };
}
