package fhir

import (
	"slices"
	"strings"
)

// OperationOutcome is how FHIR registers report the outcome of an operation.
// Only codes are read: the texts may repeat the request.
type OperationOutcome struct {
	ResourceType string  `json:"resourceType"`
	Issue        []Issue `json:"issue"`
}

// Issue is one issue of an OperationOutcome.
type Issue struct {
	Severity string           `json:"severity"`
	Code     string           `json:"code"`
	Details  *CodeableConcept `json:"details"`
}

// Has reports whether an issue has this code: FHIR's, or the register's own in
// its details.
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

// Loses reports whether records may be missing because of an issue.
func (o OperationOutcome) Loses() bool { return slices.ContainsFunc(o.Issue, Issue.loses) }

// Failed reports whether the search itself failed.
func (i Issue) Failed() bool {
	return strings.EqualFold(i.Severity, "error") || strings.EqualFold(i.Severity, "fatal")
}

// loses reports whether records may be missing because of the issue.
// Information and other warnings lose nothing.
func (i Issue) loses() bool {
	switch strings.ToLower(i.Severity) {
	case "information":
		return false
	case "warning":
		return i.Code == "incomplete"
	}
	return true
}

// addIssues adds the issues of an OperationOutcome in the response. An
// unreadable one may mean anything.
func (s *Searchset) addIssues(part Part) {
	var o OperationOutcome
	if part.Decode(&o) != nil {
		s.tally.faults++
		return
	}
	s.issues = append(s.issues, o.Issue...)
}

// SaysIn reports whether an issue of the search has a code in one of the
// systems.
func (s *Searchset) SaysIn(systems ...string) bool {
	return slices.ContainsFunc(s.issues, func(i Issue) bool { return i.Details.In(systems...) != nil })
}

// Dismiss removes the issues with this FHIR code.
func (s *Searchset) Dismiss(code string) {
	s.issues = slices.DeleteFunc(s.issues, func(i Issue) bool { return i.Code == code })
}

// Failure is the issue that made the search fail, if the register says it did.
func (s *Searchset) Failure() (Issue, bool) {
	i := slices.IndexFunc(s.issues, Issue.Failed)
	if i < 0 {
		return Issue{}, false
	}
	return s.issues[i], true
}
