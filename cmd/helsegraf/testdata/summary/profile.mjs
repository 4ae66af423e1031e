// Validates patient summaries: as R4, by what the snapshots of HL7's guide require of each resource, and by rules of the guide that no
// snapshot has as an expression.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Fhir } from 'fhir'
import fhirpath from 'fhirpath'
import r4 from 'fhirpath/fhir-context/r4/index.js'

const require = createRequire(import.meta.url)
const guide = 'http://hl7.org/fhir/uv/ips/StructureDefinition/'
// The types a resource may have in each section, by its LOINC code.
const sections = {
  '11450-4': 'Condition', '48765-2': 'AllergyIntolerance', '10160-0': 'MedicationRequest|MedicationStatement', '11369-6': 'Immunization',
  '30954-2': 'DiagnosticReport|Observation',
}

// What the guide says in prose, and slices by code, in our own words.
const written = {
  'is a document with an identifier and a time': "type = 'document' and identifier.exists() and timestamp.exists()",
  'begins with the only Composition': 'entry.first().resource is Composition and entry.tail().where(resource is Composition).empty()',
  'has one Patient': 'entry.where(resource is Patient).count() = 1',
  'has an address for each entry, once': 'entry.all(fullUrl.exists()) and entry.fullUrl.isDistinct()',
  'has no trace of a transaction': 'entry.search.empty() and entry.request.empty() and entry.response.empty()',
  'is a patient summary by LOINC': "entry.first().resource.type.coding.where(system = 'http://loinc.org' and code = '60591-5').exists()",
  'is assembled by software, and says so': 'entry.first().resource.author.all(reference in %resource.entry.where(resource is Device).fullUrl)',
  'has the three sections that are required, once': "('11450-4' | '48765-2' | '10160-0').all($this in %resource.entry.first().resource.section.code.coding.code) and entry.first().resource.section.code.coding.code.isDistinct()",
  'has immunizations and results too': "('11369-6' | '30954-2').all($this in %resource.entry.first().resource.section.code.coding.code)",
  'has a title, a code and a narrative in each section': 'entry.first().resource.section.all(title.exists() and code.exists() and text.`div`.exists())',
  'has entries or a reason in each section, not both': 'entry.first().resource.section.all(entry.reference.exists() xor emptyReason.exists())',
  'has no sections in sections': 'entry.first().resource.section.section.empty()',
  'has narratives that are generated, or say more': "entry.first().resource.section.text.status.all($this = 'generated' or $this = 'additional')",
  'refers to what is in it': 'entry.resource.descendants().where(reference is string or reference.exists()).reference.where($this is string).all($this in %resource.entry.fullUrl)',
  'is about its Patient': '(entry.resource.subject | entry.resource.patient).reference.all($this = %resource.entry.where(resource is Patient).fullUrl)',
  'has nothing entered in error': "entry.resource.where((status | verificationStatus.coding.code) = 'entered-in-error').empty()",
  'has the Norwegian language': "entry.first().resource.language = 'nb'",
}

const compiled = Object.entries(written).map(([says, expression]) => [says, fhirpath.compile(expression, r4)])
const snapshots = {}
const snapshot = (url) => (snapshots[url] ??= require(`hl7.fhir.uv.ips/StructureDefinition-${url.slice(guide.length)}.json`).snapshot.element)
const skipped = ['dom-6'] // a narrative in each resource is good practice, and those of sections have it
const made = {}
const evaluate = (on, base, expression, resource) => {
  const compile = () => fhirpath.compile(base.includes('.') ? { base, expression } : expression, r4, { traceFn: () => {} })
  return (made[`${base}: ${expression}`] ??= compile())(on, { resource, rootResource: resource })
}

// children are the values of an element of a parent: of any type for a choice.
const children = (parent, name) => {
  const choice = name.endsWith('[x]') && name.slice(0, -3)
  return Object.entries(parent).flatMap(([key, v]) => {
    const own = key.startsWith('_') ? key.slice(1) : key
    if (own !== name && !(choice && own.startsWith(choice) && /^[A-Z]/.test(own.slice(choice.length)))) return []
    return key.startsWith('_') && key.slice(1) in parent ? [] : Array.isArray(v) ? v : [v]
  })
}
const within = (pattern, v) => Array.isArray(pattern)
  ? pattern.every((p) => Array.isArray(v) && v.some((one) => within(p, one)))
  : typeof pattern === 'object' ? typeof v === 'object' && Object.entries(pattern).every(([k, p]) => within(p, v[k])) : pattern === v
const patternOf = (e) => Object.entries(e).find(([k]) => /^(pattern|fixed)[A-Z]/.test(k))?.[1]

// broken are the requirements of a snapshot that a resource does not meet.
function broken (resource, elements, count) {
  const out = []
  const at = { [elements[0].id]: [resource] } // the values at each element's id
  for (const e of elements) {
    const cut = e.id.lastIndexOf('.')
    if (cut >= 0) {
      const parents = at[e.id.slice(0, cut)] ?? []
      const [name, slice] = e.id.slice(cut + 1).split(':')
      let own = elements.filter((d) => d.id === `${e.id}.code` || d.id === e.id).map(patternOf).find(Boolean)
      if (slice && !own) continue // a slice by profile or type: what it requires is in the profile of its resource
      const byCode = slice && elements.some((d) => d.id === `${e.id}.code` && patternOf(d))
      at[e.id] = []
      for (const parent of parents) {
        if (typeof parent !== 'object') continue
        const found = children(parent, name).filter((v) => !slice || within(own, byCode ? v.code : v))
        at[e.id].push(...found)
        count.n++
        if (found.length < e.min || (e.max !== '*' && found.length > Number(e.max))) out.push(`${e.id}: ${found.length} of ${e.min}..${e.max}`)
      }
    }
    const pattern = patternOf(e)
    for (const v of at[e.id] ?? []) {
      if (pattern && !within(pattern, v)) out.push(`${e.id}: not ${JSON.stringify(pattern)}`)
      if (typeof v !== 'object') continue
      for (const c of e.constraint ?? []) {
        if (c.severity !== 'error' || !c.expression || skipped.includes(c.key) || /htmlChecks|conformsTo|memberOf/.test(c.expression)) continue
        count.n++
        try {
          const result = evaluate(v, e.path, c.expression, resource)
          if (result.length === 1 && result[0] === false) out.push(`${e.id}: ${c.key} ${c.human}`)
        } catch (err) {
          out.push(`${e.id}: ${c.key} cannot be evaluated: ${err.message}`)
        }
      }
    }
  }
  return out
}

const fhir = new Fhir()
const out = JSON.parse(readFileSync(process.argv[2], 'utf8')).map((bundle) => {
  const { valid, messages } = fhir.validate(bundle, { errorOnUnexpected: true })
  const count = { n: 0 }
  const rules = compiled.filter(([, holds]) => holds(bundle, { resource: bundle })[0] !== true).map(([says]) => says)
  for (const resource of [bundle, ...(bundle.entry ?? []).map((e) => e.resource)]) {
    for (const url of resource.meta?.profile ?? []) rules.push(...broken(resource, snapshot(url), count))
  }
  const byUrl = Object.fromEntries((bundle.entry ?? []).map((e) => [e.fullUrl, e.resource]))
  for (const s of bundle.entry?.[0].resource.section ?? []) {
    const types = sections[s.code.coding[0].code]?.split('|') ?? []
    for (const r of s.entry ?? []) if (!types.includes(byUrl[r.reference]?.resourceType)) rules.push(`${s.title}: ${byUrl[r.reference]?.resourceType}`)
  }
  return {
    R4: valid ? [] : messages.filter((m) => m.severity === 'error' || m.severity === 'fatal').map((m) => `${m.location}: ${m.message}`),
    Broken: rules, Checked: count.n, Profiled: (bundle.entry ?? []).filter((e) => e.resource.meta?.profile).length,
  }
})
console.log(JSON.stringify(out))
