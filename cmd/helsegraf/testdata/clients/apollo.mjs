// Apollo Client 4: what it is told part by part, what its cache has after, and
// as what an error comes.
import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from '@apollo/client'
import { Defer20220824Handler, GraphQL17Alpha9Handler } from '@apollo/client/incremental'
import { print } from 'graphql'

const handlers = { '20220824': Defer20220824Handler, 'v0.2': GraphQL17Alpha9Handler }

export const apollo = (spec) => async ({ url, headers, query, variables, fetch, link = (http) => http }) => {
  const client = new ApolloClient({
    link: link(new HttpLink({ uri: url, headers, fetch })),
    cache: new InMemoryCache(),
    incrementalHandler: new handlers[spec](),
  })
  const document = typeof query === 'string' ? gql(query) : query
  const parts = []
  await new Promise((resolve, reject) => {
    const asked = client.watchQuery({ query: document, variables, errorPolicy: 'all' })
    asked.subscribe({
      error: reject,
      next: ({ data, error, loading, dataState }) => {
        if (data || error) parts.push({ data: structuredClone(data), error: told(error), state: dataState })
        if (!loading && (dataState === 'complete' || error)) resolve()
      },
    })
  })
  await new Promise((resolve) => setTimeout(resolve, 0))
  const again = client.readQuery({ query: document, variables })
  const records = client.cache.extract()
  return { parts, again, normalised: Object.keys(records).filter((id) => id.startsWith('Person:')).length }
}

const told = (error) => error && { ours: CombinedGraphQLErrors.is(error), type: error.name, codes: error.errors?.map((e) => e.extensions.code) }
