// Changes a consent level through each client that updates its cache before the
// answer comes, and writes to standard output, as JSON, what a page that watches the
// level would show and what the caller is told: for a change that is made, one that
// has a problem, and one that is an error.
import { readFileSync } from 'node:fs'
import { CombinedError, Client, fetchExchange } from '@urql/core'
import { cacheExchange } from '@urql/exchange-graphcache'
import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from '@apollo/client'
import { compileAll, relayEnvironment } from './relay.mjs'
import relay from 'relay-runtime'

const { GRAPHQL_URL: url, GRAPHQL_TOKEN: token } = process.env
const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8')
const query = read('consent-level.graphql')
const mutation = read('set-consent-level.graphql')
const headers = { authorization: `Bearer ${token}` }

// Each client has watch, which calls back with the level shown, and change, which is
// told the input and the payload to assume meanwhile.
function apollo() {
  const client = new ApolloClient({ link: new HttpLink({ uri: url, headers }), cache: new InMemoryCache() })
  return {
    watch: (show) => client.watchQuery({ query: gql(query) }).subscribe(({ data }) => data?.viewer && show(data.viewer.person)),
    async change(input, assumed) {
      try {
        const { data } = await client.mutate({ mutation: gql(mutation), variables: { input }, optimisticResponse: { setConsentLevel: assumed } })
        return data.setConsentLevel
      } catch (e) {
        return { ours: CombinedGraphQLErrors.is(e), codes: e.errors?.map((one) => one.extensions.code) }
      }
    },
  }
}

function urql() {
  let assumes
  const client = new Client({
    url, fetchOptions: { headers }, preferGetMethod: false,
    exchanges: [cacheExchange({ keys: { SetConsentLevelPayload: () => null, Receipt: () => null, Problem: () => null, Viewer: () => null }, optimistic: { setConsentLevel: () => assumes } }), fetchExchange],
  })
  return {
    watch: (show) => client.query(query, {}).subscribe(({ data }) => data?.viewer && show(data.viewer.person)),
    async change(input, assumed) {
      assumes = assumed
      const { data, error } = await client.mutation(mutation, { input }).toPromise()
      return error ? { ours: error instanceof CombinedError, codes: error.graphQLErrors.map((e) => e.extensions.code) } : data.setConsentLevel
    },
  }
}

const compiled = await compileAll({
  directory: `${import.meta.dirname}/writing`, schema: read('schema.graphql'), documents: { ConsentLevel: query, SetConsentLevel: mutation },
})

function relayClient() {
  const { commitMutation, createOperationDescriptor, fetchQuery } = relay
  const environment = relayEnvironment({ url, headers, fetch })
  const operation = createOperationDescriptor(compiled.ConsentLevelQuery, {})
  return {
    async watch(show) {
      await fetchQuery(environment, compiled.ConsentLevelQuery, {}).toPromise()
      environment.retain(operation)
      const level = () => environment.lookup(operation.fragment)
      show(level().data.viewer.person)
      environment.subscribe(level(), (now) => show(now.data.viewer.person))
    },
    change: (input, assumed) => new Promise((resolve) => {
      commitMutation(environment, {
        mutation: compiled.SetConsentLevelMutation, variables: { input }, optimisticResponse: { setConsentLevel: withoutTypes(assumed) },
        onCompleted: (data, errors) => resolve(errors ? { ours: true, codes: errors.map((e) => e.extensions.code) } : data.setConsentLevel),
        onError: (e) => resolve({ ours: e.source !== undefined, codes: e.source?.errors.map((one) => one.extensions.code) }),
      })
    }),
  }
}

const post = async (key, level, id) => (await fetch(url, {
  method: 'POST', headers: { ...headers, 'content-type': 'application/json' },
  body: JSON.stringify({ query: mutation, variables: { input: { key, person: id, level } } }),
})).json()

// withoutTypes is a payload as Relay takes one: it adds the types itself.
const withoutTypes = (v) => JSON.parse(JSON.stringify(v, (key, value) => (key === '__typename' ? undefined : value)))

const out = {}
for (const [name, make] of Object.entries({ 'Apollo Client': apollo, urql, Relay: relayClient })) {
  const client = make()
  let shown = []
  let next = () => {}
  const person = await new Promise((resolve) => {
    client.watch((now) => {
      if (shown.at(-1) !== now.consentLevel) shown.push(now.consentLevel)
      next(now.consentLevel)
      setTimeout(resolve, 0, { ...now }) // once the client is done with the answer
    })
  })
  // showing is when the page shows a level, or a second later: clients tell their
  // watchers in their own time.
  const showing = (level) => new Promise((resolve) => {
    if (shown.at(-1) === level) return resolve()
    setTimeout(resolve, 1000)
    next = (now) => now === level && resolve()
  })
  const run = async (key, level) => {
    const before = shown.at(-1)
    shown = [before]
    const assumed = {
      __typename: 'SetConsentLevelPayload', receipt: { __typename: 'Receipt', key, outcome: 'UNKNOWN' }, problems: [],
      person: { __typename: 'Person', id: person.id, consentLevel: level },
    }
    const asked = client.change({ key, person: person.id, level }, assumed)
    await Promise.race([showing(level), asked])
    const early = [...shown] // before the answer
    const told = await asked
    await showing(told.person?.consentLevel ?? before)
    return { early, shown, told }
  }
  const key = `${name.replaceAll(' ', '-')}-0123456789abcdef`
  out[name] = { made: await run(key, 'FULL'), problem: await run(key, 'BASIS'), error: await run('short', 'BASIS') }
  await post(`${key}-back`, 'BASIS', person.id)
}
process.stdout.write(JSON.stringify(out))
process.exit() // watchers go on
