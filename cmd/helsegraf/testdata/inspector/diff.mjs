// Tells what graphql-inspector says of each pair in pairs.json, and by which
// rules it says anything.
import { readFileSync } from 'node:fs'
import { buildSchema } from 'graphql'
import { ChangeType, diff } from '@graphql-inspector/core'

const found = {}
for (const [name, pair] of Object.entries(JSON.parse(readFileSync('pairs.json', 'utf8')))) {
  const changes = await diff(buildSchema(pair.old), buildSchema(pair.new))
  found[name] = changes.map(({ criticality, type, path, message }) => ({ criticality: criticality.level, rule: type, path: path ?? '', message }))
}
console.log(JSON.stringify({ found, rules: Object.values(ChangeType) }))
