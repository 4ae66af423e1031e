package usagelog_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/usagelog"
)

const (
	subject  = sourcetest.Subject
	stranger = sourcetest.Stranger
)

// canned answers everything with one body, and keeps the last question.
type canned struct {
	body string
	form string
	url  *url.URL
}

func (c *canned) reply(r *http.Request) (int, string, string) {
	form, _ := io.ReadAll(r.Body) // it is ours
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
		{"no place told", stored("201 Created", "AuditEvent/1") + "," + stored("201 Created", ""), sources.Mismatch},
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
			err := c.Write(t.Context(), sourcetest.Inquiry(n), []usagelog.Entry{usedBy(policy.Self, n), usedBy(policy.Self, n)})
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

func TestPagesAnswered(t *testing.T) {
	someone := strings.Replace(event("9", ""), subject, stranger, 1)
	both := strings.Replace(event("9", ""), `"entity":[`, `"entity":[{"what":{"identifier":{"value":"`+stranger+`"}},"role":{"code":"1"}},`, 1)
	for _, tc := range []struct {
		name, entries, next, keys string
		want                      sources.Kind
	}{
		{name: "none"},
		{name: "one", entries: event("a", ""), keys: "a"},
		{name: "a stranger's among them", entries: event("a", "") + "," + someone, keys: "a"},
		{name: "only a stranger's", entries: someone, want: sources.Mismatch},
		{name: "about two people", entries: both, want: sources.Mismatch},
		{name: "about nobody", entries: strings.Replace(event("a", ""), `"1"`, `"4"`, 1), want: sources.Mismatch},
		{name: "with a remark", entries: `{"resource":{"resourceType":"OperationOutcome"}},` + event("a", ""), keys: "a"},
		{name: "of another type", entries: strings.Replace(event("a", ""), "AuditEvent", "Provenance", 1), want: sources.Garbled},
		{name: "without a time", entries: strings.Replace(event("a", ""), "2026-11-22T11:00:00Z", "2026", 1), want: sources.Garbled},
		{name: "without an id", entries: event("", ""), want: sources.Garbled},
		{name: "next elsewhere", entries: event("a", ""), next: "http://elsewhere.invalid/AuditEvent/_search?_page=2", want: sources.Garbled},
		{name: "next without a page", entries: event("a", ""), next: "/AuditEvent/_search?_count=2", want: sources.Garbled},
		{name: "next without end", entries: event("a", ""), next: "/AuditEvent/_search?_page=2", keys: "a"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			link := ""
			if tc.next != "" {
				link = `"link":[{"relation":"next","url":"` + tc.next + `"}],`
			}
			c := (&canned{body: `{"resourceType":"Bundle",` + link + `"entry":[` + tc.entries + `]}`}).client(t)
			log, err := c.Read(t.Context(), granted(t, sourcetest.Number(t, subject)))
			var keys []string
			for _, e := range log.Entries {
				keys = append(keys, e.Key)
			}
			if got := strings.Join(keys, " "); got != tc.keys || sources.KindOf(err) != tc.want {
				t.Errorf("%q, %v; want %q, %v", got, err, tc.keys, tc.want)
			}
			if err == nil && log.Complete != (tc.next == "") {
				t.Error("whether it is complete is wrong")
			}
		})
	}
}

// A link to the next page may hold what it likes: only the page is taken, and
// it goes into the form.
func TestNothingPersonalInTheAddress(t *testing.T) {
	answer := &canned{body: `{"resourceType":"Bundle","link":[{"relation":"next","url":"/AuditEvent/_search?patient.identifier=` + subject + `&_page=2"}],"entry":[` + event("a", "") + `]}`}
	if _, err := answer.client(t).Read(t.Context(), granted(t, sourcetest.Number(t, subject))); err != nil {
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

// What the register does not say, or says in words we do not know, is nil.
func TestWhatIsTold(t *testing.T) {
	more := `,"type":{"code":"110100"},"subtype":[{"system":"urn:helsegraf:service","code":"NEW_SERVICE"}],"outcome":"8","agent":[{"requestor":true,"name":"` + stranger + `","who":{"identifier":{"value":"` + stranger + `"}}},{"requestor":false,"name":"Logg"}]`
	log, err := (&canned{body: `{"resourceType":"Bundle","entry":[` + event("a", more) + `]}`}).client(t).Read(t.Context(), granted(t, sourcetest.Number(t, subject)))
	if err != nil {
		t.Fatal(err)
	}
	if e := log.Entries[0]; e.Kind != nil || e.Outcome != nil || e.Service != nil || e.Actor != nil || e.Client != nil || e.Code != nil {
		t.Error("something from nothing")
	}
}

// FuzzDecode feeds the decoders any answer: they refuse it or give entries that
// can be shown, and an acknowledgement is never taken from anything else.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"resourceType":"Bundle","type":"batch-response","entry":[{"response":{"status":"201 Created","location":"AuditEvent/entry"}}]}`))
	f.Add([]byte(`{"resourceType":"Bundle","entry":[` + event("a", `,"outcomeDesc":"RESERVED","agent":[{"requestor":true,"name":"Line Testesen","role":[{"coding":[{"system":"urn:oid:2.16.578.1.12.4.1.1.7611","code":"FO"}]}]}]`) + `]}`))
	f.Add([]byte(`{"resourceType":"Bundle","link":[{"relation":"next","url":"?_page=2"}]}`))
	n := sourcetest.Number(f, subject)
	self, parent := granted(f, n), granted(f, n, policy.Parent)
	answer := &canned{}
	c := usagelog.New(sourcetest.Replies(answer.reply).Client(f, register), usagelog.Options{MaxPages: 2, NewID: func() string { return "entry" }})
	f.Fuzz(func(t *testing.T, body []byte) {
		answer.body = string(body)
		err := c.Write(t.Context(), sourcetest.Inquiry(n), []usagelog.Entry{usedBy(policy.Self, n)})
		if err == nil && !bytes.Contains(body, []byte("batch-response")) {
			t.Error("acknowledged by nobody")
		}
		for _, g := range []policy.Grant{self, parent} {
			log, err := c.Read(t.Context(), g)
			if err != nil && log.Entries != nil {
				t.Error("both an answer and an error")
			}
			for _, e := range log.Entries {
				if e.Key == "" || e.At.After(time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)) {
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
