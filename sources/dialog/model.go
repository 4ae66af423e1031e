package dialog

import (
	"time"

	"helsegraf/sources/fhir"
)

// DigitalService is a service that an office may offer digitally.
type DigitalService string

// The services.
const (
	Book          DigitalService = "BOOK"
	Renew         DigitalService = "RENEW"
	EConsultation DigitalService = "E_CONSULTATION"
	Contact       DigitalService = "CONTACT"
)

// offer is what an office offers; empty when that is nothing.
type offer []DigitalService

// absences are the times an office is closed, by their first days.
type absences []absence

// absence is a time with its first and last day.
type absence struct{ from, until fhir.Date }

// closedUntil is the last day that an office closed today is closed; nil when it
// is open. Absences that follow each other are one.
func (a absences) closedUntil(today time.Time) *fhir.Date {
	next := fhir.DateOf(today) // the first day on which it may be open
	for _, one := range a {
		if one.from <= next && one.until >= next {
			next = fhir.DateOf(one.until.In(today.Location()).AddDate(0, 0, 1))
		}
	}
	if next == fhir.DateOf(today) {
		return nil
	}
	last := fhir.DateOf(next.In(today.Location()).AddDate(0, 0, -1))
	return &last
}
