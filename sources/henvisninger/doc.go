// Package henvisninger reads referrals to specialist care (henvisninger), as FHIR R4
// with Helsenorge's profile hn-basis-serviceRequest 1.3.2.
//
// There is one search about one citizen: POST ServiceRequest/_search. The profile is
// published, and hospitals push such resources to Helsenorge; the search is assumed,
// since no reading of referrals is public. Access is by DPoP-bound HelseID token, with
// [Audience] and [Scope].
//
// A referral is identified across systems by its identifier, a UUID, and not by the
// resource's id. Its dates are extensions: received (mottatt), assessed (vurdert),
// what the waiting is counted from (ansiennitet), and the deadlines for assessment and
// for treatment. The hospital's reply, code list 9148, is in the extension
// servicerequest-statusReason; R4's own status says only whether the referral is
// active or completed. The life cycle shown is derived from these.
//
// Nothing is written: a referral is not the citizen's to change.
package henvisninger
