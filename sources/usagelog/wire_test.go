package usagelog_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/usagelog"
)

const (
	subject  = sourcetest.Subject
	stranger = sourcetest.Stranger
)

// canned gives one body to every call, and keeps the last request.
type canned struct {
	body string
	form string
	url  *url.URL
}

func (c *canned) reply(r *http.Request) (int, string, string) {
	form, _ := io.ReadAll(r.Body) // our own request
	c.form, c.url = string(form), r.URL
	return http.StatusOK, "application/fhir+json", c.body
}

// client is a client whose ids are 1, 2, 3 and so on.
func (c *canned) client(t testing.TB) *usagelog.Client {
	t.Helper()
	n := 0
	return usagelog.New(sourcetest.Replies(c.reply).Client(t, register), usagelog.Options{MaxPages: 2, NewID: func() string { n++; return fmt.Sprint(n) }})
}

func TestAcknowledgements(t *testing.T) {
	stored := func(status, location string) string {
		return `{"response":{"status":"` + status + `","location":"` + location + `"}}`
	}
	for _, tc := range []struct {
		name, answers string
		want          sources.Kind
	}{
		{"all", stored("201 Created", "AuditEvent/1") + "," + stored("200 OK", "http://register.invalid/AuditEvent/2/_history/1"), 0},
		{"in another order", stored("201", "AuditEvent/2") + "," + stored("201", "AuditEvent/1"), 0},
		{"one missing", stored("201 Created", "AuditEvent/1"), sources.Garbled},
		{"one twice", stored("201 Created", "AuditEvent/1") + "," + stored("201 Created", "AuditEvent/1"), sources.Garbled},
		{"none", "", sources.Garbled},
		{"C17 no place told", stored("201 Created", "") + "," + stored("201 Created", ""), 0},
		{"C17 one place told", stored("201 Created", "AuditEvent/1") + `,{"response":{"status":"201"}}`, 0},
		{"C17 no place, and one refused", `{"response":{"status":"201"}},{"response":{"status":"422 Unprocessable Entity"}}`, sources.Invalid},
		{"C17 no place in an order that is not ours", stored("201", "AuditEvent/2") + `,{"response":{"status":"201"}}`, sources.Garbled},
		{"C17 too few without a place", `{"response":{"status":"201"}}`, sources.Garbled},
		{"C17 too many without a place", `{"response":{"status":"201"}},{"response":{"status":"201"}},{"response":{"status":"201"}}`, sources.Garbled},
		{"a use that is there already", stored("201 Created", "AuditEvent/1") + `,{"response":{"status":"412 Precondition Failed"}}`, sources.Invalid},
		{"another's", stored("201 Created", "AuditEvent/1") + "," + stored("201 Created", "AuditEvent/9"), sources.Mismatch},
		{"another's beside all", stored("201 Created", "AuditEvent/1") + "," + stored("201 Created", "AuditEvent/2") + "," + stored("201 Created", "AuditEvent/9"), 0},
		{"one refused", stored("201 Created", "AuditEvent/1") + `,{"response":{"status":"400 Bad Request"}}`, sources.Invalid},
		{"one in conflict", stored("201 Created", "AuditEvent/1") + `,{"response":{"status":"409"}}`, sources.Invalid},
		{"one forbidden", stored("201 Created", "AuditEvent/1") + `,{"response":{"status":"403 Forbidden"}}`, sources.Denied},
		{"one failed", stored("201 Created", "AuditEvent/1") + `,{"response":{"status":"500 Internal Server Error"}}`, sources.Unavailable},
		{"accepted, not stored", stored("201 Created", "AuditEvent/1") + `,{"response":{"status":"202 Accepted"}}`, sources.Garbled},
	} {
		t.Run(tc.name, func(t *testing.T) {
			n := sourcetest.Number(t, subject)
			c := (&canned{body: `{"resourceType":"Bundle","type":"batch-response","entry":[` + tc.answers + `]}`}).client(t)
			err := errors.Join(c.Write(t.Context(), sourcetest.Inquiry(n), []usagelog.Entry{usedBy(policy.Self, n), usedBy(policy.Self, n)})...)
			if got := sources.KindOf(err); got != tc.want {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
}

// event is an AuditEvent about the subject, with more elements.
func event(id, more string) string {
	return `{"resource":{"resourceType":"AuditEvent","id":"` + id + `","recorded":"2026-11-22T11:00:00Z","entity":[{"what":{"identifier":{"value":"` + subject + `"}},"role":{"code":"1"}}]` + more + `}}`
}

// matched is a search match.
func matched(entry string) string {
	return strings.TrimSuffix(entry, "}") + `,"search":{"mode":"match"}}`
}

// said is an OperationOutcome of the search.
func said(severity, code string) string {
	return `{"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"` + severity + `","code":"` + code + `"}]},"search":{"mode":"outcome"}}`
}

func TestPagesAnswered(t *testing.T) {
	someone := strings.Replace(event("9", ""), subject, stranger, 1)
	both := strings.Replace(event("9", ""), `"entity":[`, `"entity":[{"what":{"identifier":{"value":"`+stranger+`"}},"role":{"code":"1"}},`, 1)
	for _, tc := range []struct {
		name, entries, next, keys string
		want                      sources.Kind
		faults                    bool // some could not be read
	}{
		{name: "none"},
		{name: "one", entries: event("a", ""), keys: "a"},
		{name: "a stranger's among them", entries: event("a", "") + "," + someone, keys: "a"},
		{name: "only a stranger's", entries: someone, want: sources.Mismatch},
		{name: "about two people", entries: both, want: sources.Mismatch},
		{name: "about nobody", entries: strings.Replace(event("a", ""), `"1"`, `"4"`, 1), want: sources.Mismatch},
		{name: "with a remark", entries: `{"resource":{"resourceType":"OperationOutcome"}},` + event("a", ""), keys: "a"},
		{name: "of another type", entries: strings.Replace(event("a", ""), "AuditEvent", "Observation", 1), want: sources.Garbled},
		{name: "without a time", entries: strings.Replace(event("a", ""), "2026-11-22T11:00:00Z", "2026", 1), want: sources.Garbled},
		{name: "without an id", entries: event("", ""), want: sources.Garbled},
		{name: "C8 another type among them", entries: matched(strings.Replace(event("b", ""), "AuditEvent", "Observation", 1)) + "," + event("a", ""), keys: "a", faults: true},
		{name: "C19 where it is from among them", entries: strings.Replace(event("b", ""), "AuditEvent", "Provenance", 1) + "," + event("a", ""), keys: "a"},
		{name: "C1 a search that failed", entries: event("a", "") + "," + said("error", "exception"), want: sources.Unavailable},
		{name: "C1 a search that may not be made", entries: said("fatal", "forbidden"), want: sources.Denied},
		{name: "C1 a search that did not reach all", entries: event("a", "") + "," + said("warning", "incomplete"), keys: "a", faults: true},
		{name: "C1 nothing, of a search that did not reach all", entries: said("warning", "incomplete"), want: sources.Garbled},
		{name: "C1 a warning", entries: event("a", "") + "," + said("warning", "business-rule"), keys: "a"},
		{name: "twice the same", entries: event("a", "") + "," + event("a", ""), keys: "a"},
		{name: "two versions of one", entries: event("a", `,"meta":{"versionId":"1"},"outcome":"0"`) + "," + event("a", `,"meta":{"versionId":"2"},"outcome":"4"`), keys: "a"},
		{name: "C9 a modifier nobody knows", entries: event("b", `,"modifierExtension":[{"url":"urn:not","valueBoolean":true}]`) + "," + event("a", ""), keys: "a", faults: true},
		{name: "C2 the patient as a part of it", entries: strings.Replace(event("a", `,"contained":[{"resourceType":"Patient","id":"p","identifier":[{"value":"`+subject+`"}]}]`), `"identifier":{"value":"`+subject+`"}`, `"reference":"#p"`, 1), keys: "a"},
		{name: "C8 no time among them", entries: event("a", "") + "," + strings.Replace(event("b", ""), "2026-11-22T11:00:00Z", "in the morning", 1), keys: "a", faults: true},
		{name: "C8 a day alone among them", entries: event("a", "") + "," + strings.Replace(event("b", ""), "2026-11-22T11:00:00Z", "2026-11-22", 1), keys: "a", faults: true},
		{name: "C8 no id among them", entries: event("", "") + "," + event("a", ""), keys: "a", faults: true},
		{name: "C8 null among them", entries: "null," + event("a", ""), keys: "a", faults: true},
		{name: "C8 a null resource among them", entries: event("a", "") + `,{"resource":null}`, keys: "a", faults: true},
		{name: "C8 a number among them", entries: "17," + event("a", ""), keys: "a", faults: true},
		{name: "C8 elements of other kinds among them", entries: event("b", `,"agent":"none"`) + "," + event("a", "") + "," + event("c", `,"outcome":{}`), keys: "a", faults: true},
		{name: "C8 nothing else", entries: "null,17", want: sources.Garbled},
		{name: "next elsewhere", entries: event("a", ""), next: "http://elsewhere.invalid/AuditEvent/_search?_page=2", want: sources.Garbled},
		{name: "next without a page", entries: event("a", ""), next: "/AuditEvent/_search?_count=2", want: sources.Garbled},
		{name: "next without end", entries: event("a", ""), next: "/AuditEvent/_search?_page=2", want: sources.OverBudget},
	} {
		t.Run(tc.name, func(t *testing.T) {
			link := ""
			if tc.next != "" {
				link = `"link":[{"relation":"next","url":"` + tc.next + `"}],`
			}
			c := (&canned{body: `{"resourceType":"Bundle","type":"searchset",` + link + `"entry":[` + tc.entries + `]}`}).client(t)
			log, err := c.Read(t.Context(), granted(t, sourcetest.Number(t, subject)), fnr.Number{}, nhn.Window{})
			var keys []string
			for _, row := range log.Rows {
				keys = append(keys, row.Key[1:]) // after the rank
			}
			if got := strings.Join(keys, " "); got != tc.keys || sources.KindOf(err) != tc.want {
				t.Errorf("%q, %v; want %q, %v", got, err, tc.keys, tc.want)
			}
			if err == nil && log.Complete != (tc.next == "" && !tc.faults) {
				t.Error("whether it is complete is wrong")
			}
		})
	}
}

// A time without an offset is Norwegian.
func TestTimesOfEntries(t *testing.T) {
	for written, want := range map[string]string{
		"2026-11-22T11:00:00Z":        "2026-11-22T11:00:00Z",
		"2026-11-22T12:00:00":         "2026-11-22T11:00:00Z",
		"2026-07-01T12:00:00.250":     "2026-07-01T10:00:00.25Z",
		"2026-11-22T12:00":            "2026-11-22T11:00:00Z",
		"2026-11-22T13:00:00.5+02:00": "2026-11-22T11:00:00.5Z",
	} {
		t.Run("C17 "+written, func(t *testing.T) {
			entry := strings.Replace(event("a", ""), "2026-11-22T11:00:00Z", written, 1)
			log, err := (&canned{body: `{"resourceType":"Bundle","type":"searchset","entry":[` + entry + `]}`}).client(t).Read(t.Context(), granted(t, sourcetest.Number(t, subject)), fnr.Number{}, nhn.Window{})
			if err != nil || len(log.Values()) != 1 || log.Values()[0].At.UTC().Format(time.RFC3339Nano) != want {
				t.Errorf("%v, %v; want %s", log.Values(), err, want)
			}
		})
	}
}

// A login closes nothing, and counts as acknowledged if it was there already.
func TestCaseA8LoginsAreAcknowledged(t *testing.T) {
	for _, tc := range []struct {
		name, login    string
		acknowledged   bool
		useTooIsFailed bool
	}{
		{"new", `{"response":{"status":"201 Created"}}`, true, false},
		{"written before", `{"response":{"status":"200 OK","location":"AuditEvent/session"}}`, true, false},
		{"there already", `{"response":{"status":"412 Precondition Failed"}}`, true, false},
		{"there already, and where", `{"response":{"status":"412","location":"AuditEvent/session/_history/1"}}`, true, false},
		{"refused", `{"response":{"status":"422 Unprocessable Entity"}}`, false, false},
		{"failed", `{"response":{"status":"500"}}`, false, false},
		{"another's", `{"response":{"status":"201","location":"AuditEvent/other"}}`, false, true},
	} {
		t.Run("A8 "+tc.name, func(t *testing.T) {
			n := sourcetest.Number(t, subject)
			login := usedBy(policy.Self, n)
			login.Service, login.Session = 0, "session"
			c := (&canned{body: `{"resourceType":"Bundle","type":"batch-response","entry":[` + tc.login + `,{"response":{"status":"201"}}]}`}).client(t)
			faults := c.Write(t.Context(), sourcetest.Inquiry(n), []usagelog.Entry{login, usedBy(policy.Self, n)})
			if (faults[0] == nil) != tc.acknowledged || (faults[1] != nil) != tc.useTooIsFailed {
				t.Errorf("%v", faults)
			}
		})
	}
}

// A link to the next page may hold anything: only the page is taken, and it is
// sent in the form.
func TestNothingPersonalInTheAddress(t *testing.T) {
	answer := &canned{body: `{"resourceType":"Bundle","type":"searchset","link":[{"relation":"next","url":"/AuditEvent/_search?patient.identifier=` + subject + `&_page=2"}],"entry":[` + event("a", "") + `]}`}
	if _, err := answer.client(t).Read(t.Context(), granted(t, sourcetest.Number(t, subject)), fnr.Number{}, nhn.Window{}); sources.KindOf(err) != sources.OverBudget {
		t.Fatal(err)
	}
	if answer.url.RawQuery != "" || strings.Contains(answer.url.Path, subject) {
		t.Error("something personal in the address")
	}
	form, err := url.ParseQuery(answer.form)
	if err != nil || form.Get("_page") != "2" || form.Get("patient.identifier") != "urn:oid:2.16.578.1.12.4.1.4.1|"+subject {
		t.Error("not the second page of the subject's log")
	}
}

// Missing elements, and unknown codes, are nil.
func TestWhatIsTold(t *testing.T) {
	more := `,"type":{"code":"110100"},"subtype":[{"system":"urn:helsegraf:service","code":"NEW_SERVICE"}],"outcome":"8","agent":[{"requestor":true,"name":"` + stranger + `","who":{"identifier":{"value":"` + stranger + `"}}},{"requestor":false,"name":"Logg"}]`
	log, err := (&canned{body: `{"resourceType":"Bundle","type":"searchset","entry":[` + event("a", more) + `]}`}).client(t).Read(t.Context(), granted(t, sourcetest.Number(t, subject)), fnr.Number{}, nhn.Window{})
	if err != nil {
		t.Fatal(err)
	}
	if e := log.Values()[0]; e.Kind != nil || e.Outcome != nil || e.Service != nil || e.Actor != nil || e.Client != nil || e.Code != nil {
		t.Error("something from nothing")
	}
}

// FuzzDecode feeds the decoders any response: they return an error or valid
// entries, and only an acknowledgement counts as one.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"resourceType":"Bundle","type":"batch-response","entry":[{"response":{"status":"201 Created","location":"AuditEvent/entry"}}]}`))
	f.Add([]byte(`{"resourceType":"Bundle","type":"searchset","entry":[` + event("a", `,"outcomeDesc":"RESERVED","agent":[{"requestor":true,"name":"Line Testesen","role":[{"coding":[{"system":"urn:oid:2.16.578.1.12.4.1.1.7611","code":"FO"}]}]}]`) + `]}`))
	f.Add([]byte(`{"resourceType":"Bundle","type":"searchset","link":[{"relation":"next","url":"?_page=2"}]}`))
	n := sourcetest.Number(f, subject)
	self, parent := granted(f, n), granted(f, n, policy.Parent)
	answer := &canned{}
	c := usagelog.New(sourcetest.Replies(answer.reply).Client(f, register), usagelog.Options{MaxPages: 2, NewID: func() string { return "entry" }})
	f.Fuzz(func(t *testing.T, body []byte) {
		answer.body = string(body)
		err := errors.Join(c.Write(t.Context(), sourcetest.Inquiry(n), []usagelog.Entry{usedBy(policy.Self, n)})...)
		if err == nil && !bytes.Contains(body, []byte("batch-response")) {
			t.Error("acknowledged by nobody")
		}
		for _, g := range []policy.Grant{self, parent} {
			log, err := c.Read(t.Context(), g, fnr.Number{}, nhn.Window{})
			if err != nil && log.Rows != nil {
				t.Error("both an answer and an error")
			}
			for _, row := range log.Rows {
				e := row.Value
				if row.Key == "" || e.At.After(time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)) {
					t.Error("an entry without key or time")
				}
				if e.Code != nil && !g.Self() {
					t.Error("the reason is told to a representative")
				}
				if e.Actor != nil && e.Actor.Name != nil && strings.ContainsAny(e.Actor.Name.Full, "0123456789") {
					t.Error("a number in a name")
				}
			}
		}
	})
}
