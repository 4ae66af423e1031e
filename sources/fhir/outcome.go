package fhir

import (
	"slices"
	"strings"
)

// OperationOutcome is how FHIR registers say how something went. Only codes are
// read: the texts may hold the question.
type OperationOutcome struct {
	ResourceType string  `json:"resourceType"`
	Issue        []Issue `json:"issue"`
}

// Issue is one thing it says.
type Issue struct {
	Severity string           `json:"severity"`
	Code     string           `json:"code"`
	Details  *CodeableConcept `json:"details"`
}

// Has reports whether one of the issues is this code: FHIR's, or the register's
// own in its details.
func (o OperationOutcome) Has(code string) bool {
	if o.ResourceType != "OperationOutcome" {
		return false
	}
	for _, issue := range o.Issue {
		if issue.Code == code {
			return true
		}
		if d := issue.Details; d != nil && slices.ContainsFunc(d.Coding, func(w CodingWire) bool { return w.Code == code }) {
			return true
		}
	}
	return false
}

// Loses reports whether records may be missing because of what is said.
func (o OperationOutcome) Loses() bool { return slices.ContainsFunc(o.Issue, Issue.loses) }

// Failed reports that the search itself failed.
func (i Issue) Failed() bool {
	return strings.EqualFold(i.Severity, "error") || strings.EqualFold(i.Severity, "fatal")
}

// loses reports whether records may be missing because of the issue. Remarks
// and other warnings cost nothing.
func (i Issue) loses() bool {
	switch strings.ToLower(i.Severity) {
	case "information":
		return false
	case "warning":
		return i.Code == "incomplete"
	}
	return true
}

// hear takes in what the register says of the search. One that cannot be read
// may say anything.
func (s *Searchset) hear(part Part) {
	var o OperationOutcome
	if part.Decode(&o) != nil {
		s.tally.faults++
		return
	}
	s.issues = append(s.issues, o.Issue...)
}

// SaysIn reports whether the register says something of the search in one of
// the code systems.
func (s *Searchset) SaysIn(systems ...string) bool {
	return slices.ContainsFunc(s.issues, func(i Issue) bool { return i.Details.In(systems...) != nil })
}

// Dismiss forgets what the register says by a code of FHIR's.
func (s *Searchset) Dismiss(code string) {
	s.issues = slices.DeleteFunc(s.issues, func(i Issue) bool { return i.Code == code })
}

// Failure is why the search failed, when the register says that it did.
func (s *Searchset) Failure() (Issue, bool) {
	i := slices.IndexFunc(s.issues, Issue.Failed)
	if i < 0 {
		return Issue{}, false
	}
	return s.issues[i], true
}
