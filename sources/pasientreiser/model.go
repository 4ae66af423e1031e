package pasientreiser

import (
	"time"

	"helsegraf/sources/fhir"
)

// TravelClaim is a claim for travel expenses (reiseregning). Fields the register left
// out are nil.
type TravelClaim struct {
	ID               fhir.RecordID
	Status           *TravelClaimStatus
	CreatedAt        *time.Time
	SubmittedAt      *time.Time // nil for a draft
	Journeys         []TravelJourney
	DocumentsMissing []string // in words
	// What follows is the decision's, and nil before there is one.
	DecidedOn      *fhir.Date
	Amount         *fhir.Money // paid
	CoPayment      *fhir.Money // deducted
	DecisionReason *string
	AppealUntil    *fhir.Date // nil when it cannot be appealed
}

// TravelClaimStatus is how far a claim has come.
type TravelClaimStatus string

// The life cycle.
const (
	Draft            TravelClaimStatus = "DRAFT"
	Submitted        TravelClaimStatus = "SUBMITTED"
	InProgress       TravelClaimStatus = "IN_PROGRESS"
	DocumentsMissing TravelClaimStatus = "DOCUMENTS_MISSING"
	Granted          TravelClaimStatus = "GRANTED"
	PartlyGranted    TravelClaimStatus = "PARTLY_GRANTED"
	Declined         TravelClaimStatus = "DECLINED"
	Paid             TravelClaimStatus = "PAID"
)

// TravelJourney is a journey of a claim.
type TravelJourney struct {
	TreatedOn  *fhir.Date
	TreatedAt  *string
	From       *string       // postal code and place
	Kilometres *fhir.Decimal // one way
	RoundTrip  *bool
	Companion  *bool
	Expenses   []TravelExpense
}

// TravelExpense is an expense of a journey (tillegg).
type TravelExpense struct {
	Kind       *TravelExpenseKind
	Amount     *fhir.Money
	Documented *bool
}

// TravelExpenseKind is what an expense is for.
type TravelExpenseKind string

// The kinds.
const (
	Parking TravelExpenseKind = "PARKING"
	Toll    TravelExpenseKind = "TOLL"
	Ferry   TravelExpenseKind = "FERRY"
	Lodging TravelExpenseKind = "LODGING"
	Meals   TravelExpenseKind = "MEALS"
	Other   TravelExpenseKind = "OTHER"
)

// OrderedTrip is transport that has been ordered for the person.
type OrderedTrip struct {
	ID       fhir.RecordID
	Status   *OrderedTripStatus
	PickUpAt *time.Time
	From, To *string
}

// OrderedTripStatus is how an order stands.
type OrderedTripStatus string

// The statuses.
const (
	TripSubmitted  OrderedTripStatus = "SUBMITTED"
	TripInProgress OrderedTripStatus = "IN_PROGRESS"
	TripApproved   OrderedTripStatus = "APPROVED"
	TripDeclined   OrderedTripStatus = "DECLINED"
)
