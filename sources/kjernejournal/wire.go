package kjernejournal

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

const (
	systemSNOMED = "http://snomed.info/sct"
	systemICD10  = fhir.VolvenOID + "7110"
	// notActive is kjernejournal's own error for a citizen without a record.
	notActive = "KJF-000017"
	// profile is what the profiles of conditions begin with; criticalInfoType
	// follows.
	profile = "http://nhn.no/kj/fhir/StructureDefinition/KjCondition"
)

type statusQuestion struct {
	NIN string `json:"nin"`
}

type statusAnswer struct {
	PatientNIN             string `json:"patientNIN"`
	HasCriticalInformation *bool  `json:"hasCriticalInformation"`
	// Consent and restriction stand here too. They bind personnel and hide
	// nothing from the citizen, so they are not read.
	PrivacySetting *struct {
		Reserved *bool `json:"hasReservationKjernejournal"`
		Blocked  bool  `json:"isBlocked"`
	} `json:"privacySetting"`
}

// status is what is taken from a statusAnswer.
type status struct {
	open  bool // there is a record that may be read
	empty bool // and nothing critical in it
}

func decodeStatus(r *sources.Response, subject fnr.Number) (status, error) {
	if r.Status == http.StatusNotFound {
		return status{}, decodeNotFound(r)
	}
	var w statusAnswer
	if err := sources.DecodeJSON(r.Body, &w); err != nil {
		return status{}, err
	}
	if w.PatientNIN == "" {
		// About nobody: an error in a 200, most likely.
		return status{}, sources.Garbled
	}
	if w.PatientNIN != subject.Digits() {
		r.Foreign(1)
		return status{}, sources.Mismatch
	}
	if w.PrivacySetting == nil || w.PrivacySetting.Reserved == nil {
		// Silence is no leave to read.
		return status{}, sources.Garbled
	}
	return status{
		open:  !*w.PrivacySetting.Reserved && !w.PrivacySetting.Blocked,
		empty: w.HasCriticalInformation != nil && !*w.HasCriticalInformation,
	}, nil
}

// decodeNotFound is nil when the register says that the citizen has no record;
// any other 404 is a wrong address, which must not look like one.
func decodeNotFound(r *sources.Response) error {
	var w fhir.OperationOutcome
	if err := sources.DecodeJSON(r.Body, &w); err != nil {
		return err
	}
	if !w.Has(notActive) {
		return sources.Garbled
	}
	return nil
}

// entry is one resource: AllergyIntolerance and Condition have most elements
// in common.
type entry struct {
	ResourceType       string                `json:"resourceType"`
	ID                 string                `json:"id"`
	Meta               fhir.Meta             `json:"meta"`
	Contained          fhir.Contained        `json:"contained"`
	ClinicalStatus     *fhir.CodeableConcept `json:"clinicalStatus"`
	VerificationStatus *fhir.CodeableConcept `json:"verificationStatus"`
	Criticality        string                `json:"criticality"`
	Code               *fhir.CodeableConcept `json:"code"`
	Patient            fhir.Reference        `json:"patient"` // of an AllergyIntolerance
	Subject            fhir.Reference        `json:"subject"` // of a Condition
	RecordedDate       string                `json:"recordedDate"`
	Recorder           fhir.Reference        `json:"recorder"`
}

// decodeBundle is the entries of a searchset that are about subject and may be
// shown, the latest version of each, in order.
func decodeBundle(r *sources.Response, resourceType string, g policy.Grant, subject fnr.Number) ([]*entry, error) {
	var bundle fhir.Bundle[entry]
	if err := sources.DecodeJSON(r.Body, &bundle); err != nil {
		return nil, err
	}
	if bundle.ResourceType != "Bundle" || bundle.Next() != "" {
		// The register does not page here. A list of allergies that stops
		// short is worse than none.
		return nil, sources.Garbled
	}
	latest := make(map[string]*entry, len(bundle.Entry))
	foreign := 0
	for i := range bundle.Entry {
		e := &bundle.Entry[i].Resource
		switch {
		case e.ResourceType == "OperationOutcome":
			// A search may come with remarks.
			continue
		case e.ResourceType != resourceType, e.ID == "":
			return nil, sources.Garbled
		case !cmp.Or(e.Patient, e.Subject).About(subject):
			foreign++
			continue
		}
		if known, ok := latest[e.ID]; !ok || known.version() < e.version() {
			latest[e.ID] = e
		}
	}
	r.Foreign(foreign)
	if foreign > 0 && len(latest) == 0 {
		return nil, sources.Mismatch
	}
	return inOrder(latest, g), nil
}

// inOrder leaves out what is deleted or labelled as hidden, and sorts the rest:
// the register answers in any order.
func inOrder(latest map[string]*entry, g policy.Grant) []*entry {
	out := make([]*entry, 0, len(latest))
	for _, e := range latest {
		if e.deleted() || e.hidden(g) {
			continue
		}
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b *entry) int {
		return cmp.Or(strings.Compare(b.RecordedDate, a.RecordedDate), strings.Compare(a.ID, b.ID))
	})
	return out
}

func (e *entry) version() int {
	n, err := strconv.Atoi(e.Meta.VersionID)
	if err != nil {
		return 0
	}
	return n
}

func (e *entry) deleted() bool { return code(e.VerificationStatus) == "entered-in-error" }

// hidden: the description promises no labels of list 9603 here. Those that
// come are kept nevertheless; without one, a record is open.
func (e *entry) hidden(g policy.Grant) bool {
	labels := fhir.AccessLabels(e.Meta.Security)
	return len(labels) > 0 && !g.Shows(labels...)
}

func (e *entry) allergy() Allergy {
	a := Allergy{Key: e.ID, RecordedOn: fhir.ParseDate(e.RecordedDate), Recorder: e.recorder()}
	a.Substance, a.Text = coded(e.Code)
	a.Criticality = oneOf(e.Criticality, "low", "high", "unable-to-assess")
	a.VerificationStatus = oneOf(code(e.VerificationStatus), "unconfirmed", "presumed", "confirmed", "refuted")
	a.ClinicalStatus = oneOf(code(e.ClinicalStatus), "active", "inactive", "resolved")
	return a
}

func (e *entry) condition() CriticalCondition {
	c := CriticalCondition{Key: e.ID, Kind: e.kind(), RecordedOn: fhir.ParseDate(e.RecordedDate), Recorder: e.recorder()}
	c.Code, c.Text = coded(e.Code)
	return c
}

// kind is the criticalInfoType of a condition, which its profile ends with.
func (e *entry) kind() *string {
	for _, p := range e.Meta.Profile {
		if criticalInfoType, ok := strings.CutPrefix(p, profile); ok {
			return oneOf(criticalInfoType, "CriticalMedicalCondition", "Infection", "IntubationProblem", "OtherProblemWithAnesthesia", "TransplantsAndOtherForeignBodies")
		}
	}
	return nil
}

// recorder is who wrote it down: a contained PractitionerRole most often.
func (e *entry) recorder() *fhir.Practitioner {
	if role := e.Contained.Find(e.Recorder); role.ID != "" {
		return practitioner(role.Practitioner)
	}
	return practitioner(e.Recorder)
}

// practitioner is a name and an HPR number. An identity number, wherever it
// stands, goes no further.
func practitioner(ref fhir.Reference) *fhir.Practitioner {
	p := &fhir.Practitioner{Name: name(ref.Display), HPRNumber: ref.Identifier.HPRNumber()}
	if p.Name == nil && p.HPRNumber == nil {
		return nil
	}
	return p
}

// name reads "Etternavn, Fornavn".
func name(display string) *fhir.HumanName {
	if strings.ContainsAny(display, "0123456789") {
		return nil
	}
	family, given, _ := strings.Cut(display, ",")
	return fhir.Named(strings.TrimSpace(given), "", strings.TrimSpace(family))
}

// coded is the coding that says most to others than the register, or the words
// when nothing was coded.
func coded(c *fhir.CodeableConcept) (*fhir.Coding, *string) {
	if c == nil {
		return nil, nil
	}
	coding := c.In(fhir.SystemATC, systemSNOMED, systemICD10)
	for i := 0; coding == nil && i < len(c.Coding); i++ {
		coding = c.Coding[i].Value()
	}
	switch {
	case coding == nil:
		return nil, fhir.String(c.Text)
	case coding.Display == nil:
		coding.Display = fhir.String(c.Text)
	}
	return coding, nil
}

// code is the code of a concept that has one.
func code(c *fhir.CodeableConcept) string {
	if c == nil || len(c.Coding) == 0 {
		return ""
	}
	return c.Coding[0].Code
}

// oneOf is the code when it is one of those known, else nil.
func oneOf(code string, known ...string) *string {
	if slices.Contains(known, code) {
		return &code
	}
	return nil
}
