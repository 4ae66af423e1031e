package henvisninger_test

import (
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/henvisninger"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

// answering is a client of a register that returns these resources.
func answering(t *testing.T, resources ...string) *henvisninger.Client {
	t.Helper()
	entries := make([]string, len(resources))
	for i, r := range resources {
		entries[i] = `{"resource":{"resourceType":"ServiceRequest","intent":"order","subject":{"type":"Patient","identifier":{"value":"` + sourcetest.Subject + `"}},` + r + `}}`
	}
	bundle := `{"resourceType":"Bundle","type":"searchset","entry":[` + strings.Join(entries, ",") + `]}`
	return henvisninger.New(sourcetest.Replies(func(*http.Request) (int, string, string) {
		return http.StatusOK, "application/fhir+json", bundle
	}).Client(t, register), nhn.Options{})
}

func mine(t *testing.T) policy.Grant {
	t.Helper()
	return granted(t, sourcetest.Number(t, sourcetest.Subject))
}

// text dereferences a string pointer; nil is "".
func text[S ~string](s *S) string {
	if s == nil {
		return ""
	}
	return string(*s)
}

func date(name, day string) string {
	return `{"url":"http://helsenorge.no/fhir/StructureDefinition/` + name + `","valueDateTime":"` + day + `"}`
}

func reply(code string) string {
	return `{"url":"http://helsenorge.no/fhir/StructureDefinition/servicerequest-statusReason","valueCodeableConcept":{"coding":[{"system":"urn:oid:2.16.578.1.12.4.1.1.9148","code":"` + code + `"}]}}`
}

func TestReferral(t *testing.T) {
	all, err := answering(t, `"id":"7","identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:CDEACEEB-4119-42c6-8a3a-b8d495970cb9"}],"status":"active","priority":"stat","authoredOn":"2026-10-01T21:30:00-03:00",
	  "code":{"coding":[{"system":"http://snomed.info/sct","code":"1269515004"}],"text":"Vurdering av kne"},"reasonCode":[{"text":"Smerter"},{"coding":[{"system":"http://snomed.info/sct","code":"49436004","display":"Atrieflimmer"}]},{"text":"Smerter"}],
	  "note":[{"text":"Ønsker time på dagtid"}],"extension":[`+date("no-mottatt-dato", "2026-10-02")+`,`+date("no-vurdert-dato", "2026-10-09T09:00:00+02:00")+`,`+date("no-ansiennitets-dato", "2026-09-30")+`,`+
		date("no-frist-for-vurdering", "2026-10-16")+`,`+date("no-frist-for-helsehjelp", "2027-01-15")+`,`+reply("2")+`],
	  "contained":[{"resourceType":"Practitioner","id":"p","identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.4","value":"9999999"}],"name":[{"family":"Modellmo","given":["Marte"]}]},{"resourceType":"Organization","id":"o","name":"Prøve legesenter"},
	    {"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"#p"},"organization":{"reference":"#o"}}],
	  "requester":{"reference":"#r"},"performer":[{"type":"Organization","display":"Eksempel sykehus","identifier":{"system":"urn:oid:2.16.578.1.12.4.1.2","value":"91000"}}]`).Referrals(t.Context(), mine(t))
	if err != nil || len(all) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	r := all[0]
	if r.ID.Key != "cdeaceeb-4119-42c6-8a3a-b8d495970cb9" {
		t.Errorf("the identifier is not its key: %s", r.ID.Key)
	}
	if text(r.Status) != "ASSESSED" || !r.StatusReason.Is("2") || text(r.Priority) != "STAT" || text(r.Indication) != "Smerter, Atrieflimmer" {
		t.Errorf("%+v", r)
	}
	if !r.Treatment.Is("1269515004") || text(r.Treatment.Display) != "Vurdering av kne" || text(r.Note) != "Ønsker time på dagtid" {
		t.Errorf("%+v", r)
	}
	if text(r.IssuedOn) != "2026-10-02" || text(r.ReceivedOn) != "2026-10-02" || text(r.AssessedOn) != "2026-10-09" || text(r.WaitingSince) != "2026-09-30" || text(r.AssessmentDeadline) != "2026-10-16" || text(r.TreatmentDeadline) != "2027-01-15" {
		t.Errorf("%+v", r)
	}
	if r.ReferredBy.Name.Full != "Marte Modellmo" || text(r.ReferringOffice.Name) != "Prøve legesenter" || text(r.ReferredTo.Name) != "Eksempel sykehus" {
		t.Errorf("from %+v at %+v to %+v", r.ReferredBy, r.ReferringOffice, r.ReferredTo)
	}
}

// The life cycle, by the hospital's reply and by the dates.
func TestStatus(t *testing.T) {
	received, assessed := date("no-mottatt-dato", "2026-10-02"), date("no-vurdert-dato", "2026-10-09")
	for name, c := range map[string]struct{ status, extensions, want string }{
		"received":                   {"active", received, "RECEIVED"},
		"without a date":             {"active", date("no-frist-for-vurdering", "2026-10-16"), ""},
		"assessed":                   {"active", received + "," + assessed, "ASSESSED"},
		"right to treatment":         {"active", received + "," + reply("2"), "ASSESSED"},
		"advice to the referrer":     {"active", received + "," + reply("11"), "ASSESSED"},
		"called in":                  {"active", received + "," + assessed + "," + reply("1"), "SCHEDULED"},
		"forwarded":                  {"completed", received + "," + reply("3"), "FORWARDED"},
		"rejected":                   {"active", received + "," + reply("4"), "REJECTED"},
		"rejected and revoked":       {"revoked", received + "," + reply("4"), "REJECTED"},
		"completed":                  {"completed", received + "," + assessed + "," + reply("1"), "COMPLETED"},
		"on hold":                    {"on-hold", received + "," + assessed, "ASSESSED"},
		"a reply that is not listed": {"active", received + "," + assessed + "," + reply("99"), "ASSESSED"},
		"a reply of another list":    {"active", received + "," + strings.Replace(reply("4"), "9148", "9149", 1), "RECEIVED"},
	} {
		all, err := answering(t, `"id":"1","status":"`+c.status+`","extension":[`+c.extensions+`]`).Referrals(t.Context(), mine(t))
		if err != nil || len(all) != 1 || text(all[0].Status) != c.want || all[0].Priority != nil {
			t.Errorf("%s: %+v, %v", name, all, err)
		}
	}
	for _, status := range []string{"revoked", "entered-in-error"} {
		if all, err := answering(t, `"id":"1","status":"`+status+`"`).Referrals(t.Context(), mine(t)); err != nil || len(all) != 0 {
			t.Errorf("%s: %+v, %v", status, all, err)
		}
	}
	if _, err := answering(t, `"id":"1","status":"perhaps"`).Referrals(t.Context(), mine(t)); sources.KindOf(err) != sources.Garbled {
		t.Errorf("a status unknown to FHIR: %v", err)
	}
}

// An update may be a resource of its own: the last one is the referral. One that
// cannot be told from others makes the response invalid.
func TestUpdates(t *testing.T) {
	of := func(id, identifier, updated, extensions string) string {
		return `"id":"` + id + `","identifier":[{"system":"urn:x","value":"` + identifier + `"}],"meta":{"lastUpdated":"` + updated + `"},"status":"active","extension":[` + extensions + `]`
	}
	const uuid = "cdeaceeb-4119-42c6-8a3a-b8d495970cb9"
	received := date("no-mottatt-dato", "2026-10-02")
	all, err := answering(t, of("1", uuid, "2026-10-02T08:00:00Z", received), of("2", "urn:uuid:"+uuid, "2026-10-09T08:00:00Z", received+","+reply("4")), of("3", "other", "2026-10-01T08:00:00Z", date("no-mottatt-dato", "2026-11-02"))).Referrals(t.Context(), mine(t))
	if err != nil || len(all) != 2 || all[0].ID.Key != "other" || text(all[1].Status) != "REJECTED" {
		t.Errorf("%+v, %v", all, err)
	}
	if _, err := answering(t, `"status":"active"`).Referrals(t.Context(), mine(t)); sources.KindOf(err) != sources.Garbled {
		t.Errorf("without an id: %v", err)
	}
}

func TestLabels(t *testing.T) {
	labelled := `"id":"1","status":"active","meta":{"security":[{"system":"urn:oid:2.16.578.1.12.4.1.1.7618","code":"3"},{"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"NORN_FORANS"}]}`
	for want, relation := range [][]policy.Relation{{policy.Parent}, nil} {
		all, err := answering(t, labelled).Referrals(t.Context(), granted(t, sourcetest.Number(t, sourcetest.Subject), relation...))
		if err != nil || len(all) != want {
			t.Errorf("%v: %v, %v", relation, len(all), err)
		}
	}
}
