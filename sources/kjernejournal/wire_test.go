package kjernejournal_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/sourcetest"
)

const (
	subject  = sourcetest.Subject
	stranger = sourcetest.Stranger
)

// canned answers /status as given, and everything else with another body.
type canned struct {
	status, rest string
	code         int
}

func (c *canned) reply(r *http.Request) (int, string, string) {
	if strings.HasSuffix(r.URL.Path, "/status") {
		return c.code, "application/json", c.status
	}
	return http.StatusOK, "application/fhir+json", c.rest
}

func (c *canned) client(t testing.TB) *kjernejournal.Client {
	t.Helper()
	return client(sourcetest.Replies(c.reply).Client(t, register))
}

const openStatus = `{"patientNIN":"` + subject + `","hasCriticalInformation":true,"privacySetting":{"hasReservationKjernejournal":false,"isBlocked":false}}`

func TestStatusAnswers(t *testing.T) {
	for _, tc := range []struct {
		name   string
		code   int
		body   string
		status kjernejournal.SummaryCareRecordStatus
		kind   sources.Kind
	}{
		{"open", 200, openStatus, kjernejournal.Active, 0},
		{"unknown fields", 200, strings.Replace(openStatus, "{", `{"xq":[{"a":1}],`, 1), kjernejournal.Active, 0},
		{"closed by the citizen", 200, strings.Replace(openStatus, `"isBlocked":false`, `"isBlocked":true`, 1), kjernejournal.None, 0},
		{"restricted to personnel, not to the citizen", 200, strings.Replace(openStatus, `"isBlocked"`, `"isRestricted":true,"consent":false,"isBlocked"`, 1), kjernejournal.Active, 0},
		{"reservation not told", 200, strings.Replace(openStatus, `"hasReservationKjernejournal":false,`, "", 1), "", sources.Garbled},
		{"no privacy settings", 200, `{"patientNIN":"` + subject + `"}`, "", sources.Garbled},
		{"somebody else", 200, strings.Replace(openStatus, subject, stranger, 1), "", sources.Mismatch},
		{"nobody", 200, strings.Replace(openStatus, subject, "", 1), "", sources.Garbled},
		{"an error in a 200", 200, `{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"processing"}]}`, "", sources.Garbled},
		{"no record", 404, `{"resourceType":"OperationOutcome","issue":[{"code":"x"},{"details":{"coding":[{"code":"KJF-000017"}]}}]}`, kjernejournal.None, 0},
		{"no such address", 404, `{"resourceType":"OperationOutcome","issue":[]}`, "", sources.Garbled},
		{"no such address, no body", 404, ``, "", sources.Garbled},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := (&canned{status: tc.body, code: tc.code}).client(t)
			record, err := c.Record(t.Context(), granted(t, sourcetest.Number(t, subject)))
			if record.Status != tc.status || sources.KindOf(err) != tc.kind {
				t.Errorf("%q, %v; want %q, %v", record.Status, err, tc.status, tc.kind)
			}
		})
	}
}

// allergy is a resource about the subject, with more elements.
func allergy(id, more string) string {
	return `{"resource":{"resourceType":"AllergyIntolerance","id":"` + id + `","patient":{"identifier":{"value":"` + subject + `"}}` + more + `}}`
}

func TestAllergyAnswers(t *testing.T) {
	const label = `,"meta":{"security":[{"system":"http://ehelse.no/fhir/CodeSystem/no-kodeverk-9603","code":"%s"}]}`
	someone := strings.Replace(allergy("9", ""), subject, stranger, 1)
	for _, tc := range []struct {
		name     string
		entries  string
		relation []policy.Relation
		keys     string
		kind     sources.Kind
	}{
		{name: "none", entries: ""},
		{name: "any order", entries: allergy("a", `,"recordedDate":"2020-01-01"`) + "," + allergy("b", `,"recordedDate":"2024-01-01T08:00:00Z"`), keys: "b a"},
		{name: "the latest version", entries: allergy("a", `,"meta":{"versionId":"10"}`) + "," + allergy("a", `,"meta":{"versionId":"9"},"verificationStatus":{"coding":[{"code":"entered-in-error"}]}`), keys: "a"},
		{name: "a stranger's among them", entries: allergy("a", "") + "," + someone, keys: "a"},
		{name: "only a stranger's", entries: someone, kind: sources.Mismatch},
		{name: "with a remark", entries: allergy("a", "") + `,{"resource":{"resourceType":"OperationOutcome"}}`, keys: "a"},
		{name: "without a patient", entries: `{"resource":{"resourceType":"AllergyIntolerance","id":"a"}}`, kind: sources.Mismatch},
		{name: "without an id", entries: allergy("", ""), kind: sources.Garbled},
		{name: "of another type", entries: strings.Replace(allergy("a", ""), "AllergyIntolerance", "Condition", 1), kind: sources.Garbled},
		{name: "label that hides nothing", entries: allergy("a", fmt.Sprintf(label, "N")), keys: "a"},
		{name: "label against parents, to the subject", entries: allergy("a", fmt.Sprintf(label, "NORN_FORANS")), keys: "a"},
		{name: "label against parents, to a parent", entries: allergy("a", fmt.Sprintf(label, "NORN_FORANS")), relation: []policy.Relation{policy.Parent}},
		{name: "unknown label", entries: allergy("a", fmt.Sprintf(label, "NY_KODE"))},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := (&canned{status: openStatus, code: 200, rest: `{"resourceType":"Bundle","type":"searchset","entry":[` + tc.entries + `]}`}).client(t)
			allergies, err := ask(t, c, tc.relation...)
			var keys []string
			for _, a := range allergies {
				keys = append(keys, a.ID.Key)
			}
			if got := strings.Join(keys, " "); got != tc.keys || sources.KindOf(err) != tc.kind {
				t.Errorf("%q, %v; want %q, %v", got, err, tc.keys, tc.kind)
			}
		})
	}
	t.Run("stops short", func(t *testing.T) {
		c := (&canned{status: openStatus, code: 200, rest: `{"resourceType":"Bundle","type":"searchset","link":[{"relation":"next","url":"/more"}]}`}).client(t)
		if _, err := ask(t, c); sources.KindOf(err) != sources.Garbled {
			t.Errorf("got %v, want garbled", err)
		}
	})
}

func TestWhatIsTold(t *testing.T) {
	bundle := `{"resourceType":"Bundle","type":"searchset","entry":[` +
		allergy("a", `,"recordedDate":"2024","criticality":"dreadful","code":{"text":"Jordbær"},"recorder":{"display":"`+stranger+`","identifier":{"system":"urn:oid:2.16.578.1.12.4.1.4.4","value":"`+stranger+`"}}`) + "," +
		allergy("b", `,"code":{"text":"Penicillin","coding":[{"system":"urn:other","code":"1"},{"system":"http://www.whocc.no/atc","code":"J01CE02"}]},"recorder":{"display":"Norsk Helsenett"}`) + `]}`
	allergies, err := ask(t, (&canned{status: openStatus, code: 200, rest: bundle}).client(t))
	if err != nil || len(allergies) != 2 {
		t.Fatalf("%d allergies, %v", len(allergies), err)
	}
	a, b := allergies[0], allergies[1]
	if a.Recorder != nil || *a.RecordedOn != "2024" || a.Criticality != nil || a.VerificationStatus != nil || a.Substance.Code != nil {
		t.Error("what the register did not say should be unknown, and an identity number goes no further")
	}
	if *a.Text != "Jordbær" || *a.Substance.Display != "Jordbær" {
		t.Error("the words are lost")
	}
	if !b.Substance.Is("J01CE02") || *b.Substance.Display != "Penicillin" || b.Text != nil || b.Recorder.Name.Full != "Norsk Helsenett" {
		t.Error("the coding that says most, with the words as its display")
	}
}

func ask(t testing.TB, c *kjernejournal.Client, relation ...policy.Relation) ([]kjernejournal.Allergy, error) {
	t.Helper()
	record, err := c.Record(t.Context(), granted(t, sourcetest.Number(t, subject), relation...))
	if err != nil {
		t.Fatal(err)
	}
	return c.Allergies(t.Context(), *record.CriticalInformation)
}

// FuzzDecode feeds the decoders any answer: they refuse it or give what can be
// shown, and never an identity number of personnel.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(openStatus))
	f.Add([]byte(`{"resourceType":"Bundle","type":"searchset","entry":[` + allergy("a", `,"contained":[{"id":"r","practitioner":{"display":"Eksempel, Eva","identifier":{"system":"urn:oid:2.16.578.1.12.4.1.4.4","value":"222200001"}}}],"recorder":{"reference":"#r"}`) + `]}`))
	f.Add([]byte(`{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Condition","id":"c","meta":{"profile":["http://nhn.no/kj/fhir/StructureDefinition/KjConditionInfection"]},"subject":{"identifier":{"value":"` + subject + `"}}}}]}`))
	f.Add([]byte(`{"resourceType":"OperationOutcome","issue":[{"details":{"coding":[{"code":"KJF-000017"}]}}]}`))
	g := granted(f, sourcetest.Number(f, subject))
	opener := &canned{status: openStatus, code: 200}
	open, err := opener.client(f).Record(f.Context(), g)
	if err != nil {
		f.Fatal(err)
	}
	answer := &canned{}
	c := answer.client(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		answer.status, answer.rest = string(body), string(body)
		for _, code := range []int{http.StatusOK, http.StatusNotFound} {
			answer.code = code
			if record, err := c.Record(t.Context(), g); err == nil && (record.Status == kjernejournal.Active) != (record.CriticalInformation != nil) {
				t.Error("a record that is open and not, or the other way round")
			}
		}
		allergies, err := c.Allergies(t.Context(), *open.CriticalInformation)
		if err != nil && allergies != nil {
			t.Error("both an answer and an error")
		}
		for _, a := range allergies {
			if a.ID.Key == "" {
				t.Error("a record without a key")
			}
			if a.Recorder == nil {
				continue
			}
			if n := a.Recorder.Name; n != nil && strings.ContainsAny(n.Full, "0123456789") {
				t.Error("a number in a name")
			}
			if hpr := a.Recorder.HPRNumber; hpr != nil && len(*hpr) > 9 {
				t.Error("not an HPR number")
			}
		}
		if _, err := c.Conditions(t.Context(), *open.CriticalInformation); err != nil && !strings.HasPrefix(err.Error(), register+" Conditions: ") {
			t.Error("an error that says more than where and what")
		}
	})
}
