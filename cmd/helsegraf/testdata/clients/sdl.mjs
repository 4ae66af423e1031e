// Has graphql-js, on which most tools stand, build each schema named on the
// command line, and read the query that has @defer against it. Prints what it
// has against them, a line each.
import { buildSchema, getIntrospectionQuery, graphqlSync, parse, validate, validateSchema } from 'graphql'
import { readFileSync } from 'node:fs'

const query = parse(readFileSync(new URL('my-health.graphql', import.meta.url), 'utf8'))

for (const file of process.argv.slice(2)) {
  try {
    const schema = buildSchema(readFileSync(file, 'utf8')) // with graphql-js's rules of SDL
    const { errors = [] } = graphqlSync({ schema, source: getIntrospectionQuery() })
    for (const e of [...validateSchema(schema), ...validate(schema, query), ...errors]) console.log(`${file}: ${e.message}`)
  } catch (e) {
    console.log(`${file}: ${e.message}`)
  }
}
