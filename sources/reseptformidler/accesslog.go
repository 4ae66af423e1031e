package reseptformidler

import (
	"context"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

// AccessLog is who has looked at the subject's prescriptions, latest first. A look at a
// prescription that the holder of g may not see is left out, as the prescription is;
// the subject sees looks at locked ones, since they know that they have some.
func (c *Client) AccessLog(ctx context.Context, g policy.Grant) ([]nhn.RecordAccess, error) {
	s := nhn.Search{Path: "/AuditEvent/_search", Count: 100, Pages: maxPages}
	return nhn.Accesses(ctx, c.register, g, policy.Medication, s, func(l *nhn.Look) bool {
		for _, e := range l.Entity {
			if !shownEntity(g, e) {
				return false
			}
		}
		return true
	})
}

// shownEntity reports whether the holder may know of what was looked at, by the marks
// that the log repeats from the prescription.
func shownEntity(g policy.Grant, e fhir.AuditEntity) bool {
	labels := fhir.AccessLabels(e.SecurityLabel)
	return (g.Self() || !e.Extension.Marked(extResept, "lockedresept")) &&
		(g.ShowsReservedPrescription() || !e.Extension.Marked(extResept, "guardiantransparencyreservation")) &&
		(len(labels) == 0 || g.Shows(labels...))
}
