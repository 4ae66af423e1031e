package usagelog_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/mocks/standin"
	mock "helsegraf/mocks/usagelog"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/usagelog"
)

const register = "usagelog"

// start starts the stand-in and returns the configuration of a client for it.
func start(t *testing.T) (*sourcetest.Env, func(*sources.Config)) {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	return env, env.Login(t, usagelog.Audience, usagelog.Scope)
}

func client(c *sources.Client) *usagelog.Client { return usagelog.New(c, usagelog.Options{}) }

func granted(t testing.TB, subject fnr.Number, relation ...policy.Relation) policy.Grant {
	t.Helper()
	return sourcetest.Grant(t, subject, policy.Privacy, relation...)
}

// usedBy is one use of MEDICATION by line, now.
func usedBy(relation policy.Relation, subject fnr.Number) usagelog.Entry {
	return usagelog.Entry{
		At: sourcetest.Now(), Subject: subject, Service: policy.Medication,
		Actor:  usagelog.Actor{Name: fhir.Named("Line", "", "Testesen"), Relation: &relation},
		Client: policy.Client{ID: "app", Name: "Helseappen"},
	}
}

func TestContract(t *testing.T) {
	env, configure := start(t)
	line := env.Number(t, "line")
	for operation, ask := range map[string]func(context.Context, *sources.Client) error{
		"Write": func(ctx context.Context, c *sources.Client) error {
			return errors.Join(client(c).Write(ctx, sourcetest.Inquiry(line), []usagelog.Entry{usedBy(policy.Self, line)})...)
		},
		"Act": func(ctx context.Context, c *sources.Client) error {
			_, err := client(c).Act(ctx, sourcetest.Inquiry(line), act(line, "INPUT", nil))
			return err
		},
		"AuditEvent/_search": func(ctx context.Context, c *sources.Client) error {
			_, err := client(c).Read(ctx, granted(t, line), fnr.Number{}, nhn.Window{})
			return err
		},
	} {
		t.Run(operation, sourcetest.Contract{Env: env, Register: register, Operation: operation, Configure: configure, Ask: ask, Secrets: []string{"Testesen", "Helseappen"}}.Run)
	}
}

// Entries written for several people in one call are read by each of them, with
// actor, relation, client and outcome.
func TestWriteAndRead(t *testing.T) {
	env, configure := start(t)
	line, dan, berit := env.Number(t, "line"), env.Number(t, "dan"), env.Number(t, "berit")
	c := client(env.Client(t, register, configure))
	refused := usedBy(policy.PowerOfAttorney, berit)
	refused.Refused, refused.Service, refused.Mode = policy.AccessBlocked, policy.Appointment, policy.Write
	login := usedBy(policy.Self, line)
	login.Service = 0
	if err := errors.Join(c.Write(t.Context(), sourcetest.Inquiry(line), []usagelog.Entry{usedBy(policy.Parent, dan), refused, login})...); err != nil {
		t.Fatal(err)
	}
	tally := env.Calls(t)["Write"]
	if tally.Calls != 1 || len(tally.Subjects) != 3 {
		t.Errorf("%d calls about %d subjects, want 1 about 3", tally.Calls, len(tally.Subjects))
	}
	for _, tc := range []struct {
		of       fnr.Number
		kind     usagelog.Kind
		outcome  usagelog.Outcome
		code     string
		relation policy.Relation
		service  policy.Service
	}{
		{dan, "USE", "USED", "", policy.Parent, policy.Medication},
		{berit, "USE", "REFUSED", "ACCESS_BLOCKED", policy.PowerOfAttorney, policy.Appointment},
		{line, "LOGIN", "USED", "", policy.Self, 0},
	} {
		t.Run(string(tc.kind)+" "+tc.relation.String(), func(t *testing.T) {
			log, err := c.Read(t.Context(), granted(t, tc.of), fnr.Number{}, nhn.Window{})
			if err != nil || !log.Complete {
				t.Fatalf("complete %v, %v", log.Complete, err)
			}
			e := log.Values()[0]
			if !e.At.Equal(sourcetest.Now()) || *e.Kind != tc.kind || *e.Outcome != tc.outcome || *e.Actor.Relation != tc.relation || e.Actor.Name.Full != "Line Testesen" {
				t.Errorf("%s %s %s %s", e.At, *e.Kind, *e.Outcome, *e.Actor.Relation)
			}
			if *e.Client.ID != "app" || *e.Client.Name != "Helseappen" {
				t.Error("the application is lost")
			}
			if (tc.code == "") != (e.Code == nil) || e.Code != nil && *e.Code != tc.code {
				t.Error("the code is not the one written")
			}
			if (tc.service == 0) != (e.Service == nil) || e.Service != nil && *e.Service != tc.service {
				t.Error("the service is not the one written")
			}
		})
	}
}

// Only the subject sees why something was refused, not those acting for them.
func TestCodeIsForTheSubject(t *testing.T) {
	env, configure := start(t)
	c := client(env.Client(t, register, configure))
	dina := env.Number(t, "dina")
	for _, tc := range []struct {
		grant policy.Grant
		told  bool
	}{{granted(t, dina), true}, {granted(t, dina, policy.Parent), false}} {
		log, err := c.Read(t.Context(), tc.grant, fnr.Number{}, nhn.Window{})
		if err != nil {
			t.Fatal(err)
		}
		refused := 0
		for _, e := range log.Values() {
			if *e.Outcome != "REFUSED" {
				continue
			}
			refused++
			if (e.Code != nil) != tc.told {
				t.Errorf("told %v, want %v", e.Code != nil, tc.told)
			}
		}
		if refused == 0 {
			t.Error("nothing refused")
		}
	}
}

// Line sees her own uses, those of daniel while he held her power, and his
// attempts afterwards.
func TestOthersUse(t *testing.T) {
	env, configure := start(t)
	log, err := client(env.Client(t, register, configure)).Read(t.Context(), granted(t, env.Number(t, "line")), fnr.Number{}, nhn.Window{})
	if err != nil {
		t.Fatal(err)
	}
	outcomes := map[string]int{}
	for i, e := range log.Values() {
		outcomes[e.Actor.Name.Full+" "+string(*e.Outcome)]++
		if i > 0 && e.At.After(log.Values()[i-1].At) {
			t.Error("not the newest first")
		}
	}
	if outcomes["Daniel Oppdiktbakk USED"] != 2 || outcomes["Daniel Oppdiktbakk REFUSED"] != 1 || outcomes["Line Testesen USED"] < 2 {
		t.Errorf("%v", outcomes)
	}
}

func TestPages(t *testing.T) {
	env, configure := start(t)
	line := env.Number(t, "line")
	shared := env.Client(t, register, configure)
	whole, err := client(shared).Read(t.Context(), granted(t, line), fnr.Number{}, nhn.Window{})
	if err != nil {
		t.Fatal(err)
	}
	env.Reset(t)
	paged, err := usagelog.New(shared, usagelog.Options{PageSize: 3, MaxPages: 100}).Read(t.Context(), granted(t, line), fnr.Number{}, nhn.Window{})
	if err != nil || !paged.Complete || len(paged.Values()) != len(whole.Values()) {
		t.Fatalf("%d of %d entries, %v", len(paged.Values()), len(whole.Values()), err)
	}
	for i := range paged.Values() {
		if paged.Rows[i].Key != whole.Rows[i].Key {
			t.Fatal("another order")
		}
	}
	if want := (len(whole.Values()) + 2) / 3; env.Calls(t)["AuditEvent/_search"].Calls != want {
		t.Errorf("%d calls, want %d", env.Calls(t)["AuditEvent/_search"].Calls, want)
	}
	if _, err := usagelog.New(shared, usagelog.Options{PageSize: 3, MaxPages: 2}).Read(t.Context(), granted(t, line), fnr.Number{}, nhn.Window{}); sources.KindOf(err) != sources.OverBudget {
		t.Errorf("got %v, want over budget", err)
	}
	env.Reset(t)
	some, err := usagelog.New(shared, usagelog.Options{}).Read(t.Context(), granted(t, line), fnr.Number{}, nhn.Window{First: 2, After: whole.Rows[1].Position})
	if err != nil || some.Whole || some.Rows[0].Position != whole.Rows[2].Position || env.Calls(t)["AuditEvent/_search"].Calls != 1 {
		t.Errorf("%+v, %v", some, err)
	}
}

// A write whose response is lost is sent again, and logged once.
func TestWrittenOnce(t *testing.T) {
	env, configure := start(t)
	line := env.Number(t, "line")
	c := client(env.Client(t, register, configure))
	before, err := c.Read(t.Context(), granted(t, line), fnr.Number{}, nhn.Window{})
	if err != nil {
		t.Fatal(err)
	}
	env.Fault(t, standin.Fault{Operation: "Write", Body: "reset"})
	if err := errors.Join(c.Write(t.Context(), sourcetest.Inquiry(line), []usagelog.Entry{usedBy(policy.Self, line)})...); sources.KindOf(err) != sources.Unavailable {
		t.Fatalf("got %v, want unavailable", err)
	}
	if n := env.Calls(t)["Write"].Calls; n != 2 {
		t.Errorf("%d tries, want 2", n)
	}
	env.Heal(t)
	after, err := c.Read(t.Context(), granted(t, line), fnr.Number{}, nhn.Window{})
	if err != nil || len(after.Values()) != len(before.Values())+1 {
		t.Errorf("%d entries more, %v", len(after.Values())-len(before.Values()), err)
	}
}

func TestWithoutLeave(t *testing.T) {
	env, configure := start(t)
	c := client(env.Client(t, register, configure))
	line := env.Number(t, "line")
	if err := errors.Join(c.Write(t.Context(), policy.Inquiry{}, []usagelog.Entry{usedBy(policy.Self, line)})...); sources.KindOf(err) != sources.Denied {
		t.Errorf("Write: %v", err)
	}
	if err := errors.Join(c.Write(t.Context(), sourcetest.Inquiry(line), []usagelog.Entry{{At: sourcetest.Now()}})...); sources.KindOf(err) != sources.Internal {
		t.Errorf("Write about nobody: %v", err)
	}
	if err := errors.Join(c.Write(t.Context(), sourcetest.Inquiry(line), nil)...); err != nil {
		t.Errorf("Write of nothing: %v", err)
	}
	for _, g := range []policy.Grant{{}, sourcetest.Grant(t, line, policy.Profile)} {
		if _, err := c.Read(t.Context(), g, fnr.Number{}, nhn.Window{}); sources.KindOf(err) != sources.Denied {
			t.Errorf("Read: %v", err)
		}
	}
	if len(env.Calls(t)) != 0 {
		t.Error("the register was called")
	}
}

// More entries than the register accepts at once are sent in several calls.
func TestCaseA13Batches(t *testing.T) {
	env, configure := start(t)
	line := env.Number(t, "line")
	c := client(env.Client(t, register, configure))
	entries := make([]usagelog.Entry, 1200)
	for i := range entries {
		entries[i] = usedBy(policy.Self, line)
	}
	if err := errors.Join(c.Write(t.Context(), sourcetest.Inquiry(line), entries)...); err != nil {
		t.Fatal(err)
	}
	if calls := env.Calls(t)["Write"].Calls; calls != 2 {
		t.Errorf("%d calls, want 2", calls)
	}
}

// A failed batch does not affect the others.
func TestCaseA13OneBatchFails(t *testing.T) {
	n := sourcetest.Number(t, subject)
	c := usagelog.New(sourcetest.Replies(func(r *http.Request) (int, string, string) {
		body, _ := io.ReadAll(r.Body) // our own request
		if strings.Contains(string(body), policy.Vaccination.String()) {
			return http.StatusBadRequest, fhir.MediaType, `{"resourceType":"OperationOutcome"}`
		}
		return http.StatusOK, fhir.MediaType, `{"resourceType":"Bundle","type":"batch-response","entry":[{"response":{"status":"201"}},{"response":{"status":"201"}}]}`
	}).Client(t, register), usagelog.Options{BatchSize: 2})
	entries := make([]usagelog.Entry, 8)
	for i := range entries {
		entries[i] = usedBy(policy.Self, n)
	}
	entries[5].Service = policy.Vaccination
	for i, err := range c.Write(t.Context(), sourcetest.Inquiry(n), entries) {
		if (err != nil) != (i == 4 || i == 5) {
			t.Errorf("entry %d: %v", i, err)
		}
	}
}
