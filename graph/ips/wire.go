package ips

import (
	"cmp"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"helsegraf/sources/fhir"
)

const (
	guide            = "http://hl7.org/fhir/uv/ips/StructureDefinition/"
	extAbsent        = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
	systemAbsent     = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
	systemEmpty      = "http://terminology.hl7.org/CodeSystem/list-empty-reason"
	systemLOINC      = "http://loinc.org"
	systemHPR        = "urn:oid:2.16.578.1.12.4.1.4.4"
	systemBusiness   = "urn:oid:2.16.578.1.12.4.1.4.101" // Enhetsregisteret
	noInformation    = "1287211007"
	instantLayout    = "2006-01-02T15:04:05.000Z07:00"
	unknown, masked  = "unknown", "masked"
	notApplicable    = "not-applicable"
	documentBundle   = "document"
	statusGenerated  = "generated"
	statusAdditional = "additional"
)

type bundle struct {
	ResourceType string     `json:"resourceType"`
	ID           string     `json:"id"`
	Meta         meta       `json:"meta"`
	Identifier   identifier `json:"identifier"`
	Type         string     `json:"type"`
	Timestamp    string     `json:"timestamp"`
	Entry        []entry    `json:"entry"`
}

type entry struct {
	FullURL  string `json:"fullUrl"`
	Resource any    `json:"resource"`
}

// head is what all resources begin with.
type head struct {
	ResourceType string `json:"resourceType"`
	ID           string `json:"id"`
	Meta         meta   `json:"meta,omitzero"`
	Language     string `json:"language,omitzero"`
}

type meta struct {
	Profile []string `json:"profile,omitempty"`
}

type identifier struct {
	System string `json:"system"`
	Value  string `json:"value"`
}

type coding struct {
	System  string `json:"system,omitzero"`
	Code    string `json:"code,omitzero"`
	Display string `json:"display,omitzero"`
}

type concept struct {
	Extension []extension `json:"extension,omitempty"`
	Coding    []coding    `json:"coding,omitempty"`
	Text      string      `json:"text,omitzero"`
}

type extension struct {
	URL       string `json:"url"`
	ValueCode string `json:"valueCode"`
}

// absent is in the place of a value that is required and not known.
type absent struct {
	Extension []extension `json:"extension"`
}

type reference struct {
	Extension  []extension `json:"extension,omitempty"`
	Reference  string      `json:"reference,omitzero"`
	Identifier *identifier `json:"identifier,omitzero"`
	Display    string      `json:"display,omitzero"`
}

type narrative struct {
	Status string `json:"status"`
	Div    string `json:"div"`
}

type annotation struct {
	Text string `json:"text"`
}

type quantity struct {
	Value      jsontext.Value `json:"value,omitzero"`
	Comparator string         `json:"comparator,omitzero"`
	Unit       string         `json:"unit,omitzero"`
}

type text struct {
	Text string `json:"text"`
}

func because(reason string) []extension { return []extension{{extAbsent, reason}} }

func missing(reason string) *absent { return &absent{because(reason)} }

// said is a register's value as a FHIR string, without surrounding space.
func said[S ~string](v *S) string { return strings.TrimSpace(string(fhir.Known(v))) }

// day is a day, or what marks that it is not known.
func day[D ~string](d *D) (string, *absent) {
	if d == nil {
		return "", missing(unknown)
	}
	return string(*d), nil
}

func instant(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(instantLayout)
}

// concepts are register codes for one and the same thing, the first of which
// has its name; nil when there is none.
func conceptOf(all ...*fhir.Coding) *concept {
	var c concept
	for _, one := range all {
		if one == nil {
			continue
		}
		c.Text = cmp.Or(c.Text, said(one.Display))
		if said(one.Code) == "" {
			continue
		}
		if to := (coding{said(one.System), said(one.Code), said(one.Display)}); len(c.Coding) == 0 || c.Coding[0] != to {
			c.Coding = append(c.Coding, to)
		}
	}
	if len(c.Coding) == 0 && c.Text == "" {
		return nil
	}
	return &c
}

// required is a concept that a profile requires.
func required(c *concept) concept {
	if c == nil {
		return concept{Coding: []coding{{System: systemAbsent, Code: unknown}}}
	}
	return *c
}

// inWords is c with the words in place of its own text, if there are any.
func inWords(c *concept, words *string) *concept {
	if said(words) == "" {
		return c
	}
	if c == nil {
		c = &concept{}
	}
	c.Text = said(words)
	return c
}

// status is a code of FHIR's own, required unless the resource is wrong.
func status(system string, code *string) concept {
	if said(code) == "" {
		return concept{Extension: because(unknown)}
	}
	return concept{Coding: []coding{{System: system, Code: said(code)}}}
}

func number(d *fhir.Decimal) jsontext.Value {
	if d == nil {
		return nil
	}
	return jsontext.Value(*d)
}

func measure(q *fhir.Quantity, comparator *string) *quantity {
	if q == nil || q.Value == nil {
		return nil
	}
	return &quantity{number(q.Value), said(comparator), said(q.Unit)}
}

// person is a reference to health personnel by name and HPR number.
func person(p *fhir.Practitioner) *reference {
	if p == nil {
		return nil
	}
	r := &reference{Display: nameOf(p)}
	if number := said(p.HPRNumber); number != "" {
		r.Identifier = &identifier{systemHPR, number}
	}
	if r.Display == "" && r.Identifier == nil {
		return nil
	}
	return r
}

func nameOf(p *fhir.Practitioner) string {
	if p == nil || p.Name == nil {
		return ""
	}
	return p.Name.Full
}

// unit is a reference to an organization by name and number.
func unit(o *fhir.Organization) *reference {
	if o == nil {
		return nil
	}
	r := &reference{Display: said(o.Name)}
	if number := said(o.OrganizationNumber); number != "" {
		r.Identifier = &identifier{systemBusiness, number}
	}
	if r.Display == "" && r.Identifier == nil {
		return nil
	}
	return r
}
