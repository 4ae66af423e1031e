// In HelseID's place is oidc-provider, and before the services is oauth4webapi, which checks tokens and proofs.
import { randomBytes, randomUUID } from 'node:crypto'
import { decodeJwt } from 'jose'
import * as oauth from 'oauth4webapi'
import Provider, { errors } from 'oidc-provider'
import { listen, serve } from './lines.mjs'

let services, provider, at, metadata
let nonce = randomUUID()
const seen = { tokens: 0, refusals: [], calls: {}, audiences: {} }
const proofs = new Set()

// A scope is of one service, and its token is for that service alone.
function resourceOf(ctx) {
  const found = Object.entries(services).find(([, s]) => s.scope === ctx.oidc.params.scope)
  if (!found) throw new errors.InvalidTarget()
  return found[0]
}

function makeProvider(clients) {
  return new Provider(at, {
    clients: Object.entries(clients).map(([id, key]) => ({
      client_id: id, jwks: { keys: [key] }, token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: id,
      grant_types: ['client_credentials'], redirect_uris: [], response_types: [], dpop_bound_access_tokens: true,
    })),
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['ES256', 'PS256', 'RS256'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
      resourceIndicators: {
        enabled: true,
        defaultResource: resourceOf,
        getResourceServerInfo: (_ctx, audience) => ({ audience, scope: services[audience].scope, accessTokenFormat: 'jwt', accessTokenTTL: 600, jwt: { sign: { alg: 'RS256' } } }),
      },
    },
  })
}

// api is the services, each under its audience. Whoever is not refused gets its question back.
async function api(req, res) {
  const { host } = req.headers
  const chunks = []
  for await (const chunk of req) chunks.push(chunk)
  const audience = decodeURIComponent(req.url.split('/')[1])
  seen.calls[audience] = (seen.calls[audience] ?? 0) + 1
  const refuse = (error, why) => {
    seen.refusals.push(why)
    res.writeHead(401, { 'www-authenticate': `DPoP error="${error}"`, 'dpop-nonce': nonce }).end()
  }
  try {
    const proof = decodeJwt(req.headers.dpop)
    if (proof.nonce !== nonce) return refuse('use_dpop_nonce', 'nonce')
    const request = new Request(`http://${host}${req.url}`, { method: req.method, headers: req.headers })
    const claims = await oauth.validateJwtAccessToken(metadata, request, audience, { [oauth.allowInsecureRequests]: true, requireDPoP: true })
    if (claims.scope !== services[audience].scope) return refuse('invalid_token', `scope ${claims.scope}`)
    if (proofs.has(proof.jti)) return refuse('invalid_dpop_proof', 'proof used twice')
    proofs.add(proof.jti)
    seen.audiences[audience] = [claims.aud].flat()
  } catch (e) {
    return refuse('invalid_token', String(e))
  }
  res.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.concat(chunks))
}

await serve({
  async start(options) {
    services = options.services
    at = await listen((req, res) => {
      if (req.url === '/token') seen.tokens++
      return provider.callback()(req, res)
    })
    provider = makeProvider(options.clients)
    const issuer = new URL(at)
    metadata = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { [oauth.allowInsecureRequests]: true }))
    return { issuer: at, api: await listen(api) }
  },
  nonce() {
    nonce = randomUUID()
  },
  seen: () => seen,
})
