package reseptformidler

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// SFM's extensions, and the systems its codes and identifiers are in.
const (
	extResept   = "http://ehelse.no/fhir/StructureDefinition/sfm-reseptamendment"
	extUse      = "http://ehelse.no/fhir/StructureDefinition/sfm-use"
	extRegInfo  = "http://ehelse.no/fhir/StructureDefinition/sfm-regInfo"
	extDispense = "http://ehelse.no/fhir/StructureDefinition/sfm-dispenseinfo"
	extGroup    = "http://hl7.no/fhir/StructureDefinition/no-basis-prescriptiongroup"

	systemICD10     = fhir.VolvenOID + "7110"
	systemICPC2     = fhir.VolvenOID + "7170"
	systemStatus    = fhir.VolvenOID + "7408"
	systemGroup     = fhir.VolvenOID + "7421"
	systemLegal     = fhir.VolvenOID + "7427"
	systemCondition = fhir.VolvenOID + "7435"
	systemForm      = fhir.VolvenOID + "7448"
	systemRecall    = fhir.VolvenOID + "7500"
	systemUse       = fhir.VolvenOID + "9101"
	systemRole      = "http://ehelse.no/fhir/CodeSystem/sfm-performer-roles"
)

// statement is a MedicationStatement: a prescription, or a medicine in use
// that has none.
type statement struct {
	ID                  string            `json:"id"`
	Meta                fhir.Meta         `json:"meta"`
	Identifier          []fhir.Identifier `json:"identifier"`
	Subject             fhir.Reference    `json:"subject"`
	MedicationReference fhir.Reference    `json:"medicationReference"`
	Dosage              []dosage          `json:"dosage"`
	Extension           fhir.Extensions   `json:"extension"`
}

type dosage struct {
	Text      string          `json:"text"`
	Extension fhir.Extensions `json:"extension"`
}

type medication struct {
	ID        string               `json:"id"`
	Code      fhir.CodeableConcept `json:"code"`
	Form      fhir.CodeableConcept `json:"form"`
	Extension fhir.Extensions      `json:"extension"`
}

type dispense struct {
	ID                      string           `json:"id"`
	Meta                    fhir.Meta        `json:"meta"`
	Subject                 fhir.Reference   `json:"subject"`
	AuthorizingPrescription []fhir.Reference `json:"authorizingPrescription"`
	Performer               []struct {
		Actor fhir.Reference `json:"actor"`
	} `json:"performer"`
	Quantity struct {
		Value jsontext.Value `json:"value"` // as written: a float would change it
		Unit  string         `json:"unit"`
	} `json:"quantity"`
	WhenHandedOver string          `json:"whenHandedOver"`
	Extension      fhir.Extensions `json:"extension"`
}

// parameters is what SFM says of the search itself.
type parameters struct {
	Parameter []parameter `json:"parameter"`
}

type parameter struct {
	Name                 string               `json:"name"`
	ValueBoolean         bool                 `json:"valueBoolean"`
	ValueCodeableConcept fhir.CodeableConcept `json:"valueCodeableConcept"`
}

// answer gathers the pages of one question.
type answer struct {
	subject     fnr.Number
	statements  []statement
	dispenses   []dispense
	medications []medication
	said        []parameters
}

// read takes in one page and gives the link to the next, "" after the last.
func (a *answer) read(r *sources.Response, q question) (string, error) {
	var b fhir.Bundle[fhir.Part]
	if err := sources.DecodeJSON(r.Body, &b); err != nil {
		return "", err
	}
	if b.ResourceType != "Bundle" || b.Type != "searchset" {
		return "", sources.Garbled
	}
	before, foreign := len(a.statements), 0
	for _, e := range b.Entry {
		ours, err := a.take(e.Resource)
		if err != nil {
			return "", err
		}
		if !ours {
			foreign++
		}
	}
	r.Foreign(foreign)
	if foreign > 0 && len(a.statements) == before {
		return "", sources.Mismatch
	}
	if code := a.parameter(q.fault).ValueCodeableConcept.Coding; len(code) > 0 && code[0].Code != "0" {
		return "", sources.Unavailable
	}
	return b.Next(), nil
}

// take keeps a resource, unless it is about somebody else, which it tells. One
// of a type that was not asked for is passed over.
func (a *answer) take(resource fhir.Part) (ours bool, err error) {
	kind, ok := resource.Type()
	if !ok {
		return false, sources.Garbled
	}
	switch kind {
	case "MedicationStatement":
		return add(a, &a.statements, resource, func(s *statement) bool { return s.Subject.About(a.subject) })
	case "MedicationDispense":
		return add(a, &a.dispenses, resource, func(d *dispense) bool { return d.Subject.About(a.subject) })
	case "Medication":
		return add(a, &a.medications, resource, func(*medication) bool { return true })
	case "Parameters":
		return add(a, &a.said, resource, func(*parameters) bool { return true })
	}
	return true, nil
}

// add keeps a resource that is ours. What is somebody else's need not decode.
func add[T any](a *answer, to *[]T, resource fhir.Part, ours func(*T) bool) (bool, error) {
	var v T
	if err := resource.Decode(&v); err != nil {
		var head struct {
			Subject fhir.Reference `json:"subject"`
		}
		if ours(&v) || resource.Decode(&head) != nil || head.Subject.About(a.subject) {
			return false, sources.Garbled
		}
		return false, nil
	}
	if !ours(&v) {
		return false, nil
	}
	*to = append(*to, v)
	return true, nil
}

// parameter is what SFM says of the search under the name, zero when nothing.
func (a *answer) parameter(name string) (last parameter) {
	for _, said := range a.said {
		for _, p := range said.Parameter {
			if p.Name == name {
				last = p
			}
		}
	}
	return last
}

// reseptID is "" for what is no prescription, such as a medicine that is only
// on the list of those in use (PLL).
func (s statement) reseptID() string {
	for _, i := range s.Identifier {
		if i.Type != nil && i.Type.Text == "ReseptId" {
			return i.Value
		}
	}
	return ""
}

func (s statement) prescription(key string, status *fhir.Coding, handedOut []dispense, q question) Prescription {
	about := s.Extension.At(extResept).Extension
	p := Prescription{
		Key:           key,
		Status:        status,
		Recall:        about.At("recallinfo", "recallcode").ValueCodeableConcept.In(systemRecall),
		IssuedOn:      fhir.ParseDate(about.At("reseptdate").ValueDate),
		ValidUntil:    fhir.ParseDate(about.At("expirationdate").ValueDate),
		Source:        q.source,
		Prescriber:    s.prescriber(),
		Dispenses:     make([]Dispense, 0, len(handedOut)),
		Reimbursement: reimbursement(about),
	}
	var text []string
	for _, d := range s.Dosage {
		text = append(text, d.Text)
		p.Use = cmp.Or(p.Use, d.Extension.At(extUse).ValueCodeableConcept.In(systemUse))
	}
	p.Dosage = fhir.String(cmp.Or(strings.Join(text, "\n"), about.At("dssn").ValueString))
	over := p.Recall != nil || (status.Code != "E" && status.Code != "U")
	for _, d := range handedOut {
		over = over || d.Extension.Marked(extDispense, "concluded")
		p.Dispenses = append(p.Dispenses, d.value())
	}
	// SFM writes the number as text. It counts what comes after the first time.
	if n, err := strconv.ParseUint(about.At("reit").ValueString, 10, 16); err == nil {
		p.Refills, p.Remaining = new(int(n)), new(max(0, 1+int(n)-len(handedOut)))
	}
	if over {
		p.Remaining = new(0)
	}
	return p
}

// prescriber is whom SFM names as "Forskrevet av", by name and HPR number in
// one text. The personnel's own identity numbers are not read.
func (s statement) prescriber() *fhir.Practitioner {
	for _, e := range s.Extension {
		role := e.Extension.At("type").ValueCodeableConcept.In(systemRole)
		if e.URL != extRegInfo || role == nil || role.Code != "1" {
			continue
		}
		provider := e.Extension.At("provider").Reference()
		p := fhir.Practitioner{HPRNumber: hprNumber(provider)}
		if name := textBefore(provider.Display, "HPR:"); name != "" {
			p.Name = &fhir.HumanName{Full: name}
		}
		if p != (fhir.Practitioner{}) {
			return &p
		}
	}
	return nil
}

// hprNumber stands in the identifier, or in the text after the name.
func hprNumber(r fhir.Reference) *string {
	if n := r.Identifier.HPRNumber(); n != nil {
		return n
	}
	_, number, _ := strings.Cut(r.Display, "HPR:")
	return fhir.ParseHPRNumber(number)
}

// medication is what a prescription refers to; its name alone when the
// register did not send the rest.
func (a *answer) medication(r fhir.Reference) *Medication {
	i := slices.IndexFunc(a.medications, func(m medication) bool { return m.ID == r.LogicalID() })
	if i < 0 && r.Display == "" {
		return nil
	}
	var m medication
	if i >= 0 {
		m = a.medications[i]
	}
	out := &Medication{Name: fhir.String(r.Display), ATC: m.Code.In(fhir.SystemATC), Form: m.Form.In(systemForm)}
	if fest := m.Code.In(fhir.SystemFEST); fest != nil && fest.Display != nil {
		out.Name = fest.Display
	}
	if group := m.Extension.At(extGroup, "prescriptiongroup").ValueCodeableConcept.In(systemGroup); group != nil {
		out.PrescriptionGroup = &group.Code
	}
	return out
}

func (d dispense) value() Dispense {
	out := Dispense{DispensedOn: fhir.ParseDate(d.WhenHandedOver)}
	if amount := fhir.ParseDecimal(string(d.Quantity.Value)); amount != nil {
		out.Quantity = &fhir.Quantity{Value: amount, Unit: fhir.String(d.Quantity.Unit)}
	}
	for _, p := range d.Performer {
		if name := textBefore(p.Actor.Display, "HER:"); name != "" {
			out.Pharmacy = &fhir.Organization{Name: &name}
		}
	}
	return out
}

// textBefore is the name in SFM's "name, HPR: number" and "name, HER: number".
func textBefore(display, mark string) string {
	name, _, _ := strings.Cut(display, mark)
	return strings.TrimRight(name, ", ")
}
