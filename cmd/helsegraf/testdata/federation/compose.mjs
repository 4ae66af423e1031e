// Composes the gateway's schema with that of another graph, as three makers of
// routers do it, and asks two of the routers what lies across the two. (The
// third's is a program of its own.) What to ask is in asked.json, and what came
// of it is written to standard output as JSON.
import { composeServices as byApollo } from '@apollo/composition'
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime'
import { composeServices as byGuild } from '@theguild/federation-composition'
import { federateSubgraphs, ROUTER_COMPATIBILITY_VERSION_ONE } from '@wundergraph/composition'
import { graphql, parse, print } from 'graphql'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8')
const asked = JSON.parse(read('asked.json')) // { url, sdl, token, queries: { name: { query, variables } } }
const training = parse(read('training.graphql'))

// The other graph knows people by the ids that this client has for them, and
// health personnel by their numbers.
const values = { kind: { code: 'balance', display: 'Balance' }, price: { amount: '120.00', currency: 'NOK' }, load: { value: '2.5', unit: 'kg' } }
const schema = buildSubgraphSchema({
  typeDefs: training,
  resolvers: {
    Query: { sessions: (_, { people }) => people.map((id) => ({ title: 'Back on track', participant: { id }, trainer: { hprNumber: '1', name: { full: 'Tor Trener' } }, ...values })) },
    Person: { goal: () => 'A walk a day' },
    Practitioner: { courses: () => ['Balance'] },
  },
})
const server = createServer(async (request, response) => {
  const { query: source, variables: variableValues, operationName } = await json(request)
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(await graphql({ schema, source, variableValues, operationName })))
}).listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))

const services = [
  { name: 'helsegraf', url: asked.url, typeDefs: parse(asked.sdl) },
  { name: 'training', url: `http://127.0.0.1:${server.address().port}/`, typeDefs: training },
]

function composed({ errors, hints, supergraphSdl }) {
  return { errors: (errors ?? []).map((e) => e.message), hints: (hints ?? []).map((h) => h.message), supergraphSdl }
}

function byCosmo(services) {
  const subgraphs = services.map(({ name, url, typeDefs }) => ({ name, url, definitions: typeDefs }))
  const { errors, warnings, federatedGraphAST } = federateSubgraphs({ subgraphs, version: ROUTER_COMPATIBILITY_VERSION_ONE })
  return { errors, hints: warnings, supergraphSdl: federatedGraphAST && print(federatedGraphAST) }
}

async function throughApollo(supergraphSdl) {
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ url }) => new RemoteGraphQLDataSource({
      url,
      willSendRequest: ({ request, context }) => request.http.headers.set('authorization', context.authorization ?? ''),
    }),
  })
  const { executor } = await gateway.load()
  return {
    ask: ({ query, variables = {} }) => executor({
      document: parse(query), queryHash: query, request: { query, variables }, operationName: null, cache: null, schema: gateway.schema,
      context: { authorization: `Bearer ${asked.token}` }, metrics: {}, overallCachePolicy: { restrict() {} },
    }),
    stop: () => gateway.stop(),
  }
}

async function throughHive(supergraph) {
  const gateway = createGatewayRuntime({
    supergraph: () => supergraph,
    logging: false,
    propagateHeaders: { fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') }) },
  })
  return {
    ask: async (body) => (await gateway.fetch('http://127.0.0.1/graphql', {
      method: 'POST', body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${asked.token}` },
    })).json(),
    stop: () => gateway[Symbol.asyncDispose](),
  }
}

const out = { cosmo: composed(byCosmo(services)) }
for (const [name, compose, through] of [['apollo', byApollo, throughApollo], ['hive', byGuild, throughHive]]) {
  out[name] = composed(compose(services))
  if (!out[name].supergraphSdl) continue
  out[name].answers = {}
  const router = await through(out[name].supergraphSdl)
  for (const [query, body] of Object.entries(asked.queries)) out[name].answers[query] = await router.ask(body)
  await router.stop()
}
server.close()
process.stdout.write(JSON.stringify(out))
