package pasientjournal_test

import (
	"fmt"
	"io"
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
	mock "helsegraf/mocks/pasientjournal"
	"helsegraf/mocks/standin"
	"helsegraf/sources"
	"helsegraf/sources/nhn"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/sourcetest"
)

// written is a client of a register that answers every search with this
// function. The word PATIENT in the answer is replaced by the subject's number.
func written(t testing.TB, answer func(*http.Request) (status int, body string)) (*pasientjournal.Client, policy.Grant) {
	t.Helper()
	s := sourcetest.Replies(func(r *http.Request) (int, string, string) {
		status, body := answer(r)
		return status, "application/fhir+json", strings.ReplaceAll(body, "PATIENT", sourcetest.Subject)
	}).Client(t, register, func(c *sources.Config) { c.Region, c.BaseURL = "NORD", "https://nord.example/pjd" })
	return pasientjournal.New(pasientjournal.Options{}, s), sourcetest.Grant(t, sourcetest.Number(t, sourcetest.Subject), policy.HospitalJournal)
}

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
	return fmt.Sprintf(`{"resourceType":"Bundle","type":"searchset","total":%d,"entry":[%s]}`, len(entries), strings.Join(all, ","))
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
		{"content nowhere", []string{second, swap(`"content":[`, `"contents":[`)}, 1, 1, nil},
		{"all content nowhere", []string{swap(`"content":[`, `"contents":[`)}, 0, 0, sources.Garbled},
		{"the number in the address", []string{second, swap("2.999.1&", "2.999.PATIENT&")}, 1, 1, nil},
		{"one that does not decode", []string{second, swap(`"title":"Epikrise"`, `"title":[1]`)}, 1, 1, nil},
		{"none that decodes", []string{swap(`"title":"Epikrise"`, `"title":[1]`)}, 0, 0, sources.Garbled},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, g := written(t, func(*http.Request) (int, string) { return http.StatusOK, bundle(tt.records...) })
			part, err := c.Documents(t.Context(), g, "NORD", nhn.Window{})
			if len(part.Values()) != tt.shown || part.DataFaults != tt.faults || sources.KindOf(err) != sources.KindOf(tt.want) {
				t.Errorf("%d shown, %d faults, %v; want %d, %d, %v", len(part.Values()), part.DataFaults, err, tt.shown, tt.faults, tt.want)
			}
		})
	}
}

func TestFields(t *testing.T) {
	one := func(t *testing.T, record string) pasientjournal.JournalDocument {
		t.Helper()
		c, g := written(t, func(*http.Request) (int, string) { return http.StatusOK, bundle(record) })
		part, err := c.Documents(t.Context(), g, "NORD", nhn.Window{})
		if err != nil || len(part.Values()) != 1 {
			t.Fatal(len(part.Values()), err)
		}
		return part.Values()[0]
	}
	d := one(t, good)
	if !d.Type.Is("A03-2") || *d.Type.Display != "Epikrise" || *d.Author.Name != "Avdeling" || !d.CreatedAt.Equal(time.Date(2026, 10, 2, 7, 0, 0, 0, time.UTC)) ||
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

// Only the page number is taken from a link.
func TestLinks(t *testing.T) {
	const here = "https://nord.example/pjd/R4/fhir/DocumentReference/_search"
	page := func(link string) string {
		return strings.Replace(bundle(good), `"total"`, `"link":[{"relation":"next","url":"`+link+`"}],"total"`, 1)
	}
	for link, want := range map[string]sources.Kind{
		here + "?_page=2": 0,
		here + "?_page=2&patient.identifier=02917543596": 0,
		"?_page=2":                          0,
		here + "?_count=50&_sort=-date":     sources.Garbled, // no further page
		"DocumentReference/_search?_page=2": 0,
		"HTTPS://NORD.example:443/pjd/R4/fhir/DocumentReference?_page=2":      0,
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
			_, err := c.Documents(t.Context(), g, "NORD", nhn.Window{})
			if sources.KindOf(err) != want {
				t.Fatalf("got %v, want %v", err, want)
			}
			const first = here + " _count=100&_sort=-date&patient.identifier=14837846839&status=current"
			second := strings.Replace(first, "&_sort", "&_page=2&_sort", 1)
			if want == 0 && !slices.Equal(asked, []string{first, second}) {
				t.Errorf("asked %q", asked)
			}
		})
	}
	t.Run("no end", func(t *testing.T) {
		n := 1
		c, g := written(t, func(*http.Request) (int, string) { n++; return http.StatusOK, page(fmt.Sprint("?_page=", n)) })
		if _, err := c.Documents(t.Context(), g, "NORD", nhn.Window{}); sources.KindOf(err) != sources.OverBudget {
			t.Errorf("got %v, want over budget", err)
		}
	})
}

// Only the register itself can say that it has nothing about a patient.
func TestNotFound(t *testing.T) {
	for body, want := range map[string]sources.Kind{
		`{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found"}]}`:     0,
		`{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-supported"}]}`: sources.Garbled,
		`{}`: sources.Garbled,
	} {
		c, g := written(t, func(*http.Request) (int, string) { return http.StatusNotFound, body })
		part, err := c.Documents(t.Context(), g, "NORD", nhn.Window{})
		if sources.KindOf(err) != want || (want == 0) != (part.Values() != nil) {
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
		part, err := c.Documents(t.Context(), g, "NORD", nhn.Window{})
		if (err == nil) != (part.Values() != nil) {
			t.Error("a list and an error, or neither")
		}
		for _, d := range part.Values() {
			if d.Ref.Region != "NORD" || d.Ref.UniqueID == "" || strings.Contains(d.ID.Key, "14837846839") {
				t.Errorf("%+v", d.Ref)
			}
		}
		log, err := c.AccessLog(t.Context(), g, "NORD", nhn.Window{}, listing(c, g, "NORD"))
		if err != nil && log.Rows.Rows != nil {
			t.Error("rows and an error")
		}
	})
}

func TestPages(t *testing.T) {
	h, c := start(t)
	home := h[pasientjournal.SorOst] // where astrid lives
	home.Reset(t)
	part, err := c.Documents(t.Context(), h.grant(t, "astrid"), pasientjournal.SorOst, nhn.Window{})
	if err != nil {
		t.Fatal(err)
	}
	calls := home.Calls(t)["ITI-67"].Calls
	if calls < 2 || len(part.Values()) < 100*(calls-2) {
		t.Errorf("%d documents in %d calls", len(part.Values()), calls)
	}
	for i := range part.Values()[1:] {
		if part.Values()[i].CreatedAt.Before(*part.Values()[i+1].CreatedAt) {
			t.Fatal("not newest first")
		}
	}
}

func TestAHospitalIsMissing(t *testing.T) {
	h, c := start(t)
	h[pasientjournal.Midt].Fault(t, standin.Fault{Body: "missing"})
	part, err := c.Documents(t.Context(), h.grant(t, "line"), pasientjournal.Midt, nhn.Window{})
	if err != nil || part.Complete || len(part.Values()) == 0 {
		t.Errorf("got %d documents, partial %v, %v", len(part.Values()), !part.Complete, err)
	}
	// Look-ups of documents that are not in the list are left out.
	g := h.grant(t, "line")
	if log, err := c.AccessLog(t.Context(), g, pasientjournal.Midt, nhn.Window{}, listing(c, g, pasientjournal.Midt)); err != nil || log.Complete {
		t.Errorf("the log: partial %v, %v", !log.Complete, err)
	}
}

// With a path prefix, the register's links have the prefix too.
func TestUnderAPrefix(t *testing.T) {
	env := region(t, pasientjournal.Nord)
	front := httptest.NewServer(http.StripPrefix("/registers/sor-ost", mock.NewRegion(env.World, env.Issuer, "SOR_OST")))
	defer front.Close()
	c := pasientjournal.New(pasientjournal.Options{}, env.Client(t, register, configure(t, env, pasientjournal.SorOst), func(c *sources.Config) { c.BaseURL = front.URL + "/registers/sor-ost/" }))
	part, err := c.Documents(t.Context(), granted(t, env, "astrid"), pasientjournal.SorOst, nhn.Window{})
	if err != nil || len(part.Values()) < 51 {
		t.Fatalf("%d documents, %v", len(part.Values()), err)
	}
	if err := c.Content(t.Context(), granted(t, env, "astrid"), part.Values()[0].Ref, saveNothing, io.Discard); err != nil {
		t.Error(err)
	}
}

// The stand-in generates the large document while sending it, so the test's
// total allocation shows whether the content is ever buffered.
func TestContentIsNotGathered(t *testing.T) {
	h, c := start(t)
	line := h.grant(t, "line")
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
