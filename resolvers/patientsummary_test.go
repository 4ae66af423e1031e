package resolvers_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"strings"
	"testing"

	"helsegraf/cmd/registers"
	"helsegraf/graph"
	"helsegraf/mocks/world"
)

// summaryBundle is a summary as a client reads it.
type summaryBundle struct {
	raw   string
	Entry []struct {
		FullURL  string `json:"fullUrl"`
		Resource struct {
			ResourceType string
			BirthDate    string
			Section      []struct {
				Title       string
				Text        struct{ Status, Div string }
				Entry       []struct{ Reference string }
				EmptyReason *struct{ Coding []struct{ Code string } }
			}
			Code, MedicationCodeableConcept struct{ Coding []struct{ Code string } }
		}
	}
}

// summary is the summary of a person as a persona gets it.
func (h *testEnv) summary(persona, of string) summaryBundle {
	h.t.Helper()
	w, err := h.fetchSummary(persona, h.summaryLink(persona, of), graph.SummaryFHIR)
	h.must(err)
	b := summaryBundle{raw: w.Body.String()}
	h.must(json.Unmarshal(w.Body.Bytes(), &b))
	if got := w.Header().Get("Content-Type"); got != "application/fhir+json" {
		h.t.Errorf("the summary is %s", got)
	}
	for _, p := range h.world.People() {
		if strings.Contains(b.raw, p.Number) {
			h.t.Error("an identity number in the summary")
		}
	}
	return b
}

// sections are what each section has, by title: some entries, why there are none,
// or "none" where the register has none.
func (b summaryBundle) sections() map[string]string {
	none := map[string]bool{}
	for _, e := range b.Entry {
		for _, c := range append(e.Resource.Code.Coding, e.Resource.MedicationCodeableConcept.Coding...) {
			none[e.FullURL] = none[e.FullURL] || c.Code == "1287211007"
		}
	}
	out := map[string]string{}
	for _, s := range b.Entry[0].Resource.Section {
		out[s.Title] = "some"
		switch {
		case s.EmptyReason != nil && s.EmptyReason.Coding[0].Code == "1287211007", len(s.Entry) == 1 && none[s.Entry[0].Reference]:
			out[s.Title] = "none"
		case s.EmptyReason != nil:
			out[s.Title] = s.EmptyReason.Coding[0].Code
		}
		if s.Text.Div == "" {
			out[s.Title] += ", and no narrative"
		}
	}
	return out
}

// inOrder are the titles of sections, for tests that name their content.
var inOrder = [...]string{"Allergier og overfølsomhet", "Legemidler", "Kritiske tilstander", "Vaksiner", "Prøvesvar"}

func (h *testEnv) expectSections(b summaryBundle, want ...string) {
	h.t.Helper()
	all := map[string]string{}
	for i, title := range inOrder {
		all[title] = want[i]
	}
	if got := b.sections(); !maps.Equal(got, all) {
		h.t.Errorf("sections %v, want %v", got, all)
	}
}

var (
	summaryRegisters = []string{"kjernejournal", "reseptformidler", "sysvak", "provesvar"}
	noCalls          = map[string]int{}
	fullRecord       = map[string]int{"Status": 1, "AllergyIntolerance": 1, "Conditions": 1}
	oneList          = map[string]int{"MedicationStatement/_search": 1}
	vaccinations     = map[string]int{"Immunization/_search": 1}
	testResults      = map[string]int{"DiagnosticReport/_search": 1, "Observation/_search": 1}
)

// Each section is decided by its own service, and each register is called once,
// or not at all when its section is closed. A link calls none of them.
func TestPatientSummary(t *testing.T) {
	for _, tt := range []struct {
		actor, subject string
		sections       []string
		calls          map[string]map[string]int
		logged         []string
	}{
		{
			"line", "line", []string{"some", "some", "some", "some", "some"},
			map[string]map[string]int{"kjernejournal": fullRecord, "reseptformidler": oneList, "sysvak": vaccinations, "provesvar": testResults},
			[]string{"MEDICATION USED", "PROFILE USED", "SUMMARY_CARE_RECORD USED", "TEST_RESULT USED", "VACCINATION USED"},
		},
		{
			"line", "dan", []string{"some", "some", "none", "some", "some"},
			map[string]map[string]int{"kjernejournal": fullRecord, "reseptformidler": oneList, "sysvak": vaccinations, "provesvar": testResults},
			[]string{"MEDICATION USED", "PROFILE USED", "SUMMARY_CARE_RECORD USED", "TEST_RESULT USED", "VACCINATION USED"},
		},
		{
			"line", "berit", []string{"withheld", "some", "withheld", "withheld", "withheld"},
			map[string]map[string]int{"kjernejournal": noCalls, "reseptformidler": oneList, "sysvak": noCalls, "provesvar": noCalls},
			[]string{"MEDICATION USED", "PROFILE REFUSED", "SUMMARY_CARE_RECORD REFUSED", "TEST_RESULT REFUSED", "VACCINATION REFUSED"},
		},
	} {
		t.Run(tt.actor+" for "+tt.subject, func(t *testing.T) {
			h := newTestEnv(t)
			link := h.summaryLink(tt.actor, tt.subject)
			for _, register := range append(summaryRegisters, "usagelog") {
				h.expectCalls(map[string]map[string]int{register: noCalls})
			}
			if strings.Contains(link, h.world.Persona(tt.subject).Number) {
				t.Error("the link names the person")
			}
			b := h.summary(tt.actor, tt.subject)
			h.expectSections(b, tt.sections...)
			h.expectCalls(tt.calls)
			if masked := b.Entry[1].Resource.BirthDate == ""; masked != (tt.subject == "berit") {
				t.Errorf("birth date masked: %t", masked)
			}
			reader := tt.subject
			if reader == "dan" {
				reader = "lars"
			}
			var uses []string
			for _, e := range h.logged(reader, tt.subject) {
				part := strings.Fields(e)
				uses = append(uses, part[3]+" "+part[4])
			}
			if strings.Join(uses, ", ") != strings.Join(tt.logged, ", ") {
				t.Errorf("logged %v, want %v", uses, tt.logged)
			}
			h.foreseen()
		})
	}
}

// The summary has as many of everything as the graph has.
func TestPatientSummaryHasEverything(t *testing.T) {
	h := newTestEnv(t)
	a := h.query("line", `{ viewer { person { prescriptions(first: 100) { totalCount } vaccinations(first: 100) { totalCount } testResults(first: 100) { totalCount }
	  summaryCareRecord { criticalInformation { allergies { id } conditions { id } } } } } }`, nil)
	total := func(list string) int { return int(a.at("viewer", "person", list, "totalCount").(float64)) }
	want := []int{
		len(a.list("viewer", "person", "summaryCareRecord", "criticalInformation", "allergies")), total("prescriptions"),
		len(a.list("viewer", "person", "summaryCareRecord", "criticalInformation", "conditions")), total("vaccinations"), total("testResults"),
	}
	for i, s := range h.summary("line", "line").Entry[0].Resource.Section {
		if s.Title != inOrder[i] || len(s.Entry) != want[i] || want[i] == 0 {
			t.Errorf("%s: %d, the graph has %d %s", s.Title, len(s.Entry), want[i], inOrder[i])
		}
	}
}

// A register that does not answer leaves its own sections unavailable, and the
// others as they were.
func TestPatientSummaryWithoutARegister(t *testing.T) {
	for register, want := range map[string][]string{
		"kjernejournal":   {"unavailable", "some", "unavailable", "some", "some"},
		"reseptformidler": {"some", "unavailable", "some", "some", "some"},
		"sysvak":          {"some", "some", "some", "unavailable", "some"},
		"provesvar":       {"some", "some", "some", "some", "unavailable"},
		"usagelog":        {"unavailable", "unavailable", "unavailable", "unavailable", "unavailable"},
		"personvern":      {"unavailable", "unavailable", "unavailable", "unavailable", "unavailable"},
	} {
		t.Run(register, func(t *testing.T) {
			h := newTestEnv(t)
			link := h.summaryLink("line", "line")
			h.fault(register, stopped)
			w, err := h.fetchSummary("line", link, graph.SummaryFHIR)
			h.must(err)
			b := summaryBundle{raw: w.Body.String()}
			h.must(json.Unmarshal(w.Body.Bytes(), &b))
			h.expectSections(b, want...)
			if !strings.Contains(b.raw, "Opplysningene kunne ikke hentes") {
				t.Error("a reader is not told")
			}
		})
	}
	t.Run("not there", func(t *testing.T) {
		h := newTestEnv(t)
		h.resolve(h.config(func(e registers.Endpoint) bool { return e.Register.Key != "sysvak" }))
		h.expectSections(h.summary("line", "line"), "some", "some", "some", "unavailable", "some")
		h.resolve(h.config(func(e registers.Endpoint) bool { return e.Needed() }))
		a := h.query("line", summaryLinks, map[string]any{"id": h.id("line", "web")})
		if got := a.code("person", "patientSummary"); got != "NOT_OFFERED" {
			t.Errorf("where no part is offered: %s", got)
		}
	})
}

// What the registers have nothing of is told as that, which is no statement that
// there is nothing.
func TestPatientSummaryOfOneWithNothing(t *testing.T) {
	h := newTestEnv(t)
	nils := h.world.Persona("nils")
	nils.Consent = world.Consent{Level: "FULL", GivenAt: h.world.Today()}
	h.expectSections(h.summary("nils", "nils"), "none", "some", "none", "none", "none")
}

// uuids are what differs between two otherwise equal summaries.
var uuids = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// A representative gets the same document whatever the reason that a section is
// closed for.
func TestAPatientSummaryTellsNoSetting(t *testing.T) {
	h := newTestEnv(t)
	h.world.Persona("david").Died = h.world.Today().AddDate(0, 0, -3)
	first := ""
	for _, subject := range []string{"arne", "randi", "david", "bodil"} {
		for _, register := range summaryRegisters {
			h.reset(register)
		}
		b := h.summary("birger", subject)
		if calls := h.calls("kjernejournal"); len(calls) > 0 {
			t.Errorf("%s: kjernejournal was called: %v", subject, calls)
		}
		for _, title := range []string{inOrder[0], inOrder[2]} {
			if got := b.sections()[title]; got != "withheld" {
				t.Errorf("%s, %s: %s", subject, title, got)
			}
		}
		var closed []string
		for _, s := range b.Entry[0].Resource.Section {
			if s.Title == inOrder[0] || s.Title == inOrder[2] {
				text, err := json.Marshal(s)
				h.must(err)
				closed = append(closed, uuids.ReplaceAllString(string(text), ""))
			}
		}
		all := strings.Join(closed, "\n")
		if first == "" {
			first = all
		}
		if all != first {
			t.Errorf("%s:\n%s\narne:\n%s", subject, all, first)
		}
	}
	if b := h.summary("randi", "randi"); b.sections()[inOrder[0]] != "withheld" {
		t.Errorf("for randi herself: %v", b.sections())
	}
}

// The page has the same sections, and no script.
func TestPatientSummaryPage(t *testing.T) {
	h := newTestEnv(t)
	w, err := h.fetchSummary("line", h.summaryLink("line", "line"), graph.SummaryHTML)
	h.must(err)
	text := w.Body.String()
	for _, want := range append(inOrder[:], "<h1>Pasientoppsummering</h1>", "Line Testesen", "13.06.1985", "Peanøtt", "Levaxin tab 100 mikrog", "@page{size:A4") {
		if !strings.Contains(text, want) {
			t.Errorf("no %q on the page", want)
		}
	}
	if strings.Contains(text, "<script") || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("%v", w.Header())
	}
	if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "script") {
		t.Errorf("policy %s", policy)
	}
	w, err = h.fetchSummary("line", h.summaryLink("line", "line"), graph.SummaryPDF)
	h.must(err)
	if got := w.Header(); got.Get("Content-Type") != "application/pdf" || got.Get("Content-Disposition") != "inline; filename=pasientoppsummering.pdf" || !strings.HasPrefix(w.Body.String(), "%PDF-") {
		t.Errorf("%v", got)
	}
}
