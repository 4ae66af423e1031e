package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/mocks/world"
)

const (
	wards    = 399 // of gunnar, besides viktor
	budgeted = 300 // calls that one operation may make
)

// newBudgeted is a test environment with gunnar as guardian of 400, and a low limit of
// calls per operation.
func newBudgeted(t *testing.T, rates config.Rates) *testEnv {
	t.Helper()
	return newConfigured(t, world.Options{Wards: wards}, func(c *config.Config) {
		c.Rates, c.Limits.Calls, c.Deadline = rates, budgeted, time.Minute
	})
}

// newConfigured is a demonstration whose configuration is changed.
func newConfigured(t *testing.T, o world.Options, change func(*config.Config)) *testEnv {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	h := &testEnv{t: t, log: &output{}, down: map[string]bool{}}
	p := &program{Context: t.Context(), stdout: io.Discard, stderr: io.Discard}
	registers, err := p.startStandIns("127.0.0.1", 0, o)
	must(err)
	t.Cleanup(registers.close)
	c, err := demoConfig(registers, "http://127.0.0.1")
	must(err)
	change(&c)
	s := surroundings{log: slog.New(slog.NewTextHandler(h.log, nil))}
	r, err := resolve(c, s)
	must(err)
	g, err := front(c, s, r)
	must(err)
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	h.demonstration, h.url = &demonstration{registers: registers, resolver: r, gateway: g}, server.URL
	return h
}

// total is how many calls registers had, and Personvern's share. Frikort's key
// is cached across requests.
func (h *testEnv) total() (all, personvern int) {
	h.t.Helper()
	for line := range strings.Lines(h.calls()) {
		var register, operation string
		var n int
		if _, err := fmt.Sscanf(strings.ReplaceAll(line, ":", " "), "%s %s %d", &register, &operation, &n); err != nil {
			h.t.Fatal(line, err)
		}
		if operation != "Jwk" {
			all += n
		}
		if register == "personvern" {
			personvern += n
		}
	}
	return all, personvern
}

// representedAnswer is an answer about those represented.
type representedAnswer struct {
	Data struct {
		Viewer struct {
			Represents []struct {
				Person struct {
					Name              *struct{ Full string }
					ExemptionCard     *struct{ Status *string }
					SummaryCareRecord *struct{ Status string }
					HospitalJournal   *struct{ Documents *struct{ Complete bool } }
					Access            []struct{ Open bool }
				}
			}
		}
	}
	Errors []struct {
		Path       []any
		Extensions struct {
			Code, Register string
			Retryable      bool
		}
	}
	Extensions struct {
		Sources []struct{ Register, Status string }
		Explain []struct {
			Path   []any
			Open   bool
			Reason string
			Calls  int
		}
	}
}

func (h *testEnv) represented(bearer, body string) representedAnswer {
	h.t.Helper()
	status, text := h.send(bearer, body)
	var a representedAnswer
	if err := json.Unmarshal([]byte(text), &a); err != nil || status != http.StatusOK {
		h.t.Fatalf("%d %.300s", status, text)
	}
	return a
}

// Those the viewer acts for are counted again when the list is known. The list
// and the names stand, fields over the limit fail one by one, and nothing is
// called or logged for those.
func TestCaseB5RepresentsIsCountedAgain(t *testing.T) {
	t.Parallel()
	h := newBudgeted(t, config.Rates{Client: config.Rate{PerMinute: -1}, Subject: config.Rate{PerMinute: -1}})
	gunnar := h.bearer(login{persona: "gunnar", client: "web"})
	const heavy = `{ viewer { represents { person { name { full } summaryCareRecord { status } hospitalJournal { documents { complete } } } } } }`
	var first []string
	for i := range 2 {
		h.t = t
		h.forget()
		a := h.represented(gunnar, graphQL(t, heavy, ""))
		all, personvern := h.total()
		if all > budgeted || all < budgeted/2 {
			t.Errorf("%d calls were made", all)
		}
		if personvern > budgeted/2+2 {
			t.Errorf("%d settings were asked for", personvern)
		}
		rows := a.Data.Viewer.Represents
		if len(rows) != 400 {
			t.Fatalf("%d rows", len(rows))
		}
		var over []string
		complete := 0
		coded := map[string]string{}
		for _, e := range a.Errors {
			path := fmt.Sprint(e.Path)
			coded[path] = e.Extensions.Code
			if e.Extensions.Code == "SOURCE_OVER_BUDGET" {
				if e.Extensions.Retryable || e.Extensions.Register == "" {
					t.Error("asking again does not help", e)
				}
				over = append(over, path)
			}
		}
		for n, row := range rows {
			if row.Person.Name == nil {
				t.Fatal("a name is missing of", n)
			}
			if row.Person.SummaryCareRecord != nil {
				complete++
			} else if coded[fmt.Sprintf("[viewer represents %d person summaryCareRecord]", n)] == "" {
				t.Fatal("nothing says why there is no record of", n)
			}
			if j := row.Person.HospitalJournal; (j == nil || j.Documents == nil) && coded[fmt.Sprintf("[viewer represents %d person hospitalJournal]", n)]+coded[fmt.Sprintf("[viewer represents %d person hospitalJournal documents]", n)] == "" {
				t.Fatal("nothing says why there are no documents of", n)
			}
		}
		if complete < 10 || len(over) < 400 {
			t.Errorf("%d answered, %d over budget", complete, len(over))
		}
		for _, s := range a.Extensions.Sources {
			if s.Register == "KJERNEJOURNAL" && s.Status != "PARTIAL" {
				t.Error(s)
			}
		}
		used := map[string]int{}
		for _, e := range h.entries()[h.logged:] {
			if e.Code == "" {
				used[e.Service]++
			}
		}
		if used["SUMMARY_CARE_RECORD"] != complete {
			t.Errorf("%d answered, logged %v", complete, used)
		}
		slices.Sort(over)
		if i == 0 {
			first = over
		} else if !slices.Equal(first, over) {
			t.Error("the same question is answered otherwise")
		}
	}
	t.Run("B5 access", func(t *testing.T) {
		h.t = t
		h.forget()
		a := h.represented(gunnar, graphQL(t, `{ viewer { represents { person { name { full } access { open } } } } }`, ""))
		withAccess := 0
		for _, row := range a.Data.Viewer.Represents {
			if row.Person.Access != nil {
				withAccess++
			}
		}
		if all, _ := h.total(); all > budgeted || withAccess < 100 || withAccess+len(a.Errors) != 400 {
			t.Errorf("%d calls, %d told, %d errors", all, withAccess, len(a.Errors))
		}
	})
	t.Run("B5 names cost nothing more", func(t *testing.T) {
		h.t = t
		a := h.represented(gunnar, graphQL(t, `{ viewer { represents { person { name { full } } } } }`, ""))
		if len(a.Errors) > 0 || len(a.Data.Viewer.Represents) != 400 {
			t.Errorf("%.300v", a)
		}
	})
	t.Run("B5 explained", func(t *testing.T) {
		h.t = t
		h.forget()
		a := h.represented(gunnar, strings.TrimSuffix(graphQL(t, heavy, ""), "}")+`,"extensions":{"explain":true}}`)
		calls := 0
		var over []string
		for _, row := range a.Extensions.Explain {
			calls += row.Calls
			if row.Reason == "SOURCE_OVER_BUDGET" {
				over = append(over, fmt.Sprint(row.Path))
			}
		}
		// A closed handle is one error, without errors for its fields.
		for _, path := range first {
			if !slices.Contains(over, path) {
				t.Error("not explained:", path)
			}
		}
		if made := h.calls(); calls > budgeted || calls < budgeted/4 || strings.Contains(made, "kjernejournal") || strings.Contains(made, "pasientjournal") {
			t.Errorf("%d calls explained, made: %s", calls, made)
		}
	})
}

// People counted as one who were several are charged afterwards.
func TestCaseB5TheRateIsCharged(t *testing.T) {
	t.Parallel()
	h := newBudgeted(t, config.Rates{Client: config.Rate{PerMinute: -1}, Subject: config.Rate{PerMinute: 400}})
	gunnar := h.bearer(login{persona: "gunnar", client: "web"})
	const query = `{ viewer { represents { person { summaryCareRecord { status } } } } }`
	h.represented(gunnar, graphQL(t, query, ""))
	h.represented(gunnar, graphQL(t, query, "")) // from the rest of the quota
	if status, body := h.send(gunnar, graphQL(t, query, "")); status != http.StatusTooManyRequests {
		t.Errorf("%d %.200s", status, body)
	}
	line := h.bearer(login{persona: "line", client: "web"})
	h.represented(line, graphQL(t, query, ""))
}

// The check of a document about those represented says how many fit.
func TestCaseB5DocumentsCheck(t *testing.T) {
	t.Parallel()
	const all = `summaryCareRecord { status criticalInformation { allergies { id } conditions { id } } } hospitalJournal { documents { complete } accessLog { complete } } prescriptions { totalCount } usageLog { totalCount }`
	status, out, errs := runs(t, nil, "documents", "check", "--json", write(t, "documents.json", `{"1":"query Wards { viewer { represents { person { `+all+` } } } }"}`))
	var report struct{ Documents []checked }
	if err := json.Unmarshal([]byte(out), &report); err != nil || status != 0 || len(report.Documents) != 1 {
		t.Fatal(status, out, errs, err)
	}
	// 14 calls about each: 3 to Kjernejournal, 8 to the regions, and one each to
	// Reseptformidleren, the usage log and Personvern.
	if n := report.Documents[0].Represented; n == nil || *n != (2000-5)/14 {
		t.Errorf("%s", out)
	}
}
