package frikort

import "helsegraf/sources/fhir"

// ExemptionCard is a calendar year with co-payments, and the card (frikort)
// granted in it if any. No question gives all of it: Year and Ceiling are known
// without asking, Status and ValidUntil are given by [Client.Status], the rest
// by [Client.CoPayments].
type ExemptionCard struct {
	Year       int
	Status     *ExemptionCardStatus // nil when it cannot be asked for
	ValidFrom  *fhir.Date           // the day it was granted
	ValidUntil *fhir.Date           // the last day of the year
	Ceiling    *fhir.Money          // nil of a year that is not configured
	Paid       *fhir.Money          // approved so far
	Remaining  *fhir.Money          // up to the ceiling
	CoPayments []CoPayment          // newest first; nil is unknown
}

// ExemptionCardStatus is whether there is a card.
type ExemptionCardStatus string

// The statuses.
const (
	// None is no card, or one that Helfo may not tell of because the person has
	// reserved against automatic cards.
	None ExemptionCardStatus = "NONE"
	// Active is a card of the year that runs.
	Active ExemptionCardStatus = "ACTIVE"
	// Expired is a card of a year gone by.
	Expired ExemptionCardStatus = "EXPIRED"
)

// CoPayment is one co-payment (egenandel).
type CoPayment struct {
	ID          fhir.RecordID
	Day         string       // of the service, by which the list is ordered; not for showing
	PaidOn      *fhir.Date   // nil while it is unpaid
	Provider    *string      // whom it was paid to
	ServiceType *fhir.Coding // tjenestetypeKode
	Amount      *fhir.Money
	// CountsTowardsCeiling is false of an invoice that is not paid yet.
	CountsTowardsCeiling *bool
}
