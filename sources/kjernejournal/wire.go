package kjernejournal

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

const (
	systemICD10 = fhir.VolvenOID + "7110"
	systemICPC2 = fhir.VolvenOID + "7170"
	// notActive is kjernejournal's own error for a citizen without a record.
	notActive = "KJF-000017"
	// profile is the prefix of the profiles of conditions; criticalInfoType
	// follows.
	profile = "http://nhn.no/kj/fhir/StructureDefinition/KjCondition"
)

type statusRequest struct {
	NIN string `json:"nin"`
}

type statusResponse struct {
	PatientNIN             string `json:"patientNIN"`
	HasCriticalInformation *bool  `json:"hasCriticalInformation"`
	// Consent and restriction are here too. They bind personnel and hide
	// nothing from the citizen, so they are not read.
	PrivacySetting *struct {
		Reserved *bool `json:"hasReservationKjernejournal"`
		Blocked  bool  `json:"isBlocked"`
	} `json:"privacySetting"`
}

// status is the part of a statusResponse that is used.
type status struct {
	open  bool // there is a record that may be read
	empty bool // and nothing critical in it
}

func decodeStatus(r *sources.Response, subject fnr.Number) (status, error) {
	if r.Status == http.StatusNotFound {
		return status{}, decodeNotFound(r)
	}
	var w statusResponse
	if err := sources.DecodeJSON(r.Body, &w); err != nil {
		return status{}, err
	}
	if w.PatientNIN == "" {
		// About nobody: probably an error sent with 200.
		return status{}, sources.Garbled
	}
	if w.PatientNIN != subject.Digits() {
		r.Foreign(1)
		return status{}, sources.Mismatch
	}
	if w.PrivacySetting == nil || w.PrivacySetting.Reserved == nil {
		// An absent setting does not permit reading.
		return status{}, sources.Garbled
	}
	return status{
		open:  !*w.PrivacySetting.Reserved && !w.PrivacySetting.Blocked,
		empty: w.HasCriticalInformation != nil && !*w.HasCriticalInformation,
	}, nil
}

// decodeNotFound is nil when the register says that the citizen has no record;
// any other 404 is a wrong address, which must not look the same.
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

// The systems of FHIR's own codes, today's and those before R4.
var (
	systemsVerification = []string{
		"http://terminology.hl7.org/CodeSystem/allergyintolerance-verification", "http://terminology.hl7.org/CodeSystem/condition-ver-status",
		"http://hl7.org/fhir/allergy-verification-status", "http://hl7.org/fhir/condition-ver-status",
	}
	systemsClinical = []string{
		"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "http://terminology.hl7.org/CodeSystem/condition-clinical",
		"http://hl7.org/fhir/allergy-clinical-status", "http://hl7.org/fhir/condition-clinical",
	}
)

// entry is one resource: AllergyIntolerance and Condition have most elements
// in common.
type entry struct {
	fhir.Resource
	Criticality   string                `json:"criticality"`
	Code          *fhir.CodeableConcept `json:"code"`
	RecordedDate  string                `json:"recordedDate"`
	OnsetDateTime string                `json:"onsetDateTime"`
	OnsetPeriod   struct {
		Start string `json:"start"`
	} `json:"onsetPeriod"`
	Recorder fhir.Reference `json:"recorder"`
	Reaction []struct {
		Substance *fhir.CodeableConcept `json:"substance"`
	} `json:"reaction"` // of an AllergyIntolerance
}

func (e *entry) allergy(id fhir.RecordID) Allergy {
	a := Allergy{ID: id, Onset: e.onset(), RecordedOn: fhir.ParsePartialDate(e.RecordedDate), Recorder: e.recorder()}
	a.Substance, a.Text = coded(e.Code)
	for i := 0; a.Substance == nil && a.Text == nil && i < len(e.Reaction); i++ {
		a.Substance, a.Text = coded(e.Reaction[i].Substance)
	}
	a.Criticality = oneOf(e.Criticality, "low", "high", "unable-to-assess")
	a.VerificationStatus = oneOf(e.VerificationStatus.CodeIn(systemsVerification...), "unconfirmed", "presumed", "confirmed", "refuted")
	a.ClinicalStatus = oneOf(e.ClinicalStatus.CodeIn(systemsClinical...), "active", "inactive", "resolved")
	return a
}

func (e *entry) condition(id fhir.RecordID) CriticalCondition {
	c := CriticalCondition{ID: id, Kind: e.kind(), Onset: e.onset(), RecordedOn: fhir.ParsePartialDate(e.RecordedDate), Recorder: e.recorder()}
	c.Code, c.Text = coded(e.Code)
	c.VerificationStatus = oneOf(e.VerificationStatus.CodeIn(systemsVerification...), "unconfirmed", "provisional", "differential", "confirmed", "refuted")
	c.ClinicalStatus = oneOf(e.ClinicalStatus.CodeIn(systemsClinical...), "active", "recurrence", "relapse", "inactive", "remission", "resolved")
	return c
}

func (e *entry) onset() *fhir.PartialDate {
	return fhir.ParsePartialDate(cmp.Or(e.OnsetDateTime, e.OnsetPeriod.Start))
}

// kind is the criticalInfoType of a condition, the end of its profile.
func (e *entry) kind() *string {
	for _, p := range e.Meta.Profile {
		if criticalInfoType, ok := strings.CutPrefix(p, profile); ok {
			criticalInfoType, _, _ = strings.Cut(criticalInfoType, "|") // the profile's version
			return oneOf(criticalInfoType, "CriticalMedicalCondition", "Infection", "IntubationProblem", "OtherProblemWithAnesthesia", "TransplantsAndOtherForeignBodies")
		}
	}
	return nil
}

// recorder is the author, by name and HPR number, usually in a contained
// PractitionerRole. Identity numbers are never passed on.
func (e *entry) recorder() *fhir.Practitioner {
	by := e.Party(e.Recorder)
	by.Name = cmp.Or(name(by.Display), by.Name)
	return by.Practitioner()
}

// name reads "Etternavn, Fornavn".
func name(display string) *fhir.HumanName {
	if strings.ContainsAny(display, "0123456789") {
		return nil
	}
	family, given, _ := strings.Cut(display, ",")
	return fhir.Named(strings.TrimSpace(given), "", strings.TrimSpace(family))
}

// coded is the most widely used coding, or text when there is none.
func coded(c *fhir.CodeableConcept) (*fhir.Coding, *string) {
	words := c.Words()
	coding := cmp.Or(c.In(fhir.SystemATC, fhir.SystemSNOMED, systemICD10, systemICPC2, fhir.SystemFEST), c.Any())
	switch {
	case coding == nil:
		return fhir.InWords(words), fhir.String(words)
	case coding.Display == nil:
		coding.Display = fhir.String(words)
	}
	return coding, nil
}

// oneOf is the code if known, else nil.
func oneOf(code string, known ...string) *string {
	if slices.Contains(known, code) {
		return &code
	}
	return nil
}
