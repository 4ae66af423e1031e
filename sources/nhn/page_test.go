package nhn_test

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"helsegraf/mocks/issuer"
	mocknhn "helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

// note is a record of a list that grows: a date as written, and whether it may be
// shown.
type note struct {
	id, date string
	hidden   bool
}

// notes is a register of notes that a test adds to.
type notes struct {
	mu  sync.Mutex
	all []note
}

func (n *notes) add(some ...note) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.all = append(n.all, some...)
}

func (n *notes) set(all []note) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.all = all
}

// register serves the notes, with pages of at most most. Notes of the same instant
// have no order of their own.
func (n *notes) register(most int) func(*world.World, *issuer.Issuer) *standin.StandIn {
	return func(w *world.World, i *issuer.Issuer) *standin.StandIn {
		s := mocknhn.Service{StandIn: standin.New("notes", w, i), Prefix: "N", Audience: "nhn:notes", Scope: "nhn:notes/read"}
		return s.Serve(mocknhn.Search{
			Path: "/Communication/_search", Count: most, Most: most, Page: mocknhn.BySkip, Sort: mocknhn.Sort{Param: "sent", Element: "sent"},
			Find: func(mocknhn.Query) (found mocknhn.Found) {
				n.mu.Lock()
				defer n.mu.Unlock()
				for _, one := range n.all {
					r := mocknhn.Resource{"resourceType": "Communication", "id": one.id, "status": "completed"}
					if one.date != "" {
						r["sent"] = one.date
					}
					if one.hidden {
						r["meta"] = mocknhn.Resource{"security": []any{mocknhn.Resource{"system": "urn:hidden", "code": "yes"}}}
					}
					found.Records = append(found.Records, mocknhn.Record{Resource: mocknhn.Told("subject", r)})
				}
				return found
			},
		})
	}
}

type communication struct {
	fhir.Resource
	Sent string `json:"sent"`
}

// reader reads notes page by page.
type reader struct {
	*nhn.Client
	most int
	of   string
}

func (r reader) page(t testing.TB, w nhn.Window) (nhn.Rows[string], error) {
	t.Helper()
	subject := sourcetest.Number(t, r.of)
	set := fhir.NewSearchset(subject)
	records := fhir.Collect[communication](set, "Communication", true, fhir.Patient[*communication])
	return nhn.Page(t.Context(), r.Client, subject, set, nhn.Paged[string, *communication]{
		Search: nhn.Search{Operation: "Communication/_search", Path: "/Communication/_search", Pages: 40, Missing: nhn.Told},
		Sort:   "sent", Most: r.most, Records: records, Date: func(c *communication) string { return c.Sent },
		Read: func() (found nhn.Found[string], err error) {
			for _, c := range records.Standing {
				if len(c.Meta.Security) == 0 {
					found.Rows = append(found.Rows, nhn.Row[string]{Position: nhn.PositionOf(c.Sent, c.ID), Value: c.ID})
				}
			}
			return found, nil
		},
	}, w)
}

func start(t testing.TB, n *notes, most int) (reader, *sourcetest.Env) {
	t.Helper()
	env := sourcetest.Start(t, n.register(most))
	return reader{nhn.New(env.Client(t, "notes", env.Login(t, "nhn:notes", "nhn:notes/read")), nhn.Options{}), most, env.Number(t, "line").Digits()}, env
}

// walk reads all pages, and calls between each.
func (r reader) walk(t testing.TB, first int, between func()) (seen []string) {
	t.Helper()
	w := nhn.Window{First: first}
	for range 10_000 {
		rows, err := r.page(t, w)
		if err != nil || !rows.Complete {
			t.Fatalf("after %d: %+v, %v", len(seen), rows, err)
		}
		for _, row := range rows.Rows[:min(first, len(rows.Rows))] {
			seen = append(seen, row.Value)
			w.After = row.Position
		}
		if len(rows.Rows) <= first {
			return seen
		}
		between()
	}
	t.Fatal("no end")
	return nil
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.FixedZone("", 3600))

// A page of 20 of 3,000 takes one call, and each of the pages takes one, while
// records come in before them and among them.
func TestPageOfALongList(t *testing.T) {
	n := &notes{}
	r, env := start(t, n, 200)
	var before []string
	for i := range 3000 {
		before = append(before, fmt.Sprint("n", i))
		n.add(note{id: before[i], date: noon.Add(-time.Duration(i) * time.Hour).Format(time.RFC3339)})
	}
	env.Reset(t)
	rows, err := r.page(t, nhn.Window{First: 20})
	if calls := env.Calls(t)["Communication/_search"].Calls; err != nil || len(rows.Rows) <= 20 || rows.Whole || calls != 1 {
		t.Fatalf("%d rows of %d calls, %v", len(rows.Rows), calls, err)
	}
	env.Reset(t)
	pages, late := 1, 0
	seen := r.walk(t, 100, func() {
		pages++
		late++
		n.add(note{id: fmt.Sprint("new", pages), date: noon.Add(time.Duration(pages) * time.Hour).Format(time.RFC3339)})
		n.add(note{id: fmt.Sprint("late", pages), date: noon.Add(-1500*time.Hour - time.Duration(late)*time.Second).Format(time.RFC3339)})
	})
	if calls := env.Calls(t)["Communication/_search"].Calls; calls != pages || pages < 30 {
		t.Errorf("%d calls for %d pages", calls, pages)
	}
	once(t, seen, before)
}

// once requires each id to be there at most once, and those from the start to be
// there, in order.
func once(t testing.TB, seen, before []string) {
	t.Helper()
	if sorted := slices.Sorted(slices.Values(seen)); len(slices.Compact(sorted)) != len(seen) {
		t.Error("something twice")
	}
	known := map[string]bool{}
	for _, id := range before {
		known[id] = true
	}
	if old := slices.DeleteFunc(seen, func(id string) bool { return !known[id] }); !slices.Equal(old, before) {
		t.Errorf("saw %v, want %v", old, before)
	}
}

// Whatever the dates' precision, and however many records have the same: pages of
// any size make up the list, though the register orders those of the same instant
// anew each time.
func TestPagesMakeUpTheList(t *testing.T) {
	n := &notes{}
	r, _ := start(t, n, 7)
	rapid.Check(t, func(rt *rapid.T) {
		dates := rapid.SampledFrom([]string{
			"2026-11-20", "2026-11-20T00:30:00+01:00", "2026-11-20T01:00:00+01:00", "2026-11-20T08:00:00+01:00", "2026-11-20T08:00:00.500+01:00", "2026-11-20T07:00:00Z",
			"2026-11-21", "2026-11-21T00:00:00+01:00", "2026-11-20T23:59:59+01:00", "2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+02:00", "1969-12-31T23:59:59Z",
		})
		var all []note
		for i := range rapid.IntRange(0, 40).Draw(rt, "notes") {
			all = append(all, note{fmt.Sprint("n", i), dates.Draw(rt, "date"), rapid.IntRange(0, 3).Draw(rt, "hidden") == 0})
		}
		n.set(all)
		whole, err := r.page(t, nhn.Window{})
		if err != nil || !whole.Whole {
			rt.Fatal(err)
		}
		var before []string
		for _, row := range whole.Rows {
			before = append(before, row.Value)
		}
		late := 0
		seen := r.walk(t, rapid.IntRange(1, 9).Draw(rt, "first"), func() {
			late++
			n.add(note{fmt.Sprint("late", late), dates.Draw(rt, "date of a late one"), false})
			n.mu.Lock()
			defer n.mu.Unlock()
			for i := range n.all {
				j := rapid.IntRange(0, i).Draw(rt, "order")
				n.all[i], n.all[j] = n.all[j], n.all[i]
			}
		})
		once(t, seen, before)
	})
}

// A record without a date has no place in a page, and the page says so.
func TestWithoutADate(t *testing.T) {
	n := &notes{}
	r, _ := start(t, n, 200)
	n.set([]note{{id: "a", date: "2026-11-20T08:00:00Z"}, {id: "b"}, {id: "c", date: "2026-11-19T08:00:00Z"}})
	rows, err := r.page(t, nhn.Window{First: 20})
	if err != nil || rows.Complete || !slices.Equal(rows.Values(), []string{"a", "c"}) {
		t.Errorf("%+v, %v", rows, err)
	}
	rows, err = r.page(t, nhn.Window{})
	if err != nil || !rows.Complete || !slices.Equal(rows.Values(), []string{"a", "c", "b"}) {
		t.Errorf("the whole: %+v, %v", rows, err)
	}
}

// Hidden records are read past, up to a number of pages.
func TestReadsPastHiddenRecords(t *testing.T) {
	n := &notes{}
	r, env := start(t, n, 5)
	for i := range 300 {
		n.add(note{fmt.Sprint("n", i), noon.Add(-time.Duration(i) * time.Hour).Format(time.RFC3339), i%300 > 2 && i < 90})
	}
	env.Reset(t)
	rows, err := r.page(t, nhn.Window{First: 3})
	if calls := env.Calls(t)["Communication/_search"].Calls; err != nil || rows.Rows[3].Value != "n90" || calls != 19 {
		t.Errorf("%+v after %d, %v", rows, calls, err)
	}
	n.set(nil)
	for i := range 300 {
		n.add(note{fmt.Sprint("n", i), noon.Add(-time.Duration(i) * time.Hour).Format(time.RFC3339), i > 0})
	}
	if _, err := r.page(t, nhn.Window{First: 3}); sources.KindOf(err) != sources.OverBudget {
		t.Errorf("got %v, want over budget", err)
	}
}

// A register that has more and does not sort is not believed.
func TestNotSorted(t *testing.T) {
	subject := sourcetest.Number(t, sourcetest.Subject)
	for next, want := range map[string]sources.Kind{"": 0, `"link":[{"relation":"next","url":"?_page=2"}],`: sources.Garbled} {
		record := func(id, sent string) string {
			return `{"resource":{"resourceType":"Communication","id":"` + id + `","sent":"` + sent + `","subject":{"identifier":{"value":"` + subject.Digits() + `"}}}}`
		}
		body := `{"resourceType":"Bundle","type":"searchset",` + next + `"entry":[` + record("a", "2026-11-01") + "," + record("b", "2026-11-05T10:00:00Z") + "," + record("c", "2026-10-01") + `]}`
		c := nhn.New(sourcetest.Replies(func(*http.Request) (int, string, string) { return http.StatusOK, fhir.MediaType, body }).Client(t, "notes"), nhn.Options{})
		rows, err := reader{c, 200, sourcetest.Subject}.page(t, nhn.Window{First: 1})
		if sources.KindOf(err) != want || want == 0 && !slices.Equal(rows.Values(), []string{"b", "a", "c"}) {
			t.Errorf("%q: %+v, %v", next, rows, err)
		}
	}
}
