package flo

import "helsegraf/sources/fhir"

// GeneralPractitionerChange is how a person stands in the scheme of regular GPs.
type GeneralPractitionerChange struct {
	ChangesUsed *int  // of this calendar year's; those that do not count are left out
	ChangesLeft *int  // this calendar year, with the extra one
	ExtraChange *bool // one more is given: the person moved, or the GP left
	Pending     *PendingGeneralPractitionerChange
	WaitingList *WaitingListPlace
}

// PendingGeneralPractitionerChange is a change that has not taken effect.
type PendingGeneralPractitionerChange struct {
	Practitioner  *fhir.Practitioner // nil for a list without a doctor
	Office        *fhir.Organization
	EffectiveOn   *fhir.Date // the first of a month
	UndoableUntil *fhir.Date // the last day
}

// WaitingListPlace is a place on the waiting list (venteliste) for a GP's list.
type WaitingListPlace struct {
	Practitioner *fhir.Practitioner // nil for a list without a doctor
	Office       *fhir.Organization
	Position     *int // counted from 1
	Total        *int // people on the waiting list
}
