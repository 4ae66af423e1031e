package henvisninger

import (
	"cmp"
	"slices"
	"strings"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
)

// The profile's extensions.
const (
	extension             = "http://helsenorge.no/fhir/StructureDefinition/"
	extReceived           = extension + "no-mottatt-dato"
	extAssessed           = extension + "no-vurdert-dato"
	extWaitingSince       = extension + "no-ansiennitets-dato"
	extAssessmentDeadline = extension + "no-frist-for-vurdering"
	extTreatmentDeadline  = extension + "no-frist-for-helsehjelp"
	extStatusReason       = extension + "servicerequest-statusReason"
)

// systemReply is the list of replies to a referral (svar på henvisning), and these
// are its codes.
const (
	systemReply    = fhir.VolvenOID + "9148"
	replyCalledIn  = "1"  // innkalles
	replyEntitled  = "2"  // rett til helsehjelp, tidspunkt kommer
	replyForwarded = "3"  // videresendt
	replyRejected  = "4"  // avvist
	replyAdvice    = "11" // råd til henviser
)

type serviceRequest struct {
	fhir.Resource
	Identifier []fhir.Identifier     `json:"identifier"`
	Priority   string                `json:"priority"`
	Code       *fhir.CodeableConcept `json:"code"`
	ReasonCode fhir.Concepts         `json:"reasonCode"`
	AuthoredOn string                `json:"authoredOn"`
	Requester  fhir.Reference        `json:"requester"`
	Performer  []fhir.Reference      `json:"performer"`
	Note       []struct {
		Text string `json:"text"`
	} `json:"note"`
	Extension fhir.Extensions `json:"extension"`
}

// Void reports whether the record was withdrawn; one that was rejected stands, and
// its status may be revoked.
func (r *serviceRequest) Void() bool {
	return r.Resource.Void() && (r.Status != "revoked" || r.reply() != replyRejected)
}

// reply is the hospital's reply by code list 9148; "" before there is one.
func (r *serviceRequest) reply() string {
	return r.Extension.At(extStatusReason).ValueCodeableConcept.CodeIn(systemReply)
}

// referrals are the referrals that may be shown. Updates with ids of their own have
// the referral's identifier, and the last one is the referral.
func referrals(standing []*serviceRequest, g policy.Grant, subject fnr.Number) ([]Referral, error) {
	slices.SortFunc(standing, func(a, b *serviceRequest) int {
		return cmp.Or(fhir.Began(b.Meta.LastUpdated).Compare(fhir.Began(a.Meta.LastUpdated)), strings.Compare(a.ID, b.ID))
	})
	shown := fhir.Once(standing, (*serviceRequest).key, func(r *serviceRequest) bool { return nhn.Shown(&r.Resource, g) })
	out := make([]Referral, 0, len(shown))
	for _, r := range shown {
		if r.key() == "" { // it could not be told from others
			return nil, sources.Garbled
		}
		one, err := r.referral(fhir.RecordID{Subject: subject, Key: r.key()})
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b Referral) int {
		return cmp.Or(cmp.Compare(fhir.Known(b.ReceivedOn), fhir.Known(a.ReceivedOn)), strings.Compare(a.ID.Key, b.ID.Key))
	})
	return out, nil
}

// key is the referral's UUID, however it is written; else the resource's id.
func (r *serviceRequest) key() string {
	for _, i := range r.Identifier {
		if i.Value != "" {
			return strings.TrimPrefix(strings.ToLower(i.Value), "urn:uuid:")
		}
	}
	return r.ID
}

// referral is Garbled for a status unknown to FHIR: the referral may have been
// withdrawn.
func (r *serviceRequest) referral(id fhir.RecordID) (Referral, error) {
	switch r.Status {
	case "active", "on-hold", "completed", "revoked", "draft", "unknown":
	default:
		return Referral{}, sources.Garbled
	}
	one := Referral{
		ID: id, StatusReason: r.Extension.At(extStatusReason).ValueCodeableConcept.Said(systemReply), Priority: priority(r.Priority),
		Indication: fhir.String(r.ReasonCode.Words()), Treatment: r.Code.Said(fhir.SystemSNOMED), IssuedOn: fhir.ParseDate(r.AuthoredOn),
		ReceivedOn: r.Extension.At(extReceived).Day(), AssessedOn: r.Extension.At(extAssessed).Day(), WaitingSince: r.Extension.At(extWaitingSince).Day(),
		AssessmentDeadline: r.Extension.At(extAssessmentDeadline).Day(), TreatmentDeadline: r.Extension.At(extTreatmentDeadline).Day(),
	}
	one.Status = r.status(one)
	by := r.Party(r.Requester)
	one.ReferredBy, one.ReferringOffice = by.Practitioner(), by.Office()
	for _, ref := range r.Performer {
		one.ReferredTo = cmp.Or(one.ReferredTo, r.Party(ref).Office())
	}
	for _, n := range r.Note {
		one.Note = cmp.Or(one.Note, fhir.String(n.Text))
	}
	return one, nil
}

// status is how far the referral has come: by the reply, then by the dates; nil when
// neither tells.
func (r *serviceRequest) status(one Referral) *ReferralStatus {
	s, reply := Received, r.reply()
	switch {
	case reply == replyRejected:
		s = Rejected
	case reply == replyForwarded:
		s = Forwarded
	case r.Status == "completed":
		s = Completed
	case reply == replyCalledIn:
		s = Scheduled
	case reply == replyEntitled, reply == replyAdvice, one.AssessedOn != nil:
		s = Assessed
	case one.ReceivedOn == nil:
		return nil
	}
	return &s
}

// priority is nil for one the profile does not permit.
func priority(code string) *ReferralPriority {
	switch code {
	case "routine", "urgent", "stat":
		p := ReferralPriority(strings.ToUpper(code))
		return &p
	}
	return nil
}
