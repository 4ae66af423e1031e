package timeavtaler_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/timeavtaler"
)

// answering is a client of a register that returns these resources.
func answering(t *testing.T, resources ...string) *timeavtaler.Client {
	t.Helper()
	entries := make([]string, len(resources))
	for i, r := range resources {
		entries[i] = `{"resource":` + strings.ReplaceAll(r, "WHO", sourcetest.Subject) + `}`
	}
	bundle := `{"resourceType":"Bundle","type":"searchset","entry":[` + strings.Join(entries, ",") + `]}`
	return timeavtaler.New(sourcetest.Replies(func(r *http.Request) (int, string, string) {
		if strings.Contains(r.URL.String(), sourcetest.Subject) {
			t.Error("the person is in the address")
		}
		return http.StatusOK, "application/fhir+json", bundle
	}).Client(t, register), nhn.Options{})
}

func read(t *testing.T, resources ...string) []timeavtaler.Appointment {
	t.Helper()
	all, err := answering(t, resources...).Appointments(t.Context(), granted(t, sourcetest.Number(t, sourcetest.Subject)))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func text[S ~string](s *S) string {
	if s == nil {
		return ""
	}
	return string(*s)
}

const (
	patient = `{"type":[{"text":"Participation"}],"actor":{"type":"Patient","identifier":{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"WHO"}},"status":"accepted"}`
	who     = `,"participant":[` + patient + `]`
)

func appointment(id, more string) string {
	return `{"resourceType":"Appointment","id":"` + id + `"` + more + `}`
}

func flag(id, code, more string) string {
	return `{"resourceType":"Flag","id":"` + id + `","status":"active","code":{"coding":[{"system":"http://helsenorge.no/fhir/CodeSystem/hn-appointment-flag-code-cs","code":"` + code + `"}]},"subject":{"identifier":{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"WHO"}}` + more + `}`
}

// The shape in which hospitals' systems send an appointment: ids are UUIDs, the places'
// organizations are contained twice, the address is text, the reason of cancellation is
// of the older list, and there are five flags of which the profile allows three.
func TestHospital(t *testing.T) {
	whole := appointment("AppointmentEksempel", `,"meta":{"lastUpdated":"2026-01-31T14:30:15.123Z","profile":["http://helsenorge.no/fhir/StructureDefinition/hn-basis-appointment"],"tag":[{"system":"http://helsenorge.no/fhir/paminnelse","code":"1"}]},
	  "contained":[{"resourceType":"Organization","id":"owner","identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.101","value":"999000111"},{"system":"urn:oid:2.16.578.1.12.4.1.2","value":"8000111"}],"name":"Tenkt helseforetak"},
	    {"resourceType":"Location","id":"hospital","identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.102","value":"4000001"}],"name":"Eksempel sykehus","type":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"HOSP"}]}],"managingOrganization":{"reference":"#owner"}},
	    {"resourceType":"Location","id":"clinic","name":"Ortopedisk poliklinikk","type":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"HU"}]}],"address":{"text":"Prøveveien 12\n0450 Oslo"},"managingOrganization":{"reference":"#department"}},
	    {"resourceType":"Organization","id":"department","identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.102","value":"4000002"}],"name":"Ortopedisk avdeling, Eksempel sykehus","telecom":[{"system":"phone","value":"55501234","use":"work"}]},
	    {"resourceType":"Organization","id":"part","meta":{"profile":["http://hl7.no/fhir/StructureDefinition/kommunikasjonspart-Organization"]},"identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.102","value":"4000002"}],"partOf":{"reference":"#owner"}},
	    `+flag("f1", "canChangeAppointmentDialog", "")+`,`+flag("f2", "canUseShortNotice", "")+`,`+flag("f3", "canAcknowledge", "")+`,`+flag("f4", "canHaveAppointmentDetails", "")+`,`+flag("f5", "canInitiateDialog", "")+`],
	  "extension":[{"url":"http://helsenorge.no/fhir/StructureDefinition/hn-basis-postponementreason","valueCoding":{"system":"urn:oid:2.16.578.1.12.4.1.1.8446","code":"TATA"}}],
	  "identifier":[{"system":"http://eksempel.example/bookingid","value":"a24606dd-754a-49b7-aad9-db34dfa30a94","assigner":{"reference":"#owner"}}],
	  "status":"STATUS","cancelationReason":{"coding":[{"system":"urn:oid:2.16.578.1.12.4.1.1.9179","code":"AA97"}]},
	  "serviceCategory":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/service-category","code":"27"}]}],
	  "appointmentType":{"coding":[{"system":"http://helsenorge.no/fhir/CodeSystem/Hn-AppointmentTypeProposed-New-Codes-cs","code":"Poliklinisktime"}]},"description":"Kontaktårsak",
	  "supportingInformation":[{"reference":"#part"},{"reference":"#f1"},{"reference":"#f2"},{"reference":"#f3"},{"reference":"#f4"},{"reference":"#f5"}],
	  "start":"2026-12-03T12:00:00+01:00","end":"2026-12-03T13:00:00+01:00","patientInstruction":"Se innkallingsbrev",
	  "participant":[`+patient+`,{"actor":{"reference":"#clinic"},"status":"accepted"},{"actor":{"reference":"#hospital"},"status":"accepted"}]`)
	now := time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC)
	for status, actions := range map[string][]timeavtaler.AppointmentAction{
		"booked":    {"CONFIRM", "OFFER_SHORT_NOTICE", "REQUEST_CHANGE", "SEND_MESSAGE"},
		"cancelled": {},
	} {
		all := read(t, strings.Replace(whole, "STATUS", status, 1))
		if len(all) != 1 {
			t.Fatalf("%+v", all)
		}
		a := all[0]
		if !slices.Equal(a.Actions(now), actions) || len(a.Actions(a.Start.Add(time.Minute))) != 0 {
			t.Errorf("%s: %v", status, a.Actions(now))
		}
		if a.Kind != timeavtaler.Outpatient || !a.Category.Is("27") || !a.CancellationReason.Is("AA97") || text(a.Instructions) != "Se innkallingsbrev" || text(a.Description) != "Kontaktårsak" {
			t.Errorf("%+v", a)
		}
		if text(a.Place.Name) != "Eksempel sykehus" || text(a.Place.OrganizationNumber) != "999000111" || !slices.Equal(a.Place.Address.Lines, []string{"Prøveveien 12", "0450 Oslo"}) || text(a.Department.Phone) != "55501234" {
			t.Errorf("%+v %+v", a.Place, a.Department)
		}
		if a.UID() != "a24606dd-754a-49b7-aad9-db34dfa30a94" || a.ID.Key != "http://eksempel.example/bookingid|"+a.UID() {
			t.Errorf("%q %q", a.UID(), a.ID.Key)
		}
	}
}

// Video and phone, with the extension under both URLs. A link that is not https is
// dropped.
func TestVirtual(t *testing.T) {
	virtual := func(url, code, address string) string {
		return appointment("1", who+`,"status":"booked","extension":[{"url":"`+url+`","extension":[{"url":"channelType","valueCoding":{"system":"http://hl7.org/fhir/contact-point-system","code":"`+code+`"}},{"url":"maxParticipants","valuePositiveInt":1},{"url":"virtualAddress",`+address+`}]}]`)
	}
	const hl7, hn = "http://hl7.no/fhir/StructureDefinition/no-basis-virtual-service", "http://helsenorge.no/fhir/StructureDefinition/hn-basis-virtual-service"
	for _, tc := range []struct {
		of           string
		kind         timeavtaler.AppointmentKind
		video, phone string
	}{
		{virtual(hl7, "url", `"valueUrl":"https://video.example.no/rom/1?pin=2"`), timeavtaler.Video, "https://video.example.no/rom/1?pin=2", ""},
		{virtual(hn, "url", `"valueString":"https://video.example.no/rom/1"`), timeavtaler.Video, "https://video.example.no/rom/1", ""},
		{virtual(hl7, "phone", `"valueContactPoint":{"system":"phone","value":"555 01 235"}`), timeavtaler.Phone, "", "555 01 235"},
		{virtual(hl7, "url", `"valueUrl":"javascript:alert(1)"`), timeavtaler.Video, "", ""},
		{virtual(hl7, "url", `"valueUrl":"http://video.example.no"`), timeavtaler.Video, "", ""},
		{virtual(hl7, "url", `"valueUrl":"https://bank.example@video.example.no"`), timeavtaler.Video, "", ""},
	} {
		if a := read(t, tc.of)[0]; a.Kind != tc.kind || text(a.VideoURL) != tc.video || text(a.Phone) != tc.phone {
			t.Errorf("%s: %s %q %q", tc.of, a.Kind, text(a.VideoURL), text(a.Phone))
		}
	}
}

func TestKinds(t *testing.T) {
	const list = "urn:oid:2.16.578.1.12.4.1.1."
	for coding, want := range map[string]timeavtaler.AppointmentKind{
		list + "8406|1": timeavtaler.Admission, list + "8406|2": timeavtaler.DayTreatment, list + "8406|3": timeavtaler.Outpatient,
		list + "8432|6": timeavtaler.Video, list + "8432|7": timeavtaler.Phone, list + "8432|1": timeavtaler.Other,
		list + "7617|Hjemmebesok": timeavtaler.HomeVisit, "http://helsenorge.no/fhir/CodeSystem/no-kodeverk-7617.codesystem|Video": timeavtaler.Video,
		list + "7617|Gruppe": timeavtaler.Group, list + "7617|Koronavaksine": timeavtaler.Vaccination, list + "7617|Lab": timeavtaler.LabTest, list + "7617|Hastetime": timeavtaler.Consultation, list + "7617|Tidsvindu": timeavtaler.Other,
		"http://helsenorge.no/fhir/CodeSystem/Hn-AppointmentTypeProposed-New-Codes-cs|Bildediagnostikk": timeavtaler.Imaging,
		"urn:local|Video": timeavtaler.Other,
	} {
		system, code, _ := strings.Cut(coding, "|")
		if a := read(t, appointment("1", who+`,"status":"booked","appointmentType":{"coding":[{"system":"`+system+`","code":"`+code+`"}]}`))[0]; a.Kind != want {
			t.Errorf("%s: %s, want %s", coding, a.Kind, want)
		}
	}
}

// An instant may have any offset, or none; a window orders as a start does.
func TestTimes(t *testing.T) {
	all := read(t,
		appointment("none", who+`,"status":"booked"`),
		appointment("summer", who+`,"status":"booked","start":"2026-10-25T00:30:00Z"`),
		appointment("winter", who+`,"status":"booked","start":"2026-10-25T02:30:00+01:00"`),
		appointment("local", who+`,"status":"booked","start":"2026-10-25T04:00:00"`),
		appointment("year", who+`,"status":"booked","start":"2026-12-31T18:30:00-05:00","end":"2027-01-01T01:00:00+01:00"`),
		appointment("window", who+`,"status":"proposed","requestedPeriod":[{"start":"2026-10-25T05:00:00+01:00","end":"2026-10-25T07:00:00+01:00"}]`))
	var order []string
	for _, a := range all {
		order = append(order, a.ID.Key)
	}
	if !slices.Equal(order, []string{"summer", "winter", "local", "window", "year", "none"}) {
		t.Errorf("%v", order)
	}
	if d := all[1].Start.Sub(*all[0].Start); d != time.Hour {
		t.Errorf("an hour apart, got %v", d)
	}
	if at := time.Date(2026, 12, 31, 23, 59, 0, 0, time.UTC); all[4].Over(at) || !all[4].Over(at.Add(2*time.Minute)) || all[5].Over(at) {
		t.Error("over at the wrong time")
	}
	// Half a window is none.
	if a := read(t, appointment("1", who+`,"status":"proposed","requestedPeriod":[{"start":"2026-10-25T05:00:00+01:00"}]`))[0]; a.Window != nil || a.Began() != nil {
		t.Errorf("%+v", a)
	}
}

// Messages about an appointment come in any order, and under any id. The last one
// counts, also when it says that there never was one.
func TestLatestCounts(t *testing.T) {
	said := func(id, at, status string) string {
		return appointment(id, who+`,"identifier":[{"system":"urn:x","value":"A"}],"meta":{"lastUpdated":"`+at+`"},"status":"`+status+`"`)
	}
	const first, second, third = "2026-11-01T10:00:00+01:00", "2026-11-01T09:30:00Z", "2026-11-01T12:00:00+01:00"
	if all := read(t, said("2", second, "cancelled"), said("1", first, "booked")); len(all) != 1 || *all[0].Status != timeavtaler.Cancelled {
		t.Errorf("%+v", all)
	}
	if all := read(t, said("3", third, "entered-in-error"), said("1", first, "booked")); len(all) != 0 {
		t.Errorf("%+v", all)
	}
	if all := read(t, said("1", first, "pending")); len(all) != 1 || all[0].Status != nil {
		t.Errorf("%+v", all)
	}
}

// A flag counts when it is active, known, and about the person; one that is not
// referred to, or has an unknown modifier, does not.
func TestFlags(t *testing.T) {
	for name, tc := range map[string]struct {
		flag string
		want int
	}{
		"active":          {flag("f", "cancel", ""), 1},
		"inactive":        {strings.Replace(flag("f", "cancel", ""), `"active"`, `"inactive"`, 1), 0},
		"in error":        {strings.Replace(flag("f", "cancel", ""), `"active"`, `"entered-in-error"`, 1), 0},
		"somebody else's": {strings.Replace(flag("f", "cancel", ""), "WHO", "02917543596", 1), 0},
		"unknown":         {flag("f", "canDance", ""), 0},
		"details only":    {flag("f", "canHaveAppointmentDetails", ""), 0},
		"not referred to": {flag("g", "cancel", ""), 0},
		"modified":        {flag("f", "cancel", `,"modifierExtension":[{"url":"urn:not"}]`), 0},
	} {
		a := read(t, appointment("1", who+`,"status":"booked","contained":[`+tc.flag+`],"supportingInformation":[{"reference":"#f"}]`))[0]
		if got := a.Actions(time.Time{}); len(got) != tc.want || got == nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// The patient is one participant of several, and the address of a home is not told.
func TestParticipants(t *testing.T) {
	parent := `{"actor":{"type":"RelatedPerson","identifier":{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"02917543596"}},"status":"accepted"}`
	doctor := `{"actor":{"reference":"#d"},"status":"accepted"}`
	home := `{"actor":{"reference":"#h"},"status":"accepted"}`
	contained := `,"contained":[{"resourceType":"Practitioner","id":"d","name":[{"family":"Modellmo","given":["Marte"]}]},{"resourceType":"Location","id":"h","name":"Hjemme","type":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"PTRES"}]}],"address":{"line":["Hemmelig vei 1"]}}]`
	a := read(t, appointment("1", `,"status":"booked","participant":[`+strings.Join([]string{parent, doctor, home, patient}, ",")+`]`+contained))[0]
	if a.Practitioner == nil || a.Practitioner.Name.Full != "Marte Modellmo" || a.Place != nil || a.Department != nil || a.Kind != timeavtaler.HomeVisit {
		t.Errorf("%+v", a)
	}
	other := strings.Replace(patient, "WHO", "02917543596", 1)
	_, err := answering(t, appointment("1", `,"status":"booked","participant":[`+patient+`,`+other+`]`)).Appointments(t.Context(), granted(t, sourcetest.Number(t, sourcetest.Subject)))
	if sources.KindOf(err) != sources.Mismatch {
		t.Errorf("an appointment of two: %v", err)
	}
}

// Labels of list 9603 hide from a parent what any copy is labelled with.
func TestHidden(t *testing.T) {
	const label = `,"meta":{"security":[{"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"NORN_FORANS"},{"system":"urn:oid:2.16.578.1.12.4.1.1.7618","code":"3"}]}`
	c := answering(t, appointment("1", who+`,"identifier":[{"value":"A"}],"status":"booked"`+label), appointment("2", who+`,"identifier":[{"value":"A"}],"status":"booked"`), appointment("3", who+`,"status":"booked"`))
	for relation, want := range map[policy.Relation]int{policy.Self: 2, policy.Parent: 1} {
		if all, err := c.Appointments(t.Context(), granted(t, sourcetest.Number(t, sourcetest.Subject), relation)); err != nil || len(all) != want {
			t.Errorf("%v: %d, %v", relation, len(all), err)
		}
	}
}

// The referral is named by its identifier, in the reference or in a contained
// resource, or by a reference to it.
func TestBasedOn(t *testing.T) {
	const id = "cdeaceeb-4119-42c6-8a3a-b8d495970cb9"
	for ref, want := range map[string]bool{
		`{"type":"ServiceRequest","identifier":{"system":"urn:ietf:rfc:3986","value":"urn:uuid:` + id + `"}}`: true,
		`{"identifier":{"value":"` + strings.ToUpper(id) + `"}}`:                                              true,
		`{"reference":"ServiceRequest/` + id + `/_history/2"}`:                                                true,
		`{"reference":"https://hospital.example/fhir/ServiceRequest/` + id + `"}`:                             true,
		`{"reference":"urn:uuid:` + id + `"}`:                                                                 true,
		`{"reference":"#r"}`:                                                                                  true,
		`{"reference":"#other"}`:                                                                              false,
		`{"type":"CarePlan","identifier":{"value":"` + id + `"}}`:                                             false,
		`{"reference":"CarePlan/` + id + `"}`:                                                                 false,
		`{"display":"Henvisning"}`:                                                                            false,
	} {
		contained := `,"contained":[{"resourceType":"ServiceRequest","id":"r","identifier":[{"value":"urn:uuid:` + id + `"}]}]`
		a := read(t, appointment("1", who+`,"status":"booked"`+contained+`,"basedOn":[{"display":"x"},`+ref+`]`))[0]
		if a.BasedOn(id) != want || a.BasedOn("") {
			t.Errorf("%s: %v", ref, a.BasedOn(id))
		}
	}
}
