// Writes down what the clients will ask, as their own tools do it: ./app has
// Apollo's manifest, ./web has Relay's, whose compiler leaves the text out of
// the application. schema.graphql is the gateway's.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { compile } from './relay.mjs'

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8')
await compile({ directory: `${import.meta.dirname}/web`, schema: read('schema.graphql'), query: read('my-health.graphql'), persist: true })

// Apollo's tool runs queries through an Apollo Client without an incremental
// handler, which refuses @defer.
mkdirSync('app', { recursive: true })
writeFileSync('app/config.json', JSON.stringify({ documents: 'my-card.graphql', output: 'app/manifest.json' }))
execFileSync('node_modules/.bin/generate-persisted-query-manifest', ['--config', 'app/config.json'], { stdio: ['ignore', 'ignore', 'inherit'] })
