// Runs what manifests.mjs wrote down, by id: Apollo Client with its link for
// persisted queries, and Relay with a compiler that left the text out. Then asks
// what was not written down.
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { generatePersistedQueryIdsFromManifest } from '@apollo/persisted-query-lists'
import { readFileSync } from 'node:fs'
import { apollo } from './apollo.mjs'
import { relayClient } from './relay.mjs'

const { GRAPHQL_URL: url, WEB_TOKEN: web, APP_TOKEN: app } = process.env
const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8')
const compiled = (name) => import(`./web/src/__generated__/${name}.graphql.js`).then((m) => m.default)

// sent are the bodies that went out.
async function run(client, token, more) {
  const sent = []
  const noted = (to, init) => {
    sent.push(init.method === 'GET' ? new URL(to).search : init.body)
    return fetch(to, init)
  }
  return { ...(await client({ url, headers: { authorization: `Bearer ${token}`, 'graphql-require-preflight': '1' }, variables: {}, fetch: noted, ...more })), sent }
}

const ids = generatePersistedQueryIdsFromManifest({ loadManifest: async () => JSON.parse(read('app/manifest.json')) })
const byID = (useGETForHashedQueries) => (http) => new PersistedQueryLink({ ...ids, useGETForHashedQueries }).concat(http)
process.stdout.write(JSON.stringify({
  'Apollo Client': await run(apollo('v0.2'), app, { query: read('my-card.graphql'), link: byID(false) }),
  'Apollo Client, GET': await run(apollo('v0.2'), app, { query: read('my-card.graphql'), link: byID(true) }),
  Relay: await run(relayClient, web, { compiled: { query: await compiled('MyHealthQuery'), journal: await compiled('MyHealth_journal') } }),
  'not trusted': await run(apollo('v0.2'), app, { query: '{ viewer { person { age } } }' }),
}))
