package pasientjournal_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/mocks/issuer"
	mock "helsegraf/mocks/pasientjournal"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
	"helsegraf/sources"
	"helsegraf/sources/nhn"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/sourcetest"
)

const register = "pasientjournal"

var regions = []pasientjournal.Region{pasientjournal.Nord, pasientjournal.Midt, pasientjournal.Vest, pasientjournal.SorOst}

// hospitals are the stand-ins of all regions.
type hospitals map[pasientjournal.Region]*sourcetest.Env

func start(t *testing.T) (hospitals, *pasientjournal.Client) {
	t.Helper()
	h := hospitals{}
	var clients []*sources.Client
	for _, r := range regions {
		h[r] = region(t, r)
		clients = append(clients, h[r].Client(t, register, configure(t, h[r], r)))
	}
	return h, pasientjournal.New(pasientjournal.Options{}, clients...)
}

func region(t *testing.T, r pasientjournal.Region) *sourcetest.Env {
	t.Helper()
	return sourcetest.Start(t, func(w *world.World, i *issuer.Issuer) *standin.StandIn { return mock.NewRegion(w, i, string(r)) })
}

func configure(t testing.TB, e *sourcetest.Env, r pasientjournal.Region) func(*sources.Config) {
	auth := e.HelseID(t, pasientjournal.Audience, pasientjournal.Scope)
	return func(c *sources.Config) { c.Region, c.Authorizer = string(r), auth }
}

func (h hospitals) grant(t *testing.T, persona string, relation ...policy.Relation) policy.Grant {
	t.Helper()
	return granted(t, h[pasientjournal.Nord], persona, relation...)
}

func granted(t testing.TB, e *sourcetest.Env, persona string, relation ...policy.Relation) policy.Grant {
	t.Helper()
	return sourcetest.Grant(t, e.Number(t, persona), policy.HospitalJournal, relation...)
}

// all returns what the holder of g sees in all regions.
func all(t *testing.T, c *pasientjournal.Client, g policy.Grant) ([]pasientjournal.JournalDocument, int) {
	t.Helper()
	parts, faults := []pasientjournal.JournalDocument{}, 0
	for _, r := range c.Regions() {
		part, err := c.Documents(t.Context(), g, r, nhn.Window{})
		if err != nil {
			t.Fatal(err)
		}
		parts, faults = append(parts, part.Values()...), faults+part.DataFaults
	}
	slices.SortFunc(parts, func(a, b pasientjournal.JournalDocument) int { return b.CreatedAt.Compare(*a.CreatedAt) })
	return parts, faults
}

func saveNothing(string, string) error { return nil }
func TestContract(t *testing.T) {
	for _, r := range regions {
		t.Run(string(r), func(t *testing.T) {
			t.Parallel()
			env := region(t, r)
			line, settings := granted(t, env, "line"), configure(t, env, r)
			found, err := pasientjournal.New(pasientjournal.Options{}, env.Client(t, register, settings)).Documents(t.Context(), line, r, nhn.Window{})
			if err != nil {
				t.Fatal(err)
			}
			ref := found.Values()[0].Ref
			for _, c := range []sourcetest.Contract{
				{Operation: "ITI-67", Ask: func(ctx context.Context, s *sources.Client) error {
					_, err := pasientjournal.New(pasientjournal.Options{}, s).Documents(ctx, line, r, nhn.Window{})
					return err
				}},
				{Operation: "AuditEvent/_search", Ask: func(ctx context.Context, s *sources.Client) error {
					c := pasientjournal.New(pasientjournal.Options{}, s)
					_, err := c.AccessLog(ctx, line, r, nhn.Window{}, listing(c, line, r))
					return err
				}},
				{Operation: "ITI-68", Streamed: true, Ask: func(ctx context.Context, s *sources.Client) error {
					return pasientjournal.New(pasientjournal.Options{}, s).Content(ctx, line, ref, saveNothing, io.Discard)
				}},
			} {
				c.Env, c.Register, c.Configure = env, register, settings
				c.Secrets = []string{ref.UniqueID, "eksempelsykehus"}
				t.Run(c.Operation, c.Run)
			}
		})
	}
}

// Days count back from today, as the stand-in's script dates documents.
func TestWhoSeesWhat(t *testing.T) {
	h, c := start(t)
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
	h, c := start(t)
	documents, faults := all(t, c, h.grant(t, "line"))
	if faults != 2 {
		t.Errorf("%d data faults, want the one without a label and the one with an unknown label", faults)
	}
	places, keys := map[pasientjournal.Region]bool{}, map[string]bool{}
	for _, d := range documents {
		places[d.Region] = true
		if keys[d.ID.Key] {
			t.Errorf("%s twice", d.ID.Key)
		}
		keys[d.ID.Key] = true
		if d.Title == nil || d.Author == nil || d.Author.Name == nil || d.ContentType == nil || d.Ref.Region != d.Region {
			t.Errorf("%s: something is missing", d.ID.Key)
		}
		if d.Type == nil || d.Type.Display == nil || *d.Type.System != "urn:oid:2.16.578.1.12.4.1.1.9602" {
			t.Errorf("%s: type is not normalised", d.ID.Key)
		}
	}
	if len(places) != len(regions) {
		t.Errorf("documents of %d regions, want %d", len(places), len(regions))
	}
}

func TestNothingKnown(t *testing.T) {
	h, c := start(t)
	documents, _ := all(t, c, h.grant(t, "ada"))
	for _, r := range regions {
		if n := h[r].Calls(t)["ITI-67"].Calls; n != 1 {
			t.Errorf("%s: %d calls", r, n)
		}
	}
	if documents == nil {
		t.Error("all regions answered, so the list is empty and not unknown")
	}
}

// listing reads the documents that an access log is filtered by.
func listing(c *pasientjournal.Client, g policy.Grant, r pasientjournal.Region) func(context.Context) (pasientjournal.RegionDocuments, error) {
	return func(ctx context.Context) (pasientjournal.RegionDocuments, error) {
		return c.Documents(ctx, g, r, nhn.Window{})
	}
}

func TestAccessLog(t *testing.T) {
	h, c := start(t)
	looked := func(relation ...policy.Relation) []nhn.Row[pasientjournal.JournalAccess] {
		var parts []nhn.Row[pasientjournal.JournalAccess]
		for _, r := range regions {
			g := h.grant(t, "line", relation...)
			part, err := c.AccessLog(t.Context(), g, r, nhn.Window{}, listing(c, g, r))
			if err != nil {
				t.Fatal(err)
			}
			parts = append(parts, part.Rows.Rows...)
		}
		return parts
	}
	rows := looked()
	// The register's own number of rows, hidden ones included.
	if filed := 31 * 2; len(rows) == 0 || len(rows) >= filed {
		t.Errorf("%d rows of about %d: those of hidden documents must be gone", len(rows), filed)
	}
	if n := len(looked(policy.Guardian)); n >= len(rows) {
		t.Errorf("a guardian sees %d rows of %d, though one document fewer", n, len(rows))
	}
	for _, row := range rows {
		if l := row.Value; l.At == nil || l.Who == nil || l.Who.Name == nil || l.Who.Role == nil || l.Who.Unit == nil || l.Purpose.Display == nil {
			t.Fatalf("%s: something is missing", row.Key)
		}
		said := fmt.Sprint(row.Key, *row.Value.Who.Name, *row.Value.Who.Role, *row.Value.Who.Unit)
		for _, p := range h[row.Value.Region].World.People() {
			if strings.Contains(said, p.Number) {
				t.Fatal("the identity number of personnel")
			}
		}
	}
}

func TestContent(t *testing.T) {
	h, c := start(t)
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
			t.Errorf("%s: %d bytes of %s", d.ID.Key, body.Len(), media)
		}
		if !strings.HasPrefix(name, strings.NewReplacer("(", "-", ")", "-").Replace(*d.Title)+" 20") || !strings.Contains(name, ".") {
			t.Errorf("%s: the file is called %q", d.ID.Key, name)
		}
	}
}

func TestContentIsDecidedAgain(t *testing.T) {
	h, c := start(t)
	child, parent, stranger := h.grant(t, "dan"), h.grant(t, "dan", policy.Parent), h.grant(t, "line")
	ofChild, _ := all(t, c, child)
	ofParent, _ := all(t, c, parent)
	for _, e := range h {
		e.Reset(t)
	}
	kept := 0 // hidden from the child
	for _, d := range ofParent {
		refuse := []policy.Grant{stranger}
		if !slices.ContainsFunc(ofChild, func(own pasientjournal.JournalDocument) bool { return own.Ref == d.Ref }) {
			refuse, kept = append(refuse, child), kept+1
		}
		for _, g := range refuse {
			err := c.Content(t.Context(), g, d.Ref, func(string, string) error { t.Error("head is called"); return nil }, io.Discard)
			if sources.KindOf(err) != sources.NotFound {
				t.Errorf("got %v, want not found", err)
			}
		}
	}
	if kept == 0 {
		t.Fatal("nothing is kept from the child")
	}
	for r, e := range h {
		if n := e.Calls(t)["ITI-68"].Calls; n != 0 {
			t.Errorf("%s: %d documents asked for", r, n)
		}
	}
}

func TestNoCallWithoutAGrant(t *testing.T) {
	h, c := start(t)
	for name, g := range map[string]policy.Grant{
		"none":                {},
		"for another service": sourcetest.Grant(t, h[pasientjournal.Nord].Number(t, "line"), policy.Medication),
	} {
		_, documents := c.Documents(t.Context(), g, pasientjournal.Nord, nhn.Window{})
		_, log := c.AccessLog(t.Context(), g, pasientjournal.Nord, nhn.Window{}, listing(c, g, pasientjournal.Nord))
		content := c.Content(t.Context(), g, pasientjournal.DocumentRef{Region: pasientjournal.Nord}, saveNothing, io.Discard)
		for _, err := range []error{documents, log, content} {
			if sources.KindOf(err) != sources.Denied {
				t.Errorf("%s: got %v, want denied", name, err)
			}
		}
	}
	if _, err := pasientjournal.New(pasientjournal.Options{}).Documents(t.Context(), h.grant(t, "line"), pasientjournal.Vest, nhn.Window{}); sources.KindOf(err) != sources.Unavailable {
		t.Errorf("a region that is not set up: got %v, want unavailable", err)
	}
	if calls := h[pasientjournal.Nord].Calls(t); len(calls) != 0 {
		t.Errorf("the register was called: %v", calls)
	}
}
