package timeavtaler

import (
	"cmp"
	"strings"

	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// systemRole has the types of locations: HOSP a hospital, HU a department of it,
// OF an office, PTRES the patient's home.
const systemRole = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"

type location struct {
	fhir.Resource
	Name    string        `json:"name"`
	Type    fhir.Concepts `json:"type"`
	Address *struct {
		Line       []string `json:"line"`
		PostalCode string   `json:"postalCode"`
		City       string   `json:"city"`
		Text       string   `json:"text"`
	} `json:"address"`
	Telecom []struct {
		System string `json:"system"`
		Value  string `json:"value"`
	} `json:"telecom"`
	ManagingOrganization fhir.Reference `json:"managingOrganization"`
}

// Void is never true: a place may be closed and still have had appointments.
func (*location) Void() bool { return false }

// places are where an appointment is.
type places struct {
	place, department *fhir.Organization
	home              bool // at the patient's, whose address is not the appointment's to tell
}

func (r *appointments) places(a *appointment) (at places) {
	for _, p := range a.Participant {
		l, ok := r.locations.Find(&a.Resource, p.Actor)
		if !ok {
			continue
		}
		is := fhir.In(l.Type, systemRole)
		switch {
		case is.Is("PTRES"):
			at.home = true
		case is.Is("HU"):
			at.department = cmp.Or(at.department, l.model())
		default:
			at.place = cmp.Or(at.place, l.model())
		}
	}
	if at.place == nil {
		at.place, at.department = at.department, nil
	}
	if at.place != nil && at.place.Address == nil && at.department != nil {
		at.place.Address = at.department.Address
	}
	return at
}

// model is the place with the number and phone of the organization that manages
// it.
func (l *location) model() *fhir.Organization {
	o := fhir.Organization{Name: fhir.String(l.Name)}
	if by := l.Party(l.ManagingOrganization).Office(); by != nil {
		o.OrganizationNumber, o.Phone, o.Name = by.OrganizationNumber, by.Phone, cmp.Or(o.Name, by.Name)
	}
	for _, t := range l.Telecom {
		if t.System == "phone" && t.Value != "" {
			o.Phone = fhir.String(t.Value)
			break
		}
	}
	if w := l.Address; w != nil {
		one := fhir.Address{Lines: w.Line, PostalCode: fhir.String(w.PostalCode), City: fhir.String(w.City)}
		if len(w.Line) == 0 && w.Text != "" {
			one.Lines = strings.Split(w.Text, "\n")
		}
		o.Address = &one
	}
	return &o
}

// systemFlag has the actions a citizen may be allowed.
const systemFlag = "http://helsenorge.no/fhir/CodeSystem/hn-appointment-flag-code-cs"

// actionOf are the actions of the flags' codes. canHaveAppointmentDetails is not
// one: it says that there is more to read.
var actionOf = map[string]AppointmentAction{
	"cancel":                     "CANCEL",
	"cancelWithComment":          "CANCEL_WITH_COMMENT",
	"canAcknowledge":             "CONFIRM",
	"canChangeAppointment":       "CHANGE",
	"canChangeAppointmentDialog": "REQUEST_CHANGE",
	"canInitiateDialog":          "SEND_MESSAGE",
	"canCancelServiceRequest":    "END_REFERRAL",
	"canUseShortNotice":          "OFFER_SHORT_NOTICE",
	"canChangeConferenceType":    "REQUEST_OTHER_FORM",
}

type flag struct {
	fhir.Resource
	Code *fhir.CodeableConcept `json:"code"`
}

// of reports whether the flag is active and about the person, or about nobody by
// number.
func (f *flag) of(n fnr.Number) bool {
	return f.Status == "active" && (f.Subject.Identifier.Value == "" || f.Subject.About(n))
}

func (f *flag) actions() (out []AppointmentAction) {
	if f.Code == nil {
		return nil
	}
	for _, c := range f.Code.Coding {
		if action, known := actionOf[c.Code]; known && c.System == systemFlag {
			out = append(out, action)
		}
	}
	return out
}

// letter is the summons.
type letter struct {
	fhir.Resource
	Description string                `json:"description"`
	Type        *fhir.CodeableConcept `json:"type"`
	Date        string                `json:"date"`
	Content     []struct {
		Attachment struct {
			Title    string `json:"title"`
			Creation string `json:"creation"`
		} `json:"attachment"`
	} `json:"content"`
}

func (l *letter) model() *AppointmentLetter {
	title, sent := l.Description, l.Date
	for _, c := range l.Content {
		title, sent = cmp.Or(title, c.Attachment.Title), cmp.Or(sent, c.Attachment.Creation)
	}
	return &AppointmentLetter{Title: fhir.String(cmp.Or(title, l.Type.Words())), SentAt: fhir.ParseInstant(sent)}
}
