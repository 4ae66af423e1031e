// Renders every resource of the summaries in a file with fhir-react, a viewer that
// knows nothing of us, in a document of jsdom's. For each summary: how many were
// rendered, and what a reader would miss.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { JSDOM } from 'jsdom'

const { window } = new JSDOM('<!doctype html>')
for (const name of ['document', 'navigator', 'Element', 'HTMLElement', 'Node', 'DocumentFragment', 'HTMLTemplateElement', 'HTMLFormElement', 'NodeFilter', 'NamedNodeMap', 'DOMParser']) {
  globalThis[name] ??= window[name]
}
globalThis.window = globalThis.self = window

const require = createRequire(import.meta.url)
const { createElement } = require('react')
const { renderToStaticMarkup } = require('react-dom/server')
const viewer = require('fhir-react')

// What each type is read for.
const told = {
  Patient: (r) => [r.name[0].family ?? r.name[0].text],
  AllergyIntolerance: (r) => [text(r.code)],
  Condition: (r) => [text(r.code)],
  Immunization: (r) => [text(r.vaccineCode)],
  DiagnosticReport: (r) => [text(r.code)],
  Observation: (r) => [text(r.code)],
}
const text = (concept) => concept?.text ?? concept?.coding?.find((c) => c.display)?.display

const out = JSON.parse(readFileSync(process.argv[2], 'utf8')).map((bundle) => {
  const one = { Rendered: 0, Missed: [] }
  for (const { resource } of bundle.entry) {
    if (!told[resource.resourceType]) continue
    const element = createElement(viewer.FhirResource, { fhirResource: resource, fhirVersion: viewer.fhirVersions.R4 })
    const page = new JSDOM(renderToStaticMarkup(element)).window.document.body.textContent
    one.Rendered++
    for (const word of told[resource.resourceType](resource)) {
      if (word && !page.includes(word)) one.Missed.push(`${resource.resourceType}: ${word}`)
    }
  }
  return one
})
console.log(JSON.stringify(out))
