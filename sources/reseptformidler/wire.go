package reseptformidler

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

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
	systemFault     = "http://ehelse.no/fhir/CodeSystem/sfm-kj-rf-error-code"
)

// statement is a MedicationStatement: a prescription, or a medicine in use
// without one.
type statement struct {
	fhir.Resource
	Identifier                []fhir.Identifier     `json:"identifier"`
	MedicationReference       fhir.Reference        `json:"medicationReference"`
	MedicationCodeableConcept *fhir.CodeableConcept `json:"medicationCodeableConcept"`
	Dosage                    []dosage              `json:"dosage"`
	Extension                 fhir.Extensions       `json:"extension"`
}

type dosage struct {
	Text      string          `json:"text"`
	Extension fhir.Extensions `json:"extension"`
}

type medication struct {
	fhir.Resource
	Code      fhir.CodeableConcept `json:"code"`
	Form      fhir.CodeableConcept `json:"form"`
	Extension fhir.Extensions      `json:"extension"`
}

type dispense struct {
	fhir.Resource
	AuthorizingPrescription []fhir.Reference `json:"authorizingPrescription"`
	Performer               []struct {
		Actor fhir.Reference `json:"actor"`
	} `json:"performer"`
	Quantity       fhir.QuantityWire `json:"quantity"`
	WhenHandedOver string            `json:"whenHandedOver"`
	Extension      fhir.Extensions   `json:"extension"`
}

// parameters is SFM's information about the search itself.
type parameters struct {
	fhir.Resource
	Parameter []parameter `json:"parameter"`
}

type parameter struct {
	Name                 string                `json:"name"`
	ValueBoolean         bool                  `json:"valueBoolean"`
	ValueCodeableConcept *fhir.CodeableConcept `json:"valueCodeableConcept"`
}

// searchResult collects the result of one search.
type searchResult struct {
	set         *fhir.Searchset
	statements  *fhir.Records[*statement]
	dispenses   *fhir.Records[*dispense]
	medications *fhir.Records[*medication]
	said        *fhir.Records[*parameters]
}

func newSearchResult(subject fnr.Number) *searchResult {
	set := fhir.NewSearchset(subject)
	return &searchResult{
		set:         set,
		statements:  fhir.Collect[statement](set, "MedicationStatement", true, fhir.Patient[*statement]),
		dispenses:   fhir.Collect[dispense](set, "MedicationDispense", false, fhir.Patient[*dispense]),
		medications: fhir.Collect[medication](set, "Medication", false, nil),
		said:        fhir.Collect[parameters](set, "Parameters", false, nil),
	}
}

// parameter is SFM's information under a name; zero if absent.
func (a *searchResult) parameter(name string) (last parameter) {
	for _, said := range a.said.Standing {
		for _, p := range said.Parameter {
			if p.Name == name {
				last = p
			}
		}
	}
	return last
}

// failed reports whether the source behind SFM did not answer.
func (p parameter) failed() bool {
	return p.ValueCodeableConcept != nil && !slices.Contains([]string{"", "0"}, p.ValueCodeableConcept.CodeIn(systemFault))
}

// reseptID is "" when there is no prescription, as for a medicine that is only
// on the list of those in use (PLL).
func (s *statement) reseptID() string {
	for _, i := range s.Identifier {
		if i.Type != nil && i.Type.Text == "ReseptId" {
			return i.Value
		}
	}
	return ""
}

func (s *statement) status() *fhir.Coding {
	return s.Extension.At(extResept, "rfstatus", "status").ValueCodeableConcept.In(systemStatus)
}

func (s *statement) prescription(q viewParams, status *fhir.Coding, of collected) Prescription {
	about := s.Extension.At(extResept).Extension
	p := Prescription{
		Status:        status,
		Recall:        about.At("recallinfo", "recallcode").ValueCodeableConcept.In(systemRecall),
		IssuedOn:      about.At("reseptdate").Day(),
		ValidUntil:    about.At("expirationdate").Day(),
		Source:        q.source,
		Prescriber:    s.prescriber(),
		Reimbursement: reimbursement(about),
	}
	var text []string
	for _, d := range s.Dosage {
		text = append(text, d.Text)
		p.Use = cmp.Or(p.Use, d.Extension.At(extUse).ValueCodeableConcept.In(systemUse))
	}
	p.Dosage = fhir.String(cmp.Or(strings.Join(text, "\n"), about.At("dssn").ValueString))
	over := p.Recall != nil || (!status.Is("E") && !status.Is("U"))
	if !of.unknown {
		p.Dispenses = make([]Dispense, 0, len(of.dispenses))
	}
	for _, d := range of.dispenses {
		over = over || d.Extension.Marked(extDispense, "concluded")
		if !of.unknown {
			p.Dispenses = append(p.Dispenses, d.value())
		}
	}
	// SFM writes the number as text. It excludes the first dispense.
	if n, err := strconv.ParseUint(about.At("reit").ValueString, 10, 16); err == nil {
		p.Refills = new(int(n))
		if !of.unknown && !of.unclear {
			p.Remaining = new(max(0, 1+int(n)-len(of.dispenses)))
		}
	}
	if over {
		p.Remaining = new(0)
	}
	return p
}

// prescriber is the person SFM names as "Forskrevet av", usually with name and
// HPR number in one text. The person's identity number is not read.
func (s *statement) prescriber() *fhir.Practitioner {
	for _, e := range s.Extension {
		role := e.Extension.At("type").ValueCodeableConcept.In(systemRole)
		if e.URL != extRegInfo || !role.Is("1") {
			continue
		}
		by := s.Party(e.Extension.At("provider").Reference())
		name, number, _ := strings.Cut(by.Display, "HPR:")
		p := fhir.Practitioner{Name: by.Name, HPRNumber: cmp.Or(by.HPRNumber, fhir.ParseHPRNumber(number))}
		if name = strings.TrimRight(name, ", "); name != "" {
			p.Name = &fhir.HumanName{Full: name}
		}
		if p != (fhir.Practitioner{}) {
			return &p
		}
	}
	return nil
}

// medication is the prescribed medicine; only its name when the register did not
// include the resource.
func (a *searchResult) medication(s *statement) *Medication {
	out := &Medication{Name: fhir.String(s.MedicationReference.Display)}
	m, ok := a.medications.Find(&s.Resource, s.MedicationReference)
	if !ok {
		m = &medication{}
		if s.MedicationCodeableConcept != nil {
			m.Code = *s.MedicationCodeableConcept
		}
	}
	out.ATC, out.Form = m.Code.In(fhir.SystemATC), m.Form.In(systemForm)
	if fest := m.Code.In(fhir.SystemFEST); fest != nil && fest.Display != nil {
		out.Name = fest.Display
	}
	out.Name = cmp.Or(out.Name, fhir.String(m.Code.Words()))
	if group := m.Extension.At(extGroup, "prescriptiongroup").ValueCodeableConcept.In(systemGroup); group != nil {
		out.PrescriptionGroup = group.Code
	}
	if *out == (Medication{}) {
		return nil
	}
	return out
}

func (d *dispense) value() Dispense {
	out := Dispense{DispensedOn: fhir.ParseDate(d.WhenHandedOver), Quantity: d.Quantity.Amount()}
	for _, p := range d.Performer {
		if by := d.pharmacy(p.Actor); by != nil {
			out.Pharmacy = by
		}
	}
	return out
}

// pharmacy is parsed from "name, HER: number", or found by the reference.
func (d *dispense) pharmacy(actor fhir.Reference) *fhir.Organization {
	by := d.Party(actor)
	name, _, _ := strings.Cut(by.Display, "HER:")
	name = strings.TrimRight(name, ", ")
	unit := by.Unit()
	if name == "" && len(unit.Names) > 0 {
		name = unit.Names[0]
	}
	if name == "" {
		return nil
	}
	return &fhir.Organization{Name: &name, OrganizationNumber: unit.OrganizationNumber, Phone: unit.Phone}
}
