// Validates appointments as R4, and evaluates the invariants of the profile on them. Two of the invariants resolve references, which
// are to contained resources here. What R4 does not have is not in the model: partOf and postponementReason are empty.
import { readFileSync } from 'node:fs'
import { Fhir } from 'fhir'
import fhirpath from 'fhirpath'
import r4 from 'fhirpath/fhir-context/r4/index.js'

const { invariants } = JSON.parse(readFileSync(new URL('invariants.json', import.meta.url), 'utf8'))
const contained = (expression) => expression
  .replaceAll('supportingInformation.resolve()', "contained.where(('#' + id) in %resource.supportingInformation.reference)")
  .replaceAll('partOf.resolve()', "%resource.contained.where(('#' + id) in $this.reference)")
const rules = Object.entries(invariants).map(([key, expression]) => [key, fhirpath.compile(
  key.startsWith('supportinginformation-') ? contained(expression).replace("partOf.exists() and %resource.contained.where(('#' + id) in $this.reference).ofType(Organization).exists() and %resource.contained.where(('#' + id) in $this.reference).ofType(Organization)", "partOf.exists() and %resource.contained.where(('#' + id) in %resource.contained.partOf.reference).ofType(Organization)") : contained(expression), r4)])

const fhir = new Fhir()
const out = JSON.parse(readFileSync(process.argv[2], 'utf8')).map((a) => {
  const { valid, messages } = fhir.validate(a, { errorOnUnexpected: true })
  return {
    r4: valid ? [] : messages.filter((m) => m.severity === 'error' || m.severity === 'fatal').map((m) => `${m.location}: ${m.message}`),
    broken: rules.filter(([, holds]) => holds(a, { resource: a })[0] !== true).map(([key]) => key),
  }
})
console.log(JSON.stringify(out))
