package nhn_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/policy"
	mockhenvisninger "helsegraf/mocks/henvisninger"
	"helsegraf/mocks/issuer"
	mockkjernejournal "helsegraf/mocks/kjernejournal"
	mockpasientjournal "helsegraf/mocks/pasientjournal"
	mockprovesvar "helsegraf/mocks/provesvar"
	mockreseptformidler "helsegraf/mocks/reseptformidler"
	"helsegraf/mocks/standin"
	mocksysvak "helsegraf/mocks/sysvak"
	"helsegraf/mocks/world"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/henvisninger"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/nhn"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/provesvar"
	"helsegraf/sources/reseptformidler"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/sysvak"
)

// register is one of the registers that speak FHIR, with its stand-in's response
// about line.
type register struct {
	name   string
	kind   string // of the listed records
	answer []byte
	ask    func(context.Context, *sources.Client) (seen, error)
	key    func(resource map[string]any) string
}

// seen is the model's content.
type seen struct {
	model    string
	keys     []string
	complete bool
}

// recording keeps the last bundle received.
type recording struct {
	next   http.RoundTripper
	bundle []byte
}

func (r *recording) RoundTrip(q *http.Request) (*http.Response, error) {
	resp, err := r.next.RoundTrip(q)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if resp.Body = io.NopCloser(bytes.NewReader(body)); bytes.Contains(body, []byte(`"Bundle"`)) {
		r.bundle = body
	}
	return resp, err
}

func text(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// registers are those read by search, with their stand-ins.
func registers(t testing.TB) []*register {
	t.Helper()
	prescriptions := &register{name: "reseptformidler", kind: "MedicationStatement", key: func(r map[string]any) string {
		for _, i := range list(r["identifier"]) {
			if fmt.Sprint(at(i, "type", "text")) == "ReseptId" {
				return fmt.Sprint(at(i, "value"))
			}
		}
		return ""
	}}
	allergies := &register{name: "kjernejournal", kind: "AllergyIntolerance", key: func(r map[string]any) string { return fmt.Sprint(r["id"]) }}
	documents := &register{name: "pasientjournal", kind: "DocumentReference", key: func(r map[string]any) string {
		u, err := url.Parse(fmt.Sprint(at(list(r["content"])[0], "attachment", "url")))
		if err != nil {
			return ""
		}
		return u.Query().Get("documentUniqueId")
	}}
	env := sourcetest.Start(t, mockreseptformidler.New)
	medication := sourcetest.Grant(t, env.Number(t, "line"), policy.Medication)
	prescriptions.ask = func(ctx context.Context, c *sources.Client) (seen, error) {
		l, err := reseptformidler.New(c, reseptformidler.Options{}).Prescriptions(ctx, medication, reseptformidler.Current)
		s := seen{model: text(t, l.Prescriptions), complete: l.Complete}
		for _, p := range l.Prescriptions {
			s.keys = append(s.keys, p.ID.Key)
		}
		return s, err
	}
	prescriptions.learn(t, env, reseptformidler.Audience, reseptformidler.Scope, "")

	env = sourcetest.Start(t, mockkjernejournal.New)
	record := sourcetest.Grant(t, env.Number(t, "line"), policy.SummaryCareRecord)
	allergies.ask = func(ctx context.Context, c *sources.Client) (seen, error) {
		k := kjernejournal.New(c, kjernejournal.Options{})
		r, err := k.Record(ctx, record)
		if err != nil {
			return seen{}, err
		}
		l, err := k.Allergies(ctx, *r.CriticalInformation)
		s := seen{model: text(t, l), complete: true}
		for _, a := range l {
			s.keys = append(s.keys, a.ID.Key)
		}
		return s, err
	}
	allergies.learn(t, env, kjernejournal.Audience, kjernejournal.Scope, "")

	env = sourcetest.Start(t, func(w *world.World, i *issuer.Issuer) *standin.StandIn {
		return mockpasientjournal.NewRegion(w, i, "SOR_OST")
	})
	journal := sourcetest.Grant(t, env.Number(t, "line"), policy.HospitalJournal)
	documents.ask = func(ctx context.Context, c *sources.Client) (seen, error) {
		d, err := pasientjournal.New(pasientjournal.Options{}, c).Documents(ctx, journal, pasientjournal.SorOst, nhn.Window{})
		s := seen{complete: d.Complete}
		for i := range d.Values() {
			d.Values()[i].Grant = policy.Grant{}
			if at := d.Values()[i].CreatedAt; at != nil {
				*at = at.UTC()
			}
			s.keys = append(s.keys, d.Values()[i].Ref.UniqueID)
		}
		s.model = text(t, d.Values())
		return s, err
	}
	documents.learn(t, env, pasientjournal.Audience, pasientjournal.Scope, "SOR_OST")

	byID := func(r map[string]any) string { return fmt.Sprint(r["id"]) }
	vaccinations := &register{name: "sysvak", kind: "Immunization", key: byID}
	env = sourcetest.Start(t, mocksysvak.New)
	vaccines := sourcetest.Grant(t, env.Number(t, "line"), policy.Vaccination)
	vaccinations.ask = func(ctx context.Context, c *sources.Client) (seen, error) {
		l, err := sysvak.New(c, nhn.Options{}).Vaccinations(ctx, vaccines)
		s := seen{model: text(t, l), complete: true}
		for _, v := range append(l.Given, l.NotGiven...) {
			s.keys = append(s.keys, v.ID.Key)
		}
		return s, err
	}
	vaccinations.learn(t, env, sysvak.Audience, sysvak.Scope, "")

	results := &register{name: "provesvar", kind: "DiagnosticReport", key: func(r map[string]any) string {
		i := list(r["identifier"])[0]
		return fmt.Sprint(at(i, "system"), "|", at(i, "value"))
	}}
	env = sourcetest.Start(t, mockprovesvar.New)
	tests := sourcetest.Grant(t, env.Number(t, "line"), policy.TestResult)
	results.ask = func(ctx context.Context, c *sources.Client) (seen, error) {
		l, err := provesvar.New(c, nhn.Options{}).Reports(ctx, tests)
		s := seen{complete: l.Complete}
		utc := func(at *time.Time) {
			if at != nil {
				*at = at.UTC()
			}
		}
		for i := range l.Results {
			r := &l.Results[i]
			r.Grant = policy.Grant{}
			utc(r.IssuedAt)
			utc(r.FirstIssuedAt)
			for j := range r.Specimens {
				utc(r.Specimens[j].TakenAt)
			}
			s.keys = append(s.keys, r.ID.Key)
		}
		s.model = text(t, l.Results)
		return s, err
	}
	results.learn(t, env, provesvar.Audience, provesvar.Scope, "")

	referrals := &register{name: "henvisninger", kind: "ServiceRequest", key: func(r map[string]any) string {
		return strings.TrimPrefix(fmt.Sprint(at(list(r["identifier"])[0], "value")), "urn:uuid:")
	}}
	env = sourcetest.Start(t, mockhenvisninger.New)
	referral := sourcetest.Grant(t, env.Number(t, "line"), policy.Referral)
	referrals.ask = func(ctx context.Context, c *sources.Client) (seen, error) {
		l, err := henvisninger.New(c, nhn.Options{}).Referrals(ctx, referral)
		s := seen{model: text(t, l), complete: true}
		for _, r := range l {
			s.keys = append(s.keys, r.ID.Key)
		}
		return s, err
	}
	referrals.learn(t, env, henvisninger.Audience, henvisninger.Scope, "")
	return []*register{prescriptions, allergies, documents, vaccinations, results, referrals, diary(t), contacts(t), entered(t), errands(t)}
}

// learn calls the stand-in once, and keeps its response.
func (r *register) learn(t testing.TB, env *sourcetest.Env, audience, scope, region string) {
	t.Helper()
	wire := &recording{next: http.DefaultTransport}
	c := env.Client(t, r.name, env.Login(t, audience, scope), func(c *sources.Config) { c.Region, c.Transport = region, wire })
	if s, err := r.ask(t.Context(), c); err != nil || len(s.keys) == 0 || !s.complete {
		t.Fatalf("%s: %+v, %v", r.name, s, err)
	}
	r.answer = wire.bundle
}

// says reads the register when it responds with these pages.
func (r *register) says(t testing.TB, pages []string) (s seen, partial bool, err error) {
	t.Helper()
	served := 0
	region := ""
	if r.name == "pasientjournal" {
		region = "SOR_OST"
	}
	names, about := subjectOf(r.first())
	number := fmt.Sprint(at(names, about, "identifier", "value"))
	c := sourcetest.Replies(func(q *http.Request) (int, string, string) {
		if strings.HasSuffix(q.URL.Path, "/status") {
			return http.StatusOK, "application/json", `{"patientNIN":"` + number + `","hasCriticalInformation":true,"privacySetting":{"hasReservationKjernejournal":false}}`
		}
		page := pages[min(served, len(pages)-1)]
		served++
		return http.StatusOK, fhir.MediaType, page
	}).Client(t, r.name, func(c *sources.Config) { c.Region = region })
	report := &sources.Report{}
	s, err = r.ask(sources.WithReport(context.Background(), report), c)
	for _, e := range report.Entries() {
		partial = partial || e.Partial
	}
	return s, partial, err
}

// first is the first listed record.
func (r *register) first() map[string]any {
	for _, e := range decoded(r.answer).entries {
		if res := resourceOf(e); res["resourceType"] == r.kind {
			return res
		}
	}
	return nil
}

// subjectOf is the member that names a record's patient, and the object that has it:
// the record, or the first of its participants.
func subjectOf(r map[string]any) (names map[string]any, member string) {
	if all := list(r["participant"]); len(all) > 0 {
		return all[0].(map[string]any), "actor"
	}
	for _, member := range []string{"patient", "owner"} {
		if _, ok := r[member]; ok {
			return r, member
		}
	}
	return r, "subject"
}

func at(v any, road ...string) any {
	for _, name := range road {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}
