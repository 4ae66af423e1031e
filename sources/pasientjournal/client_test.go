package pasientjournal_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"

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
