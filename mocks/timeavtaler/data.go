package timeavtaler

import (
	"time"

	"helsegraf/mocks/henvisninger"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

// calendar is a person's appointments while they are made.
type calendar struct {
	w   *world.World
	all []nhn.Resource
	ids func() string
	// referrals are the ids of those that appointments are based on.
	referrals []string
}

// appointments are the same each time. Line has a week with one of most kinds, berit home
// visits, dan, dina and yngve some at school and at the youth clinic; nils has none.
func appointments(w *world.World, p *world.Person) []nhn.Resource {
	r := w.Dice("timeavtaler", p.Number)
	c := &calendar{w: w, ids: func() string { return world.GUID(r) }, referrals: henvisninger.Booked(w, p)}
	switch p.Key {
	case "nils":
	case "line":
		c.hospital(outpatient(3, 9, 30), allFlags)
		c.hospital(visit{days: 16, hour: 13, minutes: 30, contact: "6", video: true, instructions: "Du får lenke til videorommet her. Test kamera og lyd før timen."}, []string{"canInitiateDialog"})
		c.hospital(visit{days: 30, hour: 8, minute: 15, minutes: 15, contact: "7", phone: true, instructions: "Vi ringer deg."}, nil)
		c.hospital(visit{days: 44, hour: 11, minutes: 20, radiology: true, instructions: "Møt fastende."}, []string{"cancel"})
		c.hospital(visit{days: -40, hour: 10, minutes: 30, status: "fulfilled", contact: "1", referral: 1}, nil)
		c.hospital(visit{days: -120, hour: 14, minutes: 30, status: "noshow", contact: "3", referral: 1}, nil)
	case "berit":
		c.home(1, 9, 11, "proposed")
		c.home(2, 9, 11, "cancelled")
		c.home(3, 18, 20, "proposed")
		c.hospital(outpatient(9, 12, 0), []string{"canAcknowledge"})
		c.hospital(visit{days: -9, hour: 12, minutes: 45, status: "cancelled", contact: "3"}, nil)
		c.hospital(visit{days: -60, hour: 12, minutes: 45, status: "fulfilled", contact: "2"}, nil)
	case "dan":
		c.municipal(8, 10, "4", "Ordinær", "", []string{"cancelWithComment"})
		c.municipal(-200, 10, "10", "Vaksine", "", nil)
	case "dina", "yngve":
		c.municipal(5, 14, "6", "Konsultasjon", "NORN_FORANS", []string{"cancel"})
		c.municipal(12, 9, "4", "Ordinær", "N", nil)
	default:
		c.some(1+r.IntN(3), r.IntN)
	}
	return c.all
}

// some adds a number of ordinary appointments, of which the first is to come.
func (c *calendar) some(n int, dice func(int) int) {
	for i := range n {
		days, hour := dice(200)-120, 8+dice(7)
		if i == 0 {
			days = 1 + dice(60)
		}
		status := "booked"
		if days < 0 {
			status = "fulfilled"
		}
		switch dice(3) {
		case 0:
			c.municipal(days, hour, "10", "Vaksine", "", nil)
		default:
			v := outpatient(days, hour, 15*dice(4))
			v.status, v.referral = status, i
			c.hospital(v, nil)
		}
	}
}

// allFlags are four, the most an appointment has.
var allFlags = []string{"cancelWithComment", "canAcknowledge", "canChangeAppointmentDialog", "canInitiateDialog"}

// visit is an appointment with a hospital.
type visit struct {
	days, hour, minute, minutes int // from today, at which time, and for how long
	status, contact             string
	video, phone, radiology     bool
	instructions                string
	referral                    int // which of the person's referrals it is based on
}

// outpatient is a booked check-up.
func outpatient(days, hour, minute int) visit {
	return visit{days: days, hour: hour, minute: minute, minutes: 30, contact: "3", instructions: "Ta med liste over medisinene dine.\nMøt i resepsjonen, plan 2."}
}

// at is a time on a day counted from today.
func (c *calendar) at(days, hour, minute int) time.Time {
	t := c.w.Today()
	return time.Date(t.Year(), t.Month(), t.Day()+days, hour, minute, 0, 0, c.w.Zone())
}

func stamp(t time.Time) string { return t.Format(time.RFC3339) }

const (
	roleCode  = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
	resh      = "urn:oid:2.16.578.1.12.4.1.4.102"
	orgNumber = "urn:oid:2.16.578.1.12.4.1.4.101"
	volven    = "urn:oid:2.16.578.1.12.4.1.1."
	flagCodes = "http://helsenorge.no/fhir/CodeSystem/hn-appointment-flag-code-cs"
)

func ref(id string) nhn.Resource { return nhn.Resource{"reference": "#" + id} }

// begin is an appointment with its owner and the unit to send messages to.
func (c *calendar) begin(status, unit, owner string, flags []string) nhn.Resource {
	id := c.ids()
	if status == "" {
		status = "booked"
	}
	contained := []any{
		nhn.Resource{"resourceType": "Organization", "id": "unit", "identifier": []any{nhn.Resource{"system": resh, "value": "4208001"}}, "name": unit, "partOf": ref("owner"), "telecom": []any{nhn.Resource{"system": "phone", "value": "55501234"}}},
		nhn.Resource{"resourceType": "Organization", "id": "owner", "identifier": []any{nhn.Resource{"system": orgNumber, "value": "999000111"}}, "name": owner},
	}
	supporting := []any{ref("unit")}
	for _, code := range flags {
		contained = append(contained, nhn.Resource{"resourceType": "Flag", "id": code, "status": "active", "code": nhn.Coded("", flagCodes, code)})
		supporting = append(supporting, ref(code))
	}
	a := nhn.Resource{
		"resourceType": "Appointment", "id": id, "status": status, "contained": contained, "supportingInformation": supporting,
		"meta":        nhn.Resource{"lastUpdated": stamp(c.at(-7, 8, 0)), "profile": []any{profile}},
		"identifier":  []any{nhn.Resource{"system": "http://eksempel.example/timebok", "value": id, "assigner": ref("owner")}},
		"participant": []any{nhn.Resource{"actor": nhn.Resource{"type": "Patient"}, "status": "accepted"}},
	}
	c.all = append(c.all, a)
	return a
}

// with adds a contained resource; those of a place take part.
func with(a nhn.Resource, r nhn.Resource) {
	contained, _ := a["contained"].([]any)
	a["contained"] = append(contained, r)
	to := ref(r["id"].(string))
	if r["resourceType"] == "Location" {
		participants, _ := a["participant"].([]any)
		a["participant"] = append(participants, nhn.Resource{"actor": to, "status": "accepted"})
		return
	}
	supporting, _ := a["supportingInformation"].([]any)
	a["supportingInformation"] = append(supporting, to)
}

func (c *calendar) hospital(v visit, flags []string) {
	a := c.begin(v.status, "Eksempel poliklinikk", "Tenkt helseforetak", flags)
	kind, category, unit := []string{volven + "8406", "3", volven + "8432", v.contact}, "27", "Ortopedisk poliklinikk"
	if v.radiology {
		kind, category, unit = []string{proposedTypes, "Bildediagnostikk"}, "30", "Radiologisk avdeling"
	}
	a["serviceCategory"], a["appointmentType"] = []any{nhn.Coded("", serviceCategory, category)}, nhn.Coded("", kind...)
	begins := c.at(v.days, v.hour, v.minute)
	a["start"], a["end"] = stamp(begins), stamp(begins.Add(time.Duration(v.minutes)*time.Minute))
	if v.referral < len(c.referrals) {
		a["basedOn"] = []any{nhn.Resource{"type": "ServiceRequest", "identifier": nhn.Resource{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:" + c.referrals[v.referral]}}}
	}
	if v.instructions != "" {
		a["patientInstruction"] = v.instructions
	}
	if v.status == "cancelled" {
		a["cancelationReason"] = nhn.Coded("", volven+"8445", "9")
	}
	with(a, nhn.Resource{
		"resourceType": "Location", "id": "department", "name": unit, "type": []any{nhn.Coded("", roleCode, "HU")}, "managingOrganization": ref("unit"),
		"address": nhn.Resource{"line": []any{"Prøveveien 12", "Bygg B, plan 2"}, "postalCode": "0450", "city": "Oslo"},
	})
	with(a, nhn.Resource{"resourceType": "Location", "id": "hospital", "name": "Eksempel sykehus", "type": []any{nhn.Coded("", roleCode, "HOSP")}, "managingOrganization": ref("owner")})
	if v.status == "" && !v.phone {
		with(a, nhn.Resource{
			"resourceType": "DocumentReference", "id": "letter", "status": "current", "description": "Innkalling til time", "date": stamp(c.at(-7, 8, 0)),
			"content": []any{nhn.Resource{"attachment": nhn.Resource{"contentType": "application/pdf", "title": "Innkalling til time"}}},
		})
	}
	channel := func(code string, address string, to any) {
		a["extension"] = []any{nhn.Resource{"url": virtualService, "extension": []any{
			nhn.Resource{"url": "channelType", "valueCoding": nhn.Resource{"system": "http://hl7.org/fhir/contact-point-system", "code": code}},
			nhn.Resource{"url": "virtualAddress", address: to},
		}}}
	}
	switch {
	case v.video:
		channel("url", "valueUrl", "https://video.example.no/rom/"+a["id"].(string)[:8])
	case v.phone:
		channel("phone", "valueContactPoint", nhn.Resource{"system": "phone", "value": "55501235"})
	}
}

// municipal adds an appointment at an office, labelled by list 9603 unless label is "".
func (c *calendar) municipal(days, hour int, area, kind, label string, flags []string) {
	status := "booked"
	if days < 0 {
		status = "fulfilled"
	}
	a := c.begin(status, "Prøvedal helsestasjon", "Prøvedal kommune", flags)
	a["serviceCategory"], a["appointmentType"] = []any{nhn.Coded("", volven+"7619", area)}, nhn.Coded("", volven+"7617", kind)
	begins := c.at(days, hour, 0)
	a["start"], a["end"] = stamp(begins), stamp(begins.Add(20*time.Minute))
	with(a, nhn.Resource{
		"resourceType": "Location", "id": "office", "name": "Prøvedal helsestasjon", "type": []any{nhn.Coded("", roleCode, "OF")}, "managingOrganization": ref("unit"),
		"address": nhn.Resource{"line": []any{"Tenkegata 3"}, "postalCode": "0550", "city": "Oslo"},
	})
	if label != "" {
		a["meta"].(nhn.Resource)["security"] = []any{nhn.Resource{"system": volven + "9603", "code": label}}
	}
}

// home adds a home visit, which has a window and no time.
func (c *calendar) home(days, from, to int, status string) {
	a := c.begin(status, "Prøvedal hjemmesykepleie", "Prøvedal kommune", []string{"cancelWithComment"})
	a["serviceCategory"], a["appointmentType"] = []any{nhn.Coded("", volven+"7619", "7")}, nhn.Coded("", volven+"7617", "Hjemmebesok")
	a["requestedPeriod"] = []any{nhn.Resource{"start": stamp(c.at(days, from, 0)), "end": stamp(c.at(days, to, 0))}}
	a["description"] = "Besøk fra hjemmesykepleien"
	with(a, nhn.Resource{"resourceType": "Location", "id": "home", "name": "Hjemme", "type": []any{nhn.Coded("", roleCode, "PTRES")}})
	if status == "cancelled" {
		a["cancelationReason"] = nhn.Coded("", volven+"7621", "AAT")
	}
}

// Records are a person's appointments, for what is told of them elsewhere.
func Records(w *world.World, p *world.Person) []nhn.Resource { return appointments(w, p) }
