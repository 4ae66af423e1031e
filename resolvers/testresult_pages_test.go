package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
)

// laboratory is a register of test results that grows, each with one finding.
type laboratory struct {
	mu  sync.Mutex
	all []nhn.Resource // reports
}

func (l *laboratory) add(id string, taken time.Time, label string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	report := nhn.Resource{
		"resourceType": "DiagnosticReport", "id": id, "status": "final", "effectiveDateTime": taken.Format(time.RFC3339), "issued": taken.Format(time.RFC3339), "code": nhn.Coded(id),
	}
	if label != "" {
		report["meta"] = nhn.Areas(label)
	}
	l.all = append(l.all, report)
}

func (l *laboratory) records(of func(report nhn.Resource) nhn.Resource) (found nhn.Found) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, report := range l.all {
		if r := of(report); r != nil {
			found.Records = append(found.Records, nhn.Record{Resource: nhn.Told("subject", r)})
		}
	}
	return found
}

// withLaboratory serves it in place of Pasientens prøvesvar.
func (h *testEnv) withLaboratory(l *laboratory) {
	h.t.Helper()
	s := nhn.Service{StandIn: standin.New("provesvar", h.world, h.issuer), Service: "pps", Prefix: "PPS", Audience: "nhn:pps", Scope: "nhn:pps/provesvar-read"}
	anything := func(string) bool { return true }
	h.urls["provesvar"] = h.serve(s.Serve(
		nhn.Search{
			Path: "/DiagnosticReport/_search", Person: "person-id", Count: 100, Most: 200, Page: nhn.BySkip, Sort: nhn.Sort{Param: "date", Element: "effectiveDateTime"},
			Takes: map[string]func(string) bool{"_include": anything},
			Find:  func(nhn.Query) nhn.Found { return l.records(func(r nhn.Resource) nhn.Resource { return r }) },
		},
		nhn.Search{
			Path: "/Observation/_search", Person: "person-id", Count: 100, Most: 200, Page: nhn.BySkip, Takes: map[string]func(string) bool{"report": anything},
			Find: func(q nhn.Query) nhn.Found {
				ids := strings.Split(q.Values["report"], ",")
				return l.records(func(r nhn.Resource) nhn.Resource {
					id := r["id"].(string)
					if !slices.Contains(ids, id) {
						return nil
					}
					ref := nhn.Resource{"url": "http://nhn.no/fhir/nilar/StructureDefinition/diagnosticreportref", "valueReference": nhn.Resource{"reference": "DiagnosticReport/" + id}}
					return nhn.Resource{"resourceType": "Observation", "id": "o" + id, "status": "final", "valueString": "of " + id, "code": nhn.Coded(id), "extension": []any{ref}}
				})
			},
		},
	))
	h.resolve(h.config(everyEndpoint))
}

const resultsPage = `query($first: Int, $after: String) { viewer { person { testResults(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { title observations { text } } } } } }`

// walkResults reads all pages, each result with its finding.
func (h *testEnv) walkResults(t rapid.TB, first int, between func()) (titles []string, pages int) {
	t.Helper()
	variables := map[string]any{"first": int64(first)}
	for pages = 1; pages < 1000; pages++ {
		a := h.query("line", resultsPage, variables)
		if len(a.Errors) > 0 {
			t.Fatal(a.raw)
		}
		for _, node := range a.list("viewer", "person", "testResults", "nodes") {
			one := node.(map[string]any)
			titles = append(titles, one["title"].(string))
			if found := fmt.Sprint(one["observations"]); found != "[map[text:of "+one["title"].(string)+"]]" {
				t.Errorf("%s has %s", one["title"], found)
			}
		}
		if a.at("viewer", "person", "testResults", "pageInfo", "hasNextPage") != true {
			return titles, pages
		}
		variables["after"] = a.at("viewer", "person", "testResults", "pageInfo", "endCursor")
		between()
	}
	t.Fatal("no end")
	return nil, 0
}

// Of 3,000 test results the first page takes one call for the reports and one for their
// findings, and each of the pages does, while results come in.
func TestPageOfManyTestResults(t *testing.T) {
	h := newTestEnv(t)
	l := &laboratory{}
	h.withLaboratory(l)
	var want []string
	for i := range 3000 {
		want = append(want, fmt.Sprint("r", i))
		l.add(want[i], h.world.Now().Add(-time.Duration(i+1)*time.Hour), "")
	}
	h.reset("provesvar")
	a := h.query("line", resultsPage, map[string]any{"first": int64(20)})
	if len(a.Errors) > 0 || len(a.list("viewer", "person", "testResults", "nodes")) != 20 || a.at("viewer", "person", "testResults", "totalCount") != nil {
		t.Fatal(a.raw)
	}
	h.expectCalls(map[string]map[string]int{"provesvar": {"DiagnosticReport/_search": 1, "Observation/_search": 1}})
	h.reset("provesvar")
	grown := 0
	titles, pages := h.walkResults(t, 80, func() {
		grown++
		l.add(fmt.Sprint("new", grown), h.world.Now().Add(time.Duration(grown)*time.Minute), "")
	})
	if !slices.Equal(titles, want) {
		t.Errorf("%d titles", len(titles))
	}
	h.expectCalls(map[string]map[string]int{"provesvar": {"DiagnosticReport/_search": pages, "Observation/_search": pages}})
	h.foreseen()
}

// However pages are cut, whatever is hidden, and while results come in: the pages are
// the list as it was, nothing twice and nothing skipped.
func TestPagesOfGrowingTestResults(t *testing.T) {
	h := newTestEnv(t)
	l := &laboratory{}
	h.withLaboratory(l)
	rapid.Check(t, func(rt *rapid.T) {
		type result struct {
			id    string
			taken time.Time
		}
		l.mu.Lock()
		l.all = nil
		l.mu.Unlock()
		var want []result
		taken := func(name string) time.Time {
			return h.world.Now().Add(-time.Duration(1+rapid.IntRange(0, 40).Draw(rt, name)) * time.Hour)
		}
		for i := range rapid.IntRange(1, 60).Draw(rt, "results") {
			one := result{fmt.Sprintf("r%02d", i), taken("taken")}
			label := rapid.SampledFrom([]string{"", "N", "NORU"}).Draw(rt, "label")
			l.add(one.id, one.taken, label)
			if label != "NORU" {
				want = append(want, one)
			}
		}
		slices.SortFunc(want, func(a, b result) int {
			if by := b.taken.Compare(a.taken); by != 0 {
				return by
			}
			return strings.Compare(a.id, b.id)
		})
		late := 0
		titles, _ := h.walkResults(rt, rapid.IntRange(1, 9).Draw(rt, "first"), func() {
			late++
			l.add(fmt.Sprint("late", late), taken("late"), "")
		})
		seen := map[string]bool{}
		for _, title := range titles {
			if seen[title] {
				rt.Errorf("%s twice", title)
			}
			seen[title] = true
		}
		titles = slices.DeleteFunc(titles, func(title string) bool { return strings.HasPrefix(title, "late") })
		if !slices.EqualFunc(titles, want, func(title string, r result) bool { return title == r.id }) {
			rt.Errorf("saw %q, want %v", titles, want)
		}
	})
}
