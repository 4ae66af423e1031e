package oppgaver_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/oppgaver"
	"helsegraf/sources/sourcetest"
)

// answering is a client of a register that returns these tasks.
func answering(t *testing.T, resources ...string) *oppgaver.Client {
	t.Helper()
	entries := make([]string, len(resources))
	for i, r := range resources {
		entries[i] = `{"resource":{"resourceType":"Task","intent":"proposal","owner":{"type":"Patient","identifier":{"value":"` + sourcetest.Subject + `"}},` + r + `}}`
	}
	bundle := `{"resourceType":"Bundle","type":"searchset","entry":[` + strings.Join(entries, ",") + `]}`
	return oppgaver.New(sourcetest.Replies(func(*http.Request) (int, string, string) {
		return http.StatusOK, "application/fhir+json", bundle
	}).Client(t, register), oppgaver.Options{})
}

func mine(t *testing.T) policy.Grant {
	t.Helper()
	return granted(t, sourcetest.Number(t, sourcetest.Subject))
}

// text dereferences a string pointer; nil is "".
func text[S ~string](s *S) string { return string(fhir.Known(s)) }

func TestTask(t *testing.T) {
	all, err := answering(t, `"id":"7","identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:CDEACEEB-4119-42c6-8a3a-b8d495970cb9"}],"status":"ready",
	  "code":{"text":"Les brevet"},"description":"Om operasjonen","focus":{"type":"Communication"},"instantiatesUri":"https://sykehus.example.no/brev","authoredOn":"2026-11-01T09:00:00+01:00",
	  "contained":[{"resourceType":"Organization","id":"r","name":"Eksempel sykehus"}],"requester":{"reference":"#r"},
	  "restriction":{"period":{"end":"2026-12-20T23:59:00+01:00"},"extension":[{"url":"http://helsenorge.no/fhir/StructureDefinition/hn-task-deadline","valueDate":"2026-12-10"}]}`).Tasks(t.Context(), mine(t))
	if err != nil || len(all) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	one := all[0]
	if one.ID.Key != "cdeaceeb-4119-42c6-8a3a-b8d495970cb9" || text(one.Kind) != "LETTER" || text(one.Title) != "Les brevet" || text(one.Description) != "Om operasjonen" || text(one.Sender.Name) != "Eksempel sykehus" ||
		text(one.URL) != "https://sykehus.example.no/brev" || one.SentAt == nil || one.Deadline.UTC().Format(time.RFC3339) != "2026-12-10T22:59:59Z" || one.ClosesAt.UTC().Format(time.RFC3339) != "2026-12-20T22:59:00Z" {
		t.Errorf("%+v", one)
	}
	for at, want := range map[string]oppgaver.HealthTaskStatus{"2026-12-20T22:59:00Z": oppgaver.Ready, "2026-12-20T22:59:01Z": oppgaver.Expired} {
		now, _ := time.Parse(time.RFC3339, at)
		if got := one.StatusAt(now); *got != want || one.OpenAt(now) != (want == oppgaver.Ready) {
			t.Errorf("%s: %s", at, *got)
		}
	}
}

func TestKinds(t *testing.T) {
	const elsewhere = `"instantiatesUri":"https://skjema.example.no/1",`
	for fields, want := range map[string]string{
		`"focus":{"type":"Questionnaire","reference":"Questionnaire/1"}`:                       "FORM",
		`"focus":{"reference":"https://fhir.example.no/Questionnaire/1"}`:                      "FORM",
		elsewhere + `"focus":{"type":"Questionnaire"}`:                                         "LINK",
		elsewhere + `"focus":{"type":"Task"}`:                                                  "LINK",
		elsewhere + `"focus":{"type":"http://hl7.org/fhir/StructureDefinition/Communication"}`: "LETTER",
		`"focus":{"type":"Task"}`:                                                              "TO_DO",
		`"instantiatesUri":"http://skjema.example.no/1","focus":{"type":"Task"}`:               "TO_DO",
		`"instantiatesUri":"javascript:alert(1)","focus":{"type":"Questionnaire"}`:             "",
		`"focus":{"type":"Encounter"}`:                                                         "",
		`"status":"ready"`:                                                                     "",
	} {
		if !strings.Contains(fields, "status") {
			fields += `,"status":"ready"`
		}
		all, err := answering(t, `"id":"1",`+fields).Tasks(t.Context(), mine(t))
		if err != nil || len(all) != 1 || text(all[0].Kind) != want || text(all[0].URL) != "" && !strings.HasPrefix(*all[0].URL, "https:") {
			t.Errorf("%s: %+v, %v", fields, all, err)
		}
	}
}

// Of several messages the last counts, also when it says that the task never was.
func TestLatest(t *testing.T) {
	const same = `"identifier":[{"value":"a"}],"focus":{"type":"Task"},`
	older, newer := `"id":"1",`+same+`"meta":{"lastUpdated":"2026-11-01T10:00:00Z"},"status":"ready"`, `"id":"2",`+same+`"meta":{"lastUpdated":"2026-11-02T10:00:00Z"},"status":`
	all, err := answering(t, newer+`"completed"`, older).Tasks(t.Context(), mine(t))
	if err != nil || len(all) != 1 || text(all[0].StatusAt(time.Time{})) != "COMPLETED" {
		t.Errorf("%+v, %v", all, err)
	}
	if all, err := answering(t, older, newer+`"entered-in-error"`).Tasks(t.Context(), mine(t)); err != nil || all == nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
	if all, err := answering(t, `"id":"1","status":"on-hold"`).Tasks(t.Context(), mine(t)); err != nil || len(all) != 1 || all[0].StatusAt(time.Time{}) != nil || !all[0].OpenAt(time.Time{}) {
		t.Errorf("%+v, %v", all, err)
	}
}

// What cannot be told apart, may have been withdrawn, or is about two people is refused.
func TestRefused(t *testing.T) {
	for resource, want := range map[string]sources.Kind{
		`"status":"ready"`:            sources.Garbled,
		`"id":"1","status":"trukket"`: sources.Garbled,
		`"id":"1","status":"ready","for":{"identifier":{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"00000000000"}}`: sources.Mismatch,
	} {
		if all, err := answering(t, resource).Tasks(t.Context(), mine(t)); sources.KindOf(err) != want || all != nil {
			t.Errorf("%s: %+v, %v", resource, all, err)
		}
	}
}
