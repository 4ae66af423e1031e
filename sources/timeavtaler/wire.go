package timeavtaler

import (
	"cmp"
	"slices"
	"strings"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

// Extension URLs. The invariants of the profile write the first otherwise than the
// national profile that defines it.
const (
	extVirtual   = "http://hl7.no/fhir/StructureDefinition/no-basis-virtual-service"
	extVirtualHN = "http://helsenorge.no/fhir/StructureDefinition/hn-basis-virtual-service"
)

// enteredInError is the status of an appointment that never was.
const enteredInError = "entered-in-error"

type appointment struct {
	fhir.Resource
	Extension             []extension           `json:"extension"`
	Identifier            []fhir.Identifier     `json:"identifier"`
	CancelationReason     *fhir.CodeableConcept `json:"cancelationReason"`
	ServiceCategory       fhir.Concepts         `json:"serviceCategory"`
	AppointmentType       fhir.Concepts         `json:"appointmentType"`
	BasedOn               []fhir.Reference      `json:"basedOn"`
	Description           string                `json:"description"`
	PatientInstruction    string                `json:"patientInstruction"`
	SupportingInformation []fhir.Reference      `json:"supportingInformation"`
	Start                 string                `json:"start"`
	End                   string                `json:"end"`
	RequestedPeriod       []period              `json:"requestedPeriod"`
	Participant           []struct {
		Actor fhir.Reference `json:"actor"`
	} `json:"participant"`
}

type period struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

// extension is one of an appointment's, with the values that a virtual service
// has.
type extension struct {
	URL          string           `json:"url"`
	Extension    []extension      `json:"extension"`
	ValueCoding  *fhir.CodingWire `json:"valueCoding"`
	ValueURL     string           `json:"valueUrl"`
	ValueString  string           `json:"valueString"`
	ContactPoint *struct {
		System string `json:"system"`
		Value  string `json:"value"`
	} `json:"valueContactPoint"`
}

// Void is never true: an appointment that was cancelled is shown, and one entered
// in error must outrank earlier messages about it.
func (*appointment) Void() bool { return false }

// whose is whom the participating patients are. Others are ignored: a child may
// come with a parent.
func whose(s *fhir.Searchset, a *appointment) fhir.Owner {
	var patients []fhir.Reference
	for _, p := range a.Participant {
		if is := p.Actor.Type; is != "" && !strings.HasSuffix(is, "Patient") {
			continue
		}
		if s.Whose(&a.Resource, p.Actor) != 0 {
			patients = append(patients, p.Actor)
		}
	}
	return s.Whose(&a.Resource, patients...)
}

// identity is the business identifier, or the id of a record without one.
func (a *appointment) identity() fhir.Identifier {
	if i := slices.IndexFunc(a.Identifier, func(i fhir.Identifier) bool { return i.Value != "" }); i >= 0 {
		return a.Identifier[i]
	}
	return fhir.Identifier{Value: a.ID}
}

// key identifies the appointment in all messages about it; "" if nothing does.
func (a *appointment) key() string {
	i := a.identity()
	if i.System == "" {
		return i.Value
	}
	return i.System + "|" + i.Value
}

// request is a referral as an appointment may contain it.
type request struct {
	fhir.Resource
	Identifier []fhir.Identifier `json:"identifier"`
}

// uuid is the UUID in an identifier or a reference, however it is written.
func uuid(s string) string { return strings.TrimPrefix(strings.ToLower(s), "urn:uuid:") }

// referrals are the UUIDs of the referrals that an appointment is based on. A
// referral's id is its UUID where it is not named by its identifier.
func (r *appointments) referrals(a *appointment) (all []string) {
	for _, ref := range a.BasedOn {
		if ref.Type != "" && !strings.HasSuffix(ref.Type, "ServiceRequest") {
			continue
		}
		id := cmp.Or(ref.Identifier.Value, ref.ID("ServiceRequest"))
		if inside, ok := r.requests.Find(&a.Resource, ref); ok && len(inside.Identifier) > 0 {
			id = cmp.Or(inside.Identifier[0].Value, id)
		} else if strings.HasPrefix(strings.ToLower(ref.Reference), "urn:uuid:") {
			id = cmp.Or(id, ref.Reference)
		}
		if id != "" {
			all = append(all, uuid(id))
		}
	}
	return all
}

// appointments collects a response.
type appointments struct {
	all       *fhir.Records[*appointment]
	locations *fhir.Records[*location]
	flags     *fhir.Records[*flag]
	letters   *fhir.Records[*letter]
	requests  *fhir.Records[*request]
}

// shown are the appointments that may be shown, each as last updated.
func (r *appointments) shown(g policy.Grant) ([]Appointment, error) {
	slices.SortFunc(r.all.Standing, func(a, b *appointment) int {
		return cmp.Or(fhir.Began(b.Meta.LastUpdated).Compare(fhir.Began(a.Meta.LastUpdated)), strings.Compare(a.ID, b.ID))
	})
	latest := fhir.Once(r.all.Standing, (*appointment).key, func(a *appointment) bool { return nhn.Shown(&a.Resource, g) })
	out := make([]Appointment, 0, len(latest))
	for _, a := range latest {
		if a.Status == enteredInError {
			continue
		}
		if a.key() == "" { // cannot be told from others
			return nil, sources.Garbled
		}
		out = append(out, r.model(a, g))
	}
	slices.SortFunc(out, func(a, b Appointment) int { return a.compare(&b) })
	return out, nil
}

func (r *appointments) model(a *appointment, g policy.Grant) Appointment {
	subject, _ := g.Subject(policy.Appointment)
	one := Appointment{
		ID: fhir.RecordID{Subject: subject, Key: a.key()}, Grant: g, identifier: a.identity().Value,
		Status: status(a.Status), Category: fhir.In(a.ServiceCategory, systemCategory, systemArea), Contact: fhir.In(a.AppointmentType, systemContact),
		Start: fhir.ParseInstant(a.Start), End: fhir.ParseInstant(a.End), Window: window(a.RequestedPeriod),
		Description: fhir.String(a.Description), Instructions: fhir.String(a.PatientInstruction),
		CancellationReason: a.CancelationReason.Said(systemReason, systemReasonOlder, systemReasonCommunity), UpdatedAt: fhir.ParseInstant(a.Meta.LastUpdated),
	}
	if one.Category == nil && len(a.ServiceCategory) > 0 {
		one.Category = a.ServiceCategory[0].Said()
	}
	one.referrals = r.referrals(a)
	channel := one.virtual(a.Extension)
	at := r.places(a)
	one.Place, one.Department = at.place, at.department
	one.Kind = kind(a, channel, at.home)
	for _, p := range a.Participant {
		if is := p.Actor.Type; is == "" || strings.HasPrefix(is, "Practitioner") {
			if by := a.Party(p.Actor); strings.HasPrefix(by.Type, "Practitioner") {
				one.Practitioner = cmp.Or(one.Practitioner, by.Practitioner())
			}
		}
	}
	for _, ref := range a.SupportingInformation {
		if f, ok := r.flags.Find(&a.Resource, ref); ok && f.of(subject) {
			one.actions = append(one.actions, f.actions()...)
		}
		if l, ok := r.letters.Find(&a.Resource, ref); ok && one.Letter == nil {
			one.Letter = l.model()
		}
	}
	slices.Sort(one.actions)
	one.actions = slices.Compact(one.actions)
	return one
}

// virtual reads the address of a meeting by video or phone, and returns its
// channel.
func (a *Appointment) virtual(all []extension) (channel string) {
	for _, e := range all {
		if e.URL != extVirtual && e.URL != extVirtualHN {
			continue
		}
		channel = "url"
		for _, part := range e.Extension {
			switch {
			case part.URL == "channelType" && part.ValueCoding != nil:
				channel = part.ValueCoding.Code
			case part.URL == "virtualAddress" && part.ContactPoint != nil && part.ContactPoint.System == "url":
				a.VideoURL = fhir.WebAddress(part.ContactPoint.Value)
			case part.URL == "virtualAddress" && part.ContactPoint != nil:
				a.Phone = fhir.String(part.ContactPoint.Value)
			case part.URL == "virtualAddress":
				a.VideoURL = fhir.WebAddress(cmp.Or(part.ValueURL, part.ValueString))
			}
		}
	}
	return channel
}

// window is the first period that has both ends; the profile has one at most.
func window(all []period) *AppointmentWindow {
	for _, p := range all {
		if start, end := fhir.ParseInstant(p.Start), fhir.ParseInstant(p.End); start != nil && end != nil {
			return &AppointmentWindow{*start, *end}
		}
	}
	return nil
}

// status is nil for one that the profile does not have.
func status(code string) *AppointmentStatus {
	var s AppointmentStatus
	switch code {
	case "proposed":
		s = Proposed
	case "booked":
		s = Booked
	case "fulfilled":
		s = Fulfilled
	case "cancelled":
		s = Cancelled
	case "noshow":
		s = NoShow
	default:
		return nil
	}
	return &s
}
