// graphql-request 7 takes no parts: the answer comes whole.
import { ClientError, GraphQLClient } from 'graphql-request'

export async function graphqlRequest({ url, headers, query, variables, fetch }) {
  const client = new GraphQLClient(url, { headers, fetch })
  try {
    return { parts: [{ data: await client.request(query, variables) }] }
  } catch (error) {
    const { data, errors = [] } = error.response
    return { parts: [{ data, error: { ours: error instanceof ClientError, type: error.constructor.name, codes: errors.map((e) => e.extensions.code) } }] }
  }
}
