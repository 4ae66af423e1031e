package nhn

import (
	"maps"

	"helsegraf/mocks/world"
)

// Resource is a FHIR resource as JSON, without its subject.
type Resource = map[string]any

// About finds resources about a person, who is named in element: subject or patient.
func (n Service) About(element string, of func(*world.World, *world.Person) []Resource) func(Query) Found {
	return func(q Query) Found {
		p := n.World.Person(q.Number)
		if p == nil {
			return Found{}
		}
		var found Found
		for _, r := range of(n.World, p) {
			found.Records = append(found.Records, Record{Resource: Told(element, r)})
		}
		return found
	}
}

// Told returns a resource as a function of the person it is about.
func Told(element string, r Resource) func(number string) map[string]any {
	return func(number string) map[string]any {
		told := maps.Clone(r)
		told[element] = Resource{"identifier": Resource{"system": NumberSystem(number), "value": number}}
		return told
	}
}

// Coded is a CodeableConcept with a text, if any, and codings given as alternating
// systems and codes.
func Coded(text string, codings ...string) Resource {
	c := Resource{}
	if text != "" {
		c["text"] = text
	}
	var all []any
	for i := 0; i+1 < len(codings); i += 2 {
		all = append(all, Resource{"system": codings[i], "code": codings[i+1]})
	}
	if all != nil {
		c["coding"] = all
	}
	return c
}

// InWords returns concepts that have no code.
func InWords(all ...string) (out []any) {
	for _, text := range all {
		out = append(out, Coded(text))
	}
	return out
}
