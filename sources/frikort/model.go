package frikort

import "helsegraf/sources/fhir"

// ExemptionCard is a calendar year with co-payments, and the card (frikort)
// granted in it if any. No single call gives all of it: Year and Ceiling are
// known without a call, Status and ValidUntil come from [Client.Status], the
// rest from [Client.CoPayments].
type ExemptionCard struct {
	Year       int
	Status     *ExemptionCardStatus // nil when Helfo does not have it
	ValidFrom  *fhir.Date           // the day it was granted
	ValidUntil *fhir.Date           // the last day of the year
	Ceiling    *fhir.Money          // nil for a year that is not configured
	Paid       *fhir.Money          // approved so far
	Remaining  *fhir.Money          // up to the ceiling
	CoPayments []CoPayment          // newest first; nil is unknown
}

// ExemptionCardStatus is whether there is a card.
type ExemptionCardStatus string

// The statuses.
const (
	// None is no card, or one that Helfo may not reveal because the person has
	// reserved against automatic cards.
	None ExemptionCardStatus = "NONE"
	// Active is a card for the current year.
	Active ExemptionCardStatus = "ACTIVE"
	// Expired is a card for a past year.
	Expired ExemptionCardStatus = "EXPIRED"
)

// CoPayment is one co-payment (egenandel).
type CoPayment struct {
	ID          fhir.RecordID
	Day         string       // of the service, for ordering; not shown
	PaidOn      *fhir.Date   // nil while it is unpaid
	Provider    *string      // whom it was paid to
	ServiceType *fhir.Coding // tjenestetypeKode
	Amount      *fhir.Money
	// CountsTowardsCeiling is false for an unpaid invoice.
	CountsTowardsCeiling *bool
}
