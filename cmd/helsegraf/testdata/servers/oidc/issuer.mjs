// Citizens' issuer is oidc-provider, and their application oauth4webapi: people log in by code flow with PKCE, and ask the
// gateway with the token they get.
import * as oauth from 'oauth4webapi'
import { exportJWK, generateKeyPair } from 'jose'
import Provider from 'oidc-provider'
import { listen, serve } from './lines.mjs'

const insecure = { [oauth.allowInsecureRequests]: true }
const redirect = 'https://app.example.no/back'
let people, audience, at, current, proofs

async function keys() {
  const all = []
  for (const [alg, options] of [['ES256', {}], ['RS256', { modulusLength: 2048 }]]) {
    const { privateKey } = await generateKeyPair(alg, { extractable: true, ...options })
    all.push(await exportJWK(privateKey))
  }
  return { keys: all }
}

// A resource is what its tokens are for, and in alg how they are signed.
function resourceServer(_ctx, resource) {
  const u = new URL(resource)
  const alg = u.searchParams.get('alg') ?? 'ES256'
  u.search = ''
  return {
    audience: u.href.replace(/\/$/, ''), scope: 'helsegraf:read helsegraf:write', accessTokenFormat: 'jwt', accessTokenTTL: 300, jwt: { sign: { alg } },
  }
}

function claims(ctx, token) {
  const code = ctx.oidc.entities.AuthorizationCode
  const person = token.accountId ?? ctx.oidc.body.person
  return { pid: people[person], acr: code?.acr ?? 'idporten-loa-high', auth_time: code?.authTime, sid: code?.sessionUid }
}

async function makeProvider() {
  return new Provider(at, {
    jwks: await keys(),
    cookies: { keys: ['for tests only'] },
    acrValues: ['idporten-loa-high', 'idporten-loa-substantial'],
    clients: [
      { client_id: 'web', token_endpoint_auth_method: 'none', redirect_uris: [redirect] },
      { client_id: 'batch', client_secret: 'for tests only', grant_types: ['client_credentials'], redirect_uris: [], response_types: [] },
    ],
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: { enabled: true, getResourceServerInfo: resourceServer, defaultResource: (_ctx, _client, one) => one ?? [], useGrantedResource: () => true },
    },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    extraTokenClaims: claims,
    interactions: { url: (_ctx, i) => `/interaction/${i.uid}` },
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId })
      grant.addOIDCScope('openid')
      for (const resource of [ctx.oidc.params.resource ?? []].flat()) grant.addResourceScope(resource, 'helsegraf:read helsegraf:write')
      await grant.save()
      return grant
    },
  })
}

// answer shows no page to log in on: whoever comes is who the test says.
function answer(provider, req, res) {
  if (!req.url.startsWith('/interaction/')) return provider.callback()(req, res)
  const { accountId, acr } = current
  return provider.interactionFinished(req, res, { login: { accountId, acr } })
}

// follow is a browser's part: it keeps cookies and follows redirects until it is sent back to the application.
async function follow(url) {
  const jar = new Map()
  while (!url.startsWith(redirect)) {
    const resp = await fetch(url, { redirect: 'manual', headers: { cookie: [...jar].map((c) => c.join('=')).join('; ') } })
    for (const c of resp.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(c)
      jar.set(name, value)
    }
    if (!resp.headers.has('location')) throw new Error(`${resp.status} ${await resp.text()}`)
    url = new URL(resp.headers.get('location'), url).href
  }
  return new URL(url)
}

async function login({ person, acr = 'idporten-loa-high', dpop = false, resource = audience, scope = 'openid helsegraf:read' }) {
  current = { accountId: person, acr }
  const issuer = new URL(at)
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
  const client = { client_id: 'web' }
  const verifier = oauth.generateRandomCodeVerifier()
  const asks = new URL(as.authorization_endpoint)
  asks.search = new URLSearchParams({
    client_id: 'web', response_type: 'code', redirect_uri: redirect, scope, code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
    ...(resource && { resource }),
  })
  const back = oauth.validateAuthResponse(as, client, await follow(asks.href), oauth.expectNoState)
  if (dpop && !proofs) proofs = oauth.DPoP(client, await oauth.generateKeyPair('ES256'))
  const options = { ...insecure, ...(dpop && { DPoP: proofs }), ...(resource && { additionalParameters: { resource } }) }
  const got = await oauth.authorizationCodeGrantRequest(as, client, oauth.None(), back, redirect, verifier, options)
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, got)
  return { accessToken: tokens.access_token, idToken: tokens.id_token }
}

// ask asks the gateway, by its own library, once more if it is told a nonce.
async function ask({ url, accessToken, body, dpop = false }) {
  let nonces = 0
  const once = () => oauth.protectedResourceRequest(
    accessToken, 'POST', new URL(url), new Headers({ 'content-type': 'application/json' }), body, { ...insecure, ...(dpop && { DPoP: proofs }) })
  for (;;) {
    try {
      const resp = await once()
      return { status: resp.status, body: await resp.text(), nonces }
    } catch (e) {
      if (oauth.isDPoPNonceError(e) && nonces++ === 0) continue
      if (!(e instanceof oauth.WWWAuthenticateChallengeError)) throw e
      return { status: e.status, body: await e.response.text(), challenges: e.cause, nonces }
    }
  }
}

// impostor is another provider that says it is this one, with keys that are its own.
async function impostor({ person }) {
  const provider = await makeProvider()
  const there = await listen(provider.callback())
  const resp = await fetch(there + '/token', {
    method: 'POST',
    headers: { authorization: 'Basic ' + Buffer.from('batch:for+tests+only').toString('base64') },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'helsegraf:read', resource: audience, person }),
  })
  return { accessToken: (await resp.json()).access_token }
}

let provider
await serve({
  async start(options) {
    ({ people, audience } = options)
    at = await listen((req, res) => answer(provider, req, res))
    provider = await makeProvider()
    return at
  },
  async rotate() {
    provider = await makeProvider()
  },
  login, ask, impostor,
})
