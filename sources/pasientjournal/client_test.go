package pasientjournal_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/mocks"
	"helsegraf/sources"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/sourcetest"
)

const register = "pasientjournal"

var regions = []pasientjournal.Region{pasientjournal.Nord, pasientjournal.Midt, pasientjournal.Vest, pasientjournal.SorOst}

// hospitals are the stand-ins of all regions.
type hospitals map[pasientjournal.Region]*sourcetest.Env

func start(t *testing.T) hospitals {
	t.Helper()
	all := hospitals{}
	for _, r := range regions {
		all[r] = region(t, r)
	}
	return all
}

func region(t *testing.T, r pasientjournal.Region) *sourcetest.Env {
	t.Helper()
	return sourcetest.Start(t, func(w *mocks.World, i *mocks.Issuer) *mocks.StandIn { return mocks.NewPasientjournal(w, i, string(r)) })
}

func configure(t *testing.T, e *sourcetest.Env, r pasientjournal.Region) func(*sources.Config) {
	auth := e.HelseID(t, pasientjournal.Audience, pasientjournal.Scope)
	return func(c *sources.Config) { c.Region, c.Authorizer = string(r), auth }
}

func (h hospitals) client(t *testing.T) *pasientjournal.Client {
	t.Helper()
	var all []*sources.Client
	for _, r := range regions {
		all = append(all, h[r].Client(t, register, configure(t, h[r], r)))
	}
	return pasientjournal.New(all...)
}

func (h hospitals) grant(t *testing.T, persona string, relation ...policy.Relation) policy.Grant {
	t.Helper()
	return granted(t, h[pasientjournal.Nord], persona, relation...)
}

func granted(t *testing.T, e *sourcetest.Env, persona string, relation ...policy.Relation) policy.Grant {
	t.Helper()
	return sourcetest.Grant(t, e.Number(t, persona), policy.HospitalJournal, relation...)
}

// all is what the holder of g sees, of all regions.
func all(t *testing.T, c *pasientjournal.Client, g policy.Grant) ([]pasientjournal.JournalDocument, int) {
	t.Helper()
	var parts []pasientjournal.RegionDocuments
	faults := 0
	for _, r := range c.Regions() {
		part, err := c.Documents(t.Context(), g, r)
		if err != nil {
			t.Fatal(err)
		}
		parts, faults = append(parts, part), faults+part.DataFaults
	}
	return pasientjournal.Merge(parts...), faults
}

func saveNothing(string, string) error { return nil }

func TestContract(t *testing.T) {
	for _, r := range regions {
		t.Run(string(r), func(t *testing.T) {
			t.Parallel()
			env := region(t, r)
			line, settings := granted(t, env, "line"), configure(t, env, r)
			found, err := pasientjournal.New(env.Client(t, register, settings)).Documents(t.Context(), line, r)
			if err != nil {
				t.Fatal(err)
			}
			ref := found.Documents[0].Ref
			for _, c := range []sourcetest.Contract{
				{Operation: "ITI-67", Ask: func(ctx context.Context, s *sources.Client) error {
					_, err := pasientjournal.New(s).Documents(ctx, line, r)
					return err
				}},
				{Operation: "AuditEvent/_search", Ask: func(ctx context.Context, s *sources.Client) error {
					_, err := pasientjournal.New(s).AccessLog(ctx, line, r)
					return err
				}},
				{Operation: "ITI-68", Streamed: true, Ask: func(ctx context.Context, s *sources.Client) error {
					return pasientjournal.New(s).Content(ctx, line, ref, saveNothing, io.Discard)
				}},
			} {
				c.Env, c.Register, c.Configure = env, register, settings
				c.Secrets = []string{ref.UniqueID, "eksempelsykehus"}
				t.Run(c.Operation, c.Run)
			}
		})
	}
}

// The days are how long ago the stand-in's script says a document was made.
func TestWhoSeesWhat(t *testing.T) {
	h := start(t)
	c := h.client(t)
	tests := []struct {
		about    string
		persona  string
		relation []policy.Relation
		days     []int
	}{
		{"herself: nothing denied or deferred, what she blocked for personnel, what her parents may not see", "line", nil,
			[]int{3, 20, 45, 80, 140, 200, 260, 330, 400, 520, 610, 700, 900, 1100, 3420, 4850}},
		{"one she gave a power: as herself", "line", []policy.Relation{policy.PowerOfAttorney},
			[]int{3, 20, 45, 80, 140, 200, 260, 330, 400, 520, 610, 700, 900, 1100, 3420, 4850}},
		{"a guardian: not NORN_FORANS", "line", []policy.Relation{policy.Guardian},
			[]int{3, 20, 45, 80, 140, 200, 260, 330, 520, 610, 700, 900, 1100, 3420, 4850}},
		{"a parent: not NORN_FORANS, but NORN_UNGDOM", "dan", []policy.Relation{policy.Parent}, []int{14, 60, 61, 300, 301, 900}},
		{"a parent who is guardian too: the strictest of both", "dan", []policy.Relation{policy.Parent, policy.Guardian}, []int{14, 60, 61, 301, 900}},
		{"the child: the other way round", "dan", nil, []int{14, 60, 61, 200, 301, 900}},
		{"16 today: NORN_UNGDOM stays hidden", "unni", nil, []int{50, 51, 500}},
	}
	for _, tt := range tests {
		t.Run(tt.about, func(t *testing.T) {
			documents, _ := all(t, c, h.grant(t, tt.persona, tt.relation...))
			var days []int
			for _, d := range documents {
				days = append(days, int(math.Floor(h[d.Region].World.Today().AddDate(0, 0, 1).Sub(*d.CreatedAt).Hours()/24)))
			}
			if !slices.Equal(days, tt.days) {
				t.Errorf("sees those of %v days ago, want %v", days, tt.days)
			}
		})
	}
}

func TestDocuments(t *testing.T) {
	h := start(t)
	documents, faults := all(t, h.client(t), h.grant(t, "line"))
	if faults != 2 {
		t.Errorf("%d data faults, want the one without a label and the one with an unknown label", faults)
	}
	places, keys := map[pasientjournal.Region]bool{}, map[string]bool{}
	for _, d := range documents {
		places[d.Region] = true
		if keys[d.Key] {
			t.Errorf("%s twice", d.Key)
		}
		keys[d.Key] = true
		if d.Title == nil || d.Author == nil || d.Author.Name == nil || d.ContentType == nil || d.Ref.Region != d.Region {
			t.Errorf("%s: something is missing", d.Key)
		}
		if d.Type == nil || d.Type.Display == nil || *d.Type.System != "urn:oid:2.16.578.1.12.4.1.1.9602" {
			t.Errorf("%s: type is not normalised", d.Key)
		}
	}
	if len(places) != len(regions) {
		t.Errorf("documents of %d regions, want %d", len(places), len(regions))
	}
}

func TestPages(t *testing.T) {
	h := start(t)
	c := h.client(t)
	home := h[pasientjournal.SorOst] // where astrid lives
	home.Reset(t)
	part, err := c.Documents(t.Context(), h.grant(t, "astrid"), pasientjournal.SorOst)
	if err != nil {
		t.Fatal(err)
	}
	calls := home.Calls(t)["ITI-67"].Calls
	if calls < 3 || len(part.Documents) < 50*(calls-2) {
		t.Errorf("%d documents in %d calls", len(part.Documents), calls)
	}
	for i := range part.Documents[1:] {
		if part.Documents[i].CreatedAt.Before(*part.Documents[i+1].CreatedAt) {
			t.Fatal("not newest first")
		}
	}
}

func TestNothingKnown(t *testing.T) {
	h := start(t)
	documents, _ := all(t, h.client(t), h.grant(t, "ada"))
	for _, r := range regions {
		if n := h[r].Calls(t)["ITI-67"].Calls; n != 1 {
			t.Errorf("%s: %d calls", r, n)
		}
	}
	if documents == nil {
		t.Error("all regions answered, so the list is empty and not unknown")
	}
}

func TestAccessLog(t *testing.T) {
	h := start(t)
	c := h.client(t)
	var forSelf, forGuardian [][]pasientjournal.JournalAccess
	for _, r := range regions {
		rows, err := c.AccessLog(t.Context(), h.grant(t, "line"), r)
		if err != nil {
			t.Fatal(err)
		}
		forSelf = append(forSelf, rows)
		if rows, err = c.AccessLog(t.Context(), h.grant(t, "line", policy.Guardian), r); err != nil {
			t.Fatal(err)
		}
		forGuardian = append(forGuardian, rows)
	}
	rows := pasientjournal.MergeAccess(forSelf...)
	// The register's own count of rows, hidden ones included.
	if filed := 31 * 2; len(rows) == 0 || len(rows) >= filed {
		t.Errorf("%d rows of about %d: those of hidden documents must be gone", len(rows), filed)
	}
	if n := len(pasientjournal.MergeAccess(forGuardian...)); n >= len(rows) {
		t.Errorf("a guardian sees %d rows of %d, though one document fewer", n, len(rows))
	}
	for _, row := range rows {
		if row.At == nil || row.Who == nil || row.Who.Name == nil || row.Who.Role == nil || row.Who.Unit == nil || row.Purpose.Display == nil {
			t.Fatalf("%s: something is missing", row.Key)
		}
		said := fmt.Sprint(row.Key, *row.Who.Name, *row.Who.Role, *row.Who.Unit)
		for _, p := range h[row.Region].World.People() {
			if strings.Contains(said, p.Number) {
				t.Fatal("the identity number of personnel")
			}
		}
	}
}

func TestContent(t *testing.T) {
	h := start(t)
	c := h.client(t)
	documents, _ := all(t, c, h.grant(t, "line"))
	begins := map[string]string{"application/pdf": "%PDF-1.4\n", "application/xml": "<?xml ", "text/plain": ""}
	for _, d := range documents {
		var media, name string
		var body bytes.Buffer
		err := c.Content(t.Context(), h.grant(t, "line"), d.Ref, func(contentType, filename string) error {
			media, name = contentType, filename
			return nil
		}, &body)
		if err != nil {
			t.Fatal(err)
		}
		if media != *d.ContentType || !strings.HasPrefix(body.String(), begins[media]) || body.Len() < 100 {
			t.Errorf("%s: %d bytes of %s", d.Key, body.Len(), media)
		}
		if !strings.HasPrefix(name, strings.NewReplacer("(", "-", ")", "-").Replace(*d.Title)+" 20") || !strings.Contains(name, ".") {
			t.Errorf("%s: the file is called %q", d.Key, name)
		}
	}
}

func TestContentIsDecidedAgain(t *testing.T) {
	h := start(t)
	c := h.client(t)
	daughters := h.grant(t, "dan")
	visible := func(g policy.Grant) map[pasientjournal.DocumentRef]bool {
		documents, _ := all(t, c, g)
		refs := map[pasientjournal.DocumentRef]bool{}
		for _, d := range documents {
			refs[d.Ref] = true
		}
		return refs
	}
	asChild, asParent := visible(daughters), visible(h.grant(t, "dan", policy.Parent))
	for _, e := range h {
		e.Reset(t)
	}
	refused := 0
	for ref := range asParent {
		for holder, g := range map[string]policy.Grant{"the child": daughters, "a stranger": h.grant(t, "line")} {
			if holder == "the child" && asChild[ref] {
				continue
			}
			refused++
			err := c.Content(t.Context(), g, ref, func(string, string) error { t.Error("head is called"); return nil }, io.Discard)
			if sources.KindOf(err) != sources.NotFound {
				t.Errorf("%s gets %v, want not found", holder, err)
			}
		}
	}
	if refused < 2 {
		t.Fatal("nothing was refused")
	}
	for r, e := range h {
		if n := e.Calls(t)["ITI-68"].Calls; n != 0 {
			t.Errorf("%s: %d documents asked for", r, n)
		}
	}
}

// The stand-in's large document is drawn while it is sent, so what the whole
// test allocates tells whether anybody gathers it.
func TestContentIsNotGathered(t *testing.T) {
	h := start(t)
	c, line := h.client(t), h.grant(t, "line")
	documents, _ := all(t, c, line)
	i := slices.IndexFunc(documents, func(d pasientjournal.JournalDocument) bool { return *d.Title == "Røntgen thorax" })
	var to measure
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := c.Content(t.Context(), line, documents[i].Ref, saveNothing, &to); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if to.bytes < 20<<20 {
		t.Fatalf("only %d bytes", to.bytes)
	}
	if to.largest > 64<<10 {
		t.Errorf("came in pieces of up to %d bytes", to.largest)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 8<<20 {
		t.Errorf("%d bytes were allocated for a document of %d", took, to.bytes)
	}
}

type measure struct{ bytes, largest int }

func (m *measure) Write(p []byte) (int, error) {
	m.bytes, m.largest = m.bytes+len(p), max(m.largest, len(p))
	return len(p), nil
}

func TestNoCallWithoutAGrant(t *testing.T) {
	h := start(t)
	c := h.client(t)
	for name, g := range map[string]policy.Grant{
		"none":                {},
		"for another service": sourcetest.Grant(t, h[pasientjournal.Nord].Number(t, "line"), policy.Medication),
	} {
		_, documents := c.Documents(t.Context(), g, pasientjournal.Nord)
		_, log := c.AccessLog(t.Context(), g, pasientjournal.Nord)
		content := c.Content(t.Context(), g, pasientjournal.DocumentRef{Region: pasientjournal.Nord}, saveNothing, io.Discard)
		for _, err := range []error{documents, log, content} {
			if sources.KindOf(err) != sources.Denied {
				t.Errorf("%s: got %v, want denied", name, err)
			}
		}
	}
	if calls := h[pasientjournal.Nord].Calls(t); len(calls) != 0 {
		t.Errorf("the register was called: %v", calls)
	}
}

func TestRegionNotSetUp(t *testing.T) {
	env := region(t, pasientjournal.Nord)
	c := pasientjournal.New(env.Client(t, register, configure(t, env, pasientjournal.Nord)))
	_, err := c.Documents(t.Context(), granted(t, env, "line"), pasientjournal.Vest)
	if sources.KindOf(err) != sources.Unavailable {
		t.Errorf("got %v, want unavailable", err)
	}
}

func TestAHospitalIsMissing(t *testing.T) {
	h := start(t)
	c := h.client(t)
	h[pasientjournal.Midt].Fault(t, mocks.Fault{Body: "missing"})
	part, err := c.Documents(t.Context(), h.grant(t, "line"), pasientjournal.Midt)
	if err != nil || !part.Partial || len(part.Documents) == 0 {
		t.Errorf("got %d documents, partial %v, %v", len(part.Documents), part.Partial, err)
	}
}

// Behind a path prefix the register's links hold the prefix too.
func TestUnderAPrefix(t *testing.T) {
	env := region(t, pasientjournal.Nord)
	front := httptest.NewServer(http.StripPrefix("/registers/sor-ost", mocks.NewPasientjournal(env.World, env.Issuer, "SOR_OST")))
	defer front.Close()
	c := pasientjournal.New(env.Client(t, register, configure(t, env, pasientjournal.SorOst), func(c *sources.Config) { c.BaseURL = front.URL + "/registers/sor-ost/" }))
	part, err := c.Documents(t.Context(), granted(t, env, "astrid"), pasientjournal.SorOst)
	if err != nil || len(part.Documents) < 51 {
		t.Fatalf("%d documents, %v", len(part.Documents), err)
	}
	if err := c.Content(t.Context(), granted(t, env, "astrid"), part.Documents[0].Ref, saveNothing, io.Discard); err != nil {
		t.Error(err)
	}
}

// written is a client of a register that answers every search as told. The
// word PATIENT in the answer becomes the subject's number.
func written(t testing.TB, answer func(*http.Request) (status int, body string)) (*pasientjournal.Client, policy.Grant) {
	t.Helper()
	const number = "14837846839"
	s, err := sources.New(sources.Config{
		Register: register, Region: "NORD", BaseURL: "https://nord.example/pjd",
		Transport: transport(func(r *http.Request) (*http.Response, error) {
			status, body := answer(r)
			body = strings.ReplaceAll(body, "PATIENT", number)
			return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/fhir+json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	return pasientjournal.New(s), sourcetest.Grant(t, sourcetest.Number(t, number), policy.HospitalJournal)
}

type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

const (
	good = `{"resourceType":"DocumentReference","status":"current","type":{"coding":[{"system":"urn:oid:2.16.578.1.12.4.1.1.9602","code":"A03-2"}]},
 "subject":{"identifier":{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"PATIENT"}},"date":"2026-10-02","author":[{},{"display":"Avdeling"}],
 "securityLabel":[{"coding":[{"system":"urn:oid:2.16.840.1.113883.5.25","code":"N"},{"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"N"}]}],
 "content":[{"attachment":{"contentType":"application/pdf","title":"Epikrise","creation":"2026-10-02T09:00:00+02:00","url":"/pjd/mhd/document?documentUniqueId=2.999.1&repositoryUniqueId=2.999.2&homeCommunityId=urn:oid:2.999.3"}}]}`
	label = `"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"N"`
)

func bundle(entries ...string) string {
	var all []string
	for _, e := range entries {
		all = append(all, `{"resource":`+e+`}`)
	}
	return `{"resourceType":"Bundle","type":"searchset","total":99,"entry":[` + strings.Join(all, ",") + `]}`
}

func TestRecords(t *testing.T) {
	swap := func(from, to string) string {
		if !strings.Contains(good, from) {
			t.Fatalf("%q is not in the record", from)
		}
		return strings.Replace(good, from, to, 1)
	}
	second := strings.ReplaceAll(good, "2.999.1&", "2.999.1.2&")
	foreign := swap("PATIENT", "02917543596")
	tests := []struct {
		name    string
		records []string
		shown   int
		faults  int
		want    error
	}{
		{"one", []string{good}, 1, 0, nil},
		{"none", nil, 0, 0, nil},
		{"the same twice", []string{good, good}, 1, 0, nil},
		{"twice, once with a stricter label", []string{good, swap(label, `"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"NORU"`)}, 0, 0, nil},
		{"no subject", []string{swap("PATIENT", "")}, 0, 0, sources.Mismatch},
		{"about another", []string{foreign}, 0, 0, sources.Mismatch},
		{"one of two about another", []string{foreign, second}, 1, 0, nil},
		{"a subject of another system", []string{swap("12.4.1.4.1\"", "12.4.1.4.4\"")}, 0, 0, sources.Mismatch},
		{"blocked for personnel", []string{swap(label, `"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"NORS"`)}, 1, 0, nil},
		{"no label", []string{swap(label, `"system":"urn:other","code":"N"`)}, 0, 1, nil},
		{"an unknown label", []string{swap(label, `"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"n"`)}, 0, 1, nil},
		{"a label without system", []string{swap(label, `"code":"NORN_FFL"}, {`+label)}, 0, 0, nil},
		{"a label by an older name", []string{swap(label, `"system":"http://ehelse.no/fhir/CodeSystem/no-kodeverk-9603","code":"NORN_FFL"}, {`+label)}, 0, 0, nil},
		{"a label in meta", []string{swap(`"status"`, `"meta":{"security":[{"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"NORU"}]},"status"`)}, 0, 0, nil},
		{"superseded", []string{swap("current", "superseded")}, 0, 1, nil},
		{"content on another host", []string{swap("/pjd/mhd", "https://other.example/pjd/mhd")}, 0, 1, nil},
		{"content at another place", []string{swap("/pjd/mhd/document", "/admin")}, 0, 1, nil},
		{"content nowhere", []string{swap(`"content":[`, `"contents":[`)}, 0, 1, nil},
		{"the number in the address", []string{swap("2.999.1&", "2.999.PATIENT&")}, 0, 1, nil},
		{"one that does not decode", []string{second, swap(`"title":"Epikrise"`, `"title":[1]`)}, 1, 1, nil},
		{"none that decodes", []string{swap(`"title":"Epikrise"`, `"title":[1]`)}, 0, 0, sources.Garbled},
		{"something else", []string{`{"resourceType":"Patient","id":"x"}`}, 0, 0, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, g := written(t, func(*http.Request) (int, string) { return http.StatusOK, bundle(tt.records...) })
			part, err := c.Documents(t.Context(), g, "NORD")
			if len(part.Documents) != tt.shown || part.DataFaults != tt.faults || sources.KindOf(err) != sources.KindOf(tt.want) {
				t.Errorf("%d shown, %d faults, %v; want %d, %d, %v", len(part.Documents), part.DataFaults, err, tt.shown, tt.faults, tt.want)
			}
		})
	}
}

func TestFields(t *testing.T) {
	one := func(t *testing.T, record string) pasientjournal.JournalDocument {
		t.Helper()
		c, g := written(t, func(*http.Request) (int, string) { return http.StatusOK, bundle(record) })
		part, err := c.Documents(t.Context(), g, "NORD")
		if err != nil || len(part.Documents) != 1 {
			t.Fatal(len(part.Documents), err)
		}
		return part.Documents[0]
	}
	d := one(t, good)
	if d.Type.Code != "A03-2" || *d.Type.Display != "Epikrise" || *d.Author.Name != "Avdeling" || !d.CreatedAt.Equal(time.Date(2026, 10, 2, 7, 0, 0, 0, time.UTC)) ||
		d.Ref != (pasientjournal.DocumentRef{Region: "NORD", UniqueID: "2.999.1", RepositoryID: "2.999.2", HomeCommunityID: "urn:oid:2.999.3"}) {
		t.Errorf("%+v", d)
	}
	d = one(t, strings.NewReplacer(`"creation":"2026-10-02T09:00:00+02:00",`, "", `"Epikrise"`, `"Epikrise 148378 46839"`, `"Avdeling"`, `""`, `A03-2`, `X99-9`).Replace(good))
	if d.Title != nil || d.Author != nil || d.Type.Display != nil || !d.CreatedAt.Equal(time.Date(2026, 10, 2, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", d)
	}
	if d = one(t, strings.NewReplacer(`"creation":"2026-10-02T09:00:00+02:00",`, "", `2026-10-02`, `2026-10`).Replace(good)); d.CreatedAt != nil {
		t.Error("a month is no day")
	}
}

// A link decides nothing but the number of the next page.
func TestLinks(t *testing.T) {
	const here = "https://nord.example/pjd/R4/fhir/DocumentReference/_search"
	page := func(link string) string {
		return strings.Replace(bundle(good), `"total"`, `"link":[{"relation":"next","url":"`+link+`"}],"total"`, 1)
	}
	for link, want := range map[string]sources.Kind{
		here + "?_page=2": 0,
		here + "?_page=2&patient.identifier=02917543596": 0,
		"?_page=2":        0,
		here + "?_page=0": sources.Garbled,
		here + "?_page=x": sources.Garbled,
		here + "?page=2":  sources.Garbled,
		"https://other.example/pjd/R4/fhir/DocumentReference/_search?_page=2": sources.Garbled,
		"https://nord.example/pjd/R4/fhir/Patient/_search?_page=2":            sources.Garbled,
	} {
		t.Run(link, func(t *testing.T) {
			var asked []string
			c, g := written(t, func(r *http.Request) (int, string) {
				body, err := io.ReadAll(r.Body)
				if err != nil {
					t.Error(err)
				}
				asked = append(asked, r.URL.String()+" "+string(body))
				if len(asked) > 1 {
					return http.StatusOK, bundle()
				}
				return http.StatusOK, page(link)
			})
			_, err := c.Documents(t.Context(), g, "NORD")
			if sources.KindOf(err) != want {
				t.Fatalf("got %v, want %v", err, want)
			}
			const first = here + " _count=50&_sort=-date&patient.identifier=14837846839&status=current"
			second := strings.Replace(first, "&_sort", "&_page=2&_sort", 1)
			if want == 0 && !slices.Equal(asked, []string{first, second}) {
				t.Errorf("asked %q", asked)
			}
		})
	}
	t.Run("no end", func(t *testing.T) {
		n := 1
		c, g := written(t, func(*http.Request) (int, string) { n++; return http.StatusOK, page(fmt.Sprint("?_page=", n)) })
		if _, err := c.Documents(t.Context(), g, "NORD"); sources.KindOf(err) != sources.OverBudget {
			t.Errorf("got %v, want over budget", err)
		}
	})
}

// Only the register itself can say that it knows nothing of a patient.
func TestNotFound(t *testing.T) {
	for body, want := range map[string]sources.Kind{
		`{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found"}]}`:     0,
		`{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-supported"}]}`: sources.Garbled,
		`{}`: sources.Garbled,
	} {
		c, g := written(t, func(*http.Request) (int, string) { return http.StatusNotFound, body })
		part, err := c.Documents(t.Context(), g, "NORD")
		if sources.KindOf(err) != want || (want == 0) != (part.Documents != nil) {
			t.Errorf("%s: got %v", body, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	seeds, err := filepath.Glob("testdata/*.json")
	if err != nil || len(seeds) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, name := range seeds {
		seed, err := os.ReadFile(filepath.Clean(name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(seed))
	}
	f.Add(bundle(good))
	f.Fuzz(func(t *testing.T, body string) {
		c, g := written(t, func(*http.Request) (int, string) { return http.StatusOK, body })
		part, err := c.Documents(t.Context(), g, "NORD")
		if (err == nil) != (part.Documents != nil) {
			t.Error("a list and an error, or neither")
		}
		for _, d := range part.Documents {
			if d.Ref.Region != "NORD" || d.Ref.UniqueID == "" || strings.Contains(d.Key, "14837846839") {
				t.Errorf("%+v", d.Ref)
			}
		}
		rows, err := c.AccessLog(t.Context(), g, "NORD")
		if err != nil && rows != nil {
			t.Error("rows and an error")
		}
	})
}
