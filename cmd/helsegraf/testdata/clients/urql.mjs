// urql 6: as apollo.mjs, of @urql/core with its cache of documents.
import { Client, CombinedError, cacheExchange, fetchExchange } from '@urql/core'

export async function urql({ url, headers, query, variables, fetch }) {
  const client = new Client({ url, fetchOptions: { headers }, fetch, preferGetMethod: false, exchanges: [cacheExchange, fetchExchange] })
  const parts = []
  await new Promise((resolve) => {
    client.query(query, variables).subscribe(({ data, error, hasNext }) => {
      parts.push({ data: structuredClone(data), error: told(error) })
      if (!hasNext) resolve()
    })
  })
  const again = client.readQuery(query, variables)
  return { parts, again: again?.data }
}

const told = (error) => error && { ours: error instanceof CombinedError, type: error.name, codes: error.graphQLErrors.map((e) => e.extensions.code) }
