package henvisninger

import "helsegraf/sources/fhir"

// Referral is a referral to specialist care (henvisning). Fields the register left
// out are nil.
type Referral struct {
	// ID has the referral's UUID as its key, by which appointments refer to it.
	ID           fhir.RecordID
	Status       *ReferralStatus
	StatusReason *fhir.Coding // the hospital's reply, code list 9148
	Priority     *ReferralPriority
	Indication   *string // why, in words
	Treatment    *fhir.Coding
	Note         *string

	IssuedOn           *fhir.Date
	ReceivedOn         *fhir.Date
	AssessedOn         *fhir.Date
	WaitingSince       *fhir.Date // first received in specialist care (ansiennitetsdato)
	AssessmentDeadline *fhir.Date
	TreatmentDeadline  *fhir.Date // only with a right to treatment

	ReferredBy      *fhir.Practitioner
	ReferringOffice *fhir.Organization
	ReferredTo      *fhir.Organization
}

// ReferralStatus is how far a referral has come.
type ReferralStatus string

// The life cycle. A referral that was forwarded or rejected goes no further at the
// hospital that holds it.
const (
	Received  ReferralStatus = "RECEIVED"
	Assessed  ReferralStatus = "ASSESSED"
	Scheduled ReferralStatus = "SCHEDULED"
	Forwarded ReferralStatus = "FORWARDED"
	Rejected  ReferralStatus = "REJECTED"
	Completed ReferralStatus = "COMPLETED"
)

// ReferralPriority is FHIR's priority, in capitals: the profile permits three of its
// four.
type ReferralPriority string
