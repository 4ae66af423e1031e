// Relay 21: compiled by relay-compiler, with or without the queries' texts, and
// run by relay-runtime over a network layer that reads parts.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { meros } from 'meros/browser'
import relay from 'relay-runtime'

const { createOperationDescriptor, Environment, getSelector, Network, Observable, RecordSource, Store } = relay
const compiler = createRequire(import.meta.url).resolve('relay-compiler/cli.js')

// compile gives the query as relay-compiler has it, from a directory of its own.
// With persist its text is in a manifest there, and nowhere else.
export async function compile({ directory, schema, query, persist }) {
  const compiled = await compileAll({ directory, schema, documents: { MyHealth: query }, persist })
  return { query: compiled.MyHealthQuery, journal: compiled.MyHealth_journal, manifest: readFileSync(`${directory}/persisted.json`, 'utf8') }
}

// compileAll gives what relay-compiler makes of documents, each of the module it is
// in, by name.
export async function compileAll({ directory, schema, documents, persist }) {
  mkdirSync(`${directory}/src`, { recursive: true })
  writeFileSync(`${directory}/schema.graphql`, schema)
  for (const [module, text] of Object.entries(documents)) {
    writeFileSync(`${directory}/src/${module}.js`, `import { graphql } from 'relay-runtime'\ngraphql\`${text}\`\n`)
  }
  writeFileSync(`${directory}/persisted.json`, '{}')
  writeFileSync(`${directory}/package.json`, '{"type":"module"}')
  writeFileSync(`${directory}/relay.config.json`, JSON.stringify({
    src: './src', schema: './schema.graphql', language: 'javascript', eagerEsModules: true,
    ...(persist && { persistConfig: { file: './persisted.json', algorithm: 'MD5' } }),
  }))
  execFileSync(process.execPath, [compiler], { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] })
  const made = {}
  for (const file of readdirSync(`${directory}/src/__generated__`)) {
    made[file.replace('.graphql.js', '')] = (await import(`${directory}/src/__generated__/${file}`)).default
  }
  return made
}

// relayEnvironment is an environment over a network layer that reads parts.
export const relayEnvironment = ({ url, headers, fetch }) => new Environment({
  network: Network.create((params, variables) => Observable.create((sink) => {
    ask({ url, headers, fetch }, params, variables, (payload) => sink.next(payload)).then(() => sink.complete(), (e) => sink.error(e))
  })),
  store: new Store(new RecordSource()),
})

export async function relayClient({ url, headers, variables, fetch, compiled }) {
  const environment = relayEnvironment({ url, headers, fetch })
  const operation = createOperationDescriptor(compiled.query, variables)
  const parts = []
  const read = () => {
    const { data, fieldErrors } = environment.lookup(operation.fragment)
    const person = data.viewer.person
    const journal = environment.lookup(getSelector(compiled.journal, person))
    const { __id, __fragments, __fragmentOwner, ...own } = person
    const errors = [...(fieldErrors ?? []), ...((!journal.isMissingData && journal.fieldErrors) || [])]
    return {
      data: { viewer: { person: { ...own, ...(journal.isMissingData ? {} : journal.data) } } },
      error: errors.length > 0 ? { ours: errors.every((e) => e.kind === 'relay_field_payload.error'), type: errors[0].kind, codes: errors.map((e) => e.error.extensions?.code ?? e.error.message) } : undefined,
    }
  }
  await new Promise((complete, error) => {
    environment.execute({ operation }).subscribe({ next: () => parts.push(structuredClone(read())), complete, error })
  })
  environment.retain(operation)
  const { status } = environment.check(operation)
  const records = environment.getStore().getSource()
  return { parts, again: status === 'available' ? read().data : null, normalised: records.getRecordIDs().filter((id) => records.get(id).__typename === 'Person').length }
}

// ask is a fetch as Relay's documentation has it, with parts of the form of
// 2022 turned into the payloads that Relay knows.
async function ask({ url, headers, fetch }, { id, text, name }, variables, next) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', accept: 'multipart/mixed;deferSpec=20220824, application/graphql-response+json' },
    body: JSON.stringify({ ...(text === null ? { id } : { query: text }), operationName: name, variables }),
  })
  const parts = await meros(response)
  if (parts === response) return next(await response.json())
  for await (const { body: { incremental = [], hasNext, ...first } } of parts) {
    const extensions = { is_final: !hasNext }
    if ('data' in first) next({ ...first, extensions: { ...first.extensions, ...extensions } })
    for (const { errors = [], ...part } of incremental) {
      // To Relay, errors have their path from the part, and not from the answer.
      const inPart = errors.map((e) => ({ ...e, path: e.path.slice(part.path.length) }))
      next({ ...part, errors: inPart, extensions })
    }
  }
}
