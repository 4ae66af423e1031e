package ips

import (
	"strings"

	"helsegraf/sources/fhir"
	"helsegraf/sources/reseptformidler"
	"helsegraf/sources/sysvak"
)

const (
	systemAllergyClinical   = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
	systemAllergyVerified   = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"
	systemConditionClinical = "http://terminology.hl7.org/CodeSystem/condition-clinical"
	systemConditionVerified = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
	systemConditionCategory = "http://terminology.hl7.org/CodeSystem/condition-category"
)

type allergyIntolerance struct {
	head
	ClinicalStatus     concept    `json:"clinicalStatus"`
	VerificationStatus *concept   `json:"verificationStatus,omitzero"`
	Criticality        string     `json:"criticality,omitzero"`
	Code               concept    `json:"code"`
	Patient            *reference `json:"patient"`
	Onset              string     `json:"onsetDateTime,omitzero"`
	Recorded           string     `json:"recordedDate,omitzero"`
	Recorder           *reference `json:"recorder,omitzero"`
}

func (d *Document) allergies() section {
	w := d.words.allergies
	s, ok := begin(d, "48765-2", "Allergies and adverse reactions Document", w, d.summary.Allergies)
	add := func(a allergyIntolerance) {
		id := newID()
		a.head, a.Patient = headOf("AllergyIntolerance", id, "AllergyIntolerance-uv-ips"), d.patient
		s.entries = append(s.entries, *d.add(id, a))
	}
	if s.empty == nil && !ok {
		add(allergyIntolerance{ClinicalStatus: concept{Extension: because(notApplicable)}, Code: nothing(d.words.none)})
	}
	for _, a := range d.summary.Allergies.Items {
		add(allergyIntolerance{
			ClinicalStatus: status(systemAllergyClinical, a.ClinicalStatus), VerificationStatus: d.verifiedAllergy(a.VerificationStatus),
			Criticality: said(a.Criticality), Code: required(inWords(conceptOf(a.Substance), a.Text)),
			Onset: said(a.Onset), Recorded: said(a.RecordedOn), Recorder: person(a.Recorder),
		})
		s.row(d.named(a.Substance, a.Text), d.words.code(a.Criticality), d.words.states(a.ClinicalStatus, a.VerificationStatus), d.words.day(a.Onset), d.words.day(a.RecordedOn))
	}
	return s
}

type condition struct {
	head
	ClinicalStatus     concept    `json:"clinicalStatus"`
	VerificationStatus *concept   `json:"verificationStatus,omitzero"`
	Category           []concept  `json:"category"`
	Code               concept    `json:"code"`
	Subject            *reference `json:"subject"`
	Onset              string     `json:"onsetDateTime,omitzero"`
	Recorded           string     `json:"recordedDate,omitzero"`
	Recorder           *reference `json:"recorder,omitzero"`
}

func (d *Document) problems() section {
	s, ok := begin(d, "11450-4", "Problem list - Reported", d.words.problems, d.summary.Problems)
	add := func(c condition) {
		id := newID()
		c.head, c.Subject = headOf("Condition", id, "Condition-uv-ips"), d.patient
		c.Category = []concept{{Coding: []coding{{systemConditionCategory, "problem-list-item", "Problem List Item"}}}}
		s.entries = append(s.entries, *d.add(id, c))
	}
	if s.empty == nil && !ok {
		add(condition{ClinicalStatus: concept{Extension: because(notApplicable)}, Code: nothing(d.words.none)})
	}
	for _, c := range d.summary.Problems.Items {
		add(condition{
			ClinicalStatus: status(systemConditionClinical, c.ClinicalStatus), VerificationStatus: verified(systemConditionVerified, c.VerificationStatus),
			Code:  required(inWords(conceptOf(c.Code), c.Text)),
			Onset: said(c.Onset), Recorded: said(c.RecordedOn), Recorder: person(c.Recorder),
		})
		s.row(d.named(c.Code, c.Text), d.words.states(c.ClinicalStatus, c.VerificationStatus), d.words.day(c.Onset), d.words.day(c.RecordedOn))
	}
	return s
}

// verifiedAllergy has "presumed", which R4 does not have, as the code above it in
// later versions.
func (d *Document) verifiedAllergy(code *string) *concept {
	if said(code) != "presumed" {
		return verified(systemAllergyVerified, code)
	}
	c := status(systemAllergyVerified, new("unconfirmed"))
	c.Text = d.words.code(code)
	return &c
}

func verified(system string, code *string) *concept {
	if said(code) == "" {
		return nil
	}
	c := status(system, code)
	return &c
}

type medicationRequest struct {
	head
	Status     string     `json:"status"`
	Why        *concept   `json:"statusReason,omitzero"`
	Intent     string     `json:"intent"`
	Medication *reference `json:"medicationReference"`
	Subject    *reference `json:"subject"`
	Authored   string     `json:"authoredOn,omitzero"`
	Requester  *reference `json:"requester,omitzero"`
	Course     *concept   `json:"courseOfTherapyType,omitzero"`
	Dosage     []text     `json:"dosageInstruction,omitempty"`
	Dispense   *supply    `json:"dispenseRequest,omitzero"`
}

type supply struct {
	Validity *period `json:"validityPeriod,omitzero"`
	Repeats  *int    `json:"numberOfRepeatsAllowed,omitzero"`
}

type period struct {
	End string `json:"end"`
}

type medication struct {
	head
	Code concept  `json:"code"`
	Form *concept `json:"form,omitzero"`
}

// medicationStatement is only for "no information available".
type medicationStatement struct {
	head
	Status     string     `json:"status"`
	Medication concept    `json:"medicationCodeableConcept"`
	Subject    *reference `json:"subject"`
	NotKnown   *absent    `json:"_effectiveDateTime"`
}

func (d *Document) medicines() section {
	s, ok := begin(d, "10160-0", "History of Medication use Narrative", d.words.medicines, d.summary.Medicines)
	if s.empty == nil && !ok {
		id := newID()
		s.entries = append(s.entries, *d.add(id, medicationStatement{headOf("MedicationStatement", id, "MedicationStatement-uv-ips"), unknown, nothing(d.words.none), d.patient, missing(unknown)}))
	}
	for i := range d.summary.Medicines.Items {
		p := &d.summary.Medicines.Items[i]
		id := newID()
		r := medicationRequest{
			head: headOf("MedicationRequest", id, "MedicationRequest-uv-ips"), Status: "active", Intent: "order", Medication: d.medication(p.Medication), Subject: d.patient,
			Authored: said(p.IssuedOn), Requester: person(p.Prescriber), Course: conceptOf(p.Use),
		}
		if p.Recall != nil { // the pharmacy has it still
			r.Status, r.Why = "stopped", conceptOf(p.Recall)
		}
		if said(p.Dosage) != "" {
			r.Dosage = []text{{said(p.Dosage)}}
		}
		if p.ValidUntil != nil || p.Refills != nil {
			r.Dispense = &supply{Repeats: p.Refills}
			if p.ValidUntil != nil {
				r.Dispense.Validity = &period{said(p.ValidUntil)}
			}
		}
		s.entries = append(s.entries, *d.add(id, r))
		name, substance := d.words.unknown, ""
		if m := p.Medication; m != nil {
			name, substance = d.named(m.ATC, m.Name), display(m.ATC)
		}
		if p.Recall != nil {
			name += " (" + d.words.recalled + ")"
		}
		s.row(name, substance, said(p.Dosage), d.words.day((*fhir.PartialDate)(p.IssuedOn)), d.words.day((*fhir.PartialDate)(p.ValidUntil)))
	}
	return s
}

func (d *Document) medication(m *reseptformidler.Medication) *reference {
	if m == nil {
		m = &reseptformidler.Medication{}
	}
	id := newID()
	return d.add(id, medication{headOf("Medication", id, "Medication-uv-ips"), required(inWords(conceptOf(m.ATC), m.Name)), conceptOf(m.Form)})
}

type immunization struct {
	head
	Status     string      `json:"status"`
	Vaccine    concept     `json:"vaccineCode"`
	Patient    *reference  `json:"patient"`
	On         string      `json:"occurrenceDateTime,omitzero"`
	NotOn      *absent     `json:"_occurrenceDateTime,omitzero"`
	Lot        string      `json:"lotNumber,omitzero"`
	Subpotent  *bool       `json:"isSubpotent,omitzero"`
	Performer  []performer `json:"performer,omitempty"`
	ProtocolOf []protocol  `json:"protocolApplied,omitempty"`
}

type performer struct {
	Actor *reference `json:"actor"`
}

type protocol struct {
	Diseases []concept `json:"targetDisease,omitempty"`
	Dose     *int      `json:"doseNumberPositiveInt,omitzero"`
	NoDose   *absent   `json:"_doseNumberString,omitzero"`
}

func (d *Document) vaccinations() section {
	s, ok := begin(d, "11369-6", "History of Immunization Narrative", d.words.vaccinations, d.summary.Vaccinations)
	if s.empty == nil && !ok {
		none := nothing(d.words.none)
		s.empty = &none
	}
	for i := range d.summary.Vaccinations.Items {
		v := &d.summary.Vaccinations.Items[i]
		id := newID()
		m := immunization{
			head: headOf("Immunization", id, "Immunization-uv-ips"), Status: "completed", Vaccine: required(conceptOf(v.Vaccine, v.SysvakCode)), Patient: d.patient,
			Lot: said(v.Batch), Subpotent: v.Subpotent,
		}
		m.On, m.NotOn = day(v.On)
		if by := unit(v.AdministeredBy); by != nil {
			m.Performer = []performer{{by}}
		}
		if p, known := protocolOf(v); known {
			m.ProtocolOf = []protocol{p}
		}
		s.entries = append(s.entries, *d.add(id, m))
		diseases := make([]string, 0, len(v.Diseases))
		for i := range v.Diseases {
			diseases = append(diseases, display(&v.Diseases[i]))
		}
		dose := d.words.count(v.DoseNumber)
		if v.Subpotent != nil && *v.Subpotent {
			dose += " (" + d.words.subpotent + ")"
		}
		s.row(d.words.day(v.On), d.named(v.Vaccine, nil), strings.Join(diseases, ", "), dose, said(v.Batch))
	}
	return s
}

func protocolOf(v *sysvak.Vaccination) (p protocol, known bool) {
	for i := range v.Diseases {
		if c := conceptOf(&v.Diseases[i]); c != nil {
			p.Diseases = append(p.Diseases, *c)
		}
	}
	p.Dose = v.DoseNumber
	if p.Dose == nil {
		p.NoDose = missing(unknown)
	}
	return p, p.Dose != nil || len(p.Diseases) > 0
}

// named is what something is called: by its own words, else the code's.
func (d *Document) named(c *fhir.Coding, own *string) string {
	if name := said(own); name != "" {
		return name
	}
	if name := display(c); name != "" {
		return name
	}
	return d.words.unknown
}

// display is a coding's display, or its code.
func display(c *fhir.Coding) string {
	if c == nil {
		return ""
	}
	if display := said(c.Display); display != "" {
		return display
	}
	return said(c.Code)
}
