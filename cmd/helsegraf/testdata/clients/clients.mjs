// Runs one query through each client that takes it, as somebody, and writes to
// standard output, as JSON, what the client was told and when, and what it has
// in its cache after. What to ask is in the environment.
import { readFileSync } from 'node:fs'
import { apollo } from './apollo.mjs'
import { graphqlRequest } from './graphql-request.mjs'
import { compile, relayClient } from './relay.mjs'
import { urql } from './urql.mjs'

const { GRAPHQL_URL: url, GRAPHQL_TOKEN: token } = process.env
const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8')
const query = read('my-health.graphql')
const compiled = await compile({ directory: `${import.meta.dirname}/asked`, schema: read('schema.graphql'), query })

const out = {}
for (const [name, client] of Object.entries({
  'Apollo Client, 2022': apollo('20220824'),
  'Apollo Client, v0.2': apollo('v0.2'),
  urql,
  'graphql-request': graphqlRequest,
  Relay: (asked) => relayClient({ ...asked, compiled }),
})) {
  const answers = []
  const counted = async (to, init) => {
    const response = await fetch(to, init)
    answers.push(response.headers.get('content-type'))
    return response
  }
  out[name] = { ...(await client({ url, headers: { authorization: `Bearer ${token}` }, query, variables: {}, fetch: counted })), answers }
}
process.stdout.write(JSON.stringify(out))
