package ips

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"helsegraf/graph"
	"helsegraf/sources/fhir"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/provesvar"
	"helsegraf/sources/reseptformidler"
	"helsegraf/sources/sysvak"
)

var languages = []graph.Language{graph.Bokmal, graph.Nynorsk, graph.English}

// strange is text that must be escaped everywhere.
const strange = "<b>\"&' \x01æøå 🙂</b>"

// of is a summary with one item of each kind, all of whose texts are strange.
func of(l graph.Language) Summary {
	word := fhir.String(strange)
	code := &fhir.Coding{Code: new("X"), System: new("urn:x"), Display: word}
	return Summary{
		ID: uuid.New(), At: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), Language: l,
		Patient:      Patient{Name: fhir.Named(strange, "", "Prøve"), Born: fhir.ParsePartialDate("1950"), Address: &fhir.Address{Lines: []string{strange}, City: word}},
		Allergies:    Part[kjernejournal.Allergy]{State: Read, Items: []kjernejournal.Allergy{{Substance: code, Text: word, VerificationStatus: new("presumed"), Onset: fhir.ParsePartialDate("2019-03")}}},
		Medicines:    Part[reseptformidler.Prescription]{State: Read, Items: []reseptformidler.Prescription{{Dosage: word, Recall: code}}, Incomplete: true, Locked: true},
		Problems:     Part[kjernejournal.CriticalCondition]{State: Read, Items: []kjernejournal.CriticalCondition{{Code: code}}},
		Vaccinations: Part[sysvak.Vaccination]{State: Read, Items: []sysvak.Vaccination{{Vaccine: code, Subpotent: new(true), Diseases: []fhir.Coding{*code}}}},
		Results: Part[Report]{State: Read, Items: []Report{{
			TestResult: provesvar.TestResult{Title: word, Note: word},
			Findings: []provesvar.Observation{
				{Code: code, Quantity: &fhir.Quantity{Value: fhir.ParseDecimal("5.90"), Unit: word}, Comparator: new("<"), ReferenceLow: fhir.ParseDecimal("3.0"), Members: []provesvar.Observation{{Text: word}, {History: true, Text: new("a copy")}}},
				{Value: code}, {},
			},
		}}},
	}
}

func written(t *testing.T, d *Document) (bundleText, page string) {
	t.Helper()
	var j, h strings.Builder
	if err := d.WriteFHIR(&j); err != nil {
		t.Fatal(err)
	}
	if err := d.WriteHTML(&h); err != nil {
		t.Fatal(err)
	}
	return j.String(), h.String()
}

// Narratives are well-formed XML, the Bundle is JSON, and text from registers is
// only ever text.
func TestTextIsText(t *testing.T) {
	for _, l := range languages {
		d := New(of(l))
		text, page := written(t, d)
		if !json.Valid([]byte(text)) || strings.Contains(page, "<b>\"") || strings.Contains(page, "\x01") {
			t.Error("text from a register is markup")
		}
		if !strings.Contains(text, `"value":5.90`) || strings.Contains(text, "a copy") {
			t.Error("a decimal is not as written, or a copy has a date that is not its own")
		}
		for i := range d.sections {
			r := xml.NewDecoder(strings.NewReader(d.sections[i].div()))
			var err error
			for err == nil {
				_, err = r.Token()
			}
			if !errors.Is(err, io.EOF) {
				t.Errorf("%s: %v in %s", d.sections[i].title, err, d.sections[i].div())
			}
			for _, row := range d.sections[i].rows {
				if len(row.cells) != len(d.sections[i].head) {
					t.Errorf("%s: %d cells below %d heads", d.sections[i].title, len(row.cells), len(d.sections[i].head))
				}
			}
		}
	}
}

// Every state of a part has words of its own, and only a part that was read has
// entries.
func TestStates(t *testing.T) {
	for state, want := range map[State]string{Withheld: "withheld", Unavailable: "unavailable", NoRecord: "unavailable", Read: noInformation} {
		s := of(graph.Bokmal)
		s.Allergies, s.Medicines, s.Problems = Part[kjernejournal.Allergy]{State: state}, Part[reseptformidler.Prescription]{State: state}, Part[kjernejournal.CriticalCondition]{State: state}
		s.Vaccinations, s.Results = Part[sysvak.Vaccination]{State: state}, Part[Report]{State: state}
		d := New(s)
		text, page := written(t, d)
		if n := strings.Count(text, `"`+want+`"`); n != 5 {
			t.Errorf("%d: %q %d times", state, want, n)
		}
		for i := range d.sections {
			if section := &d.sections[i]; (len(section.entries) > 0) == (section.empty != nil) || len(section.rows) > 0 || len(section.notes) != 1 || !strings.Contains(page, section.notes[0]) {
				t.Errorf("%d: %+v", state, section)
			}
		}
	}
	s := of(graph.Bokmal)
	s.Medicines = Part[reseptformidler.Prescription]{State: Read, Incomplete: true}
	if d := New(s); d.sections[1].empty == nil || d.sections[1].empty.Coding[0].Code != "unavailable" {
		t.Error("none of some is none of none")
	}
}

// There is an end to how many reports a summary has, and it says so.
func TestManyReports(t *testing.T) {
	s := of(graph.Bokmal)
	s.Results.Items = make([]Report, 3*MaxReports)
	d := New(s)
	results := d.sections[4]
	if len(results.entries) != MaxReports || results.notes[0] != "Bare de 20 siste prøvesvarene er tatt med." {
		t.Errorf("%d, %v", len(results.entries), results.notes)
	}
}

// No language lacks a word that another has.
func TestLanguages(t *testing.T) {
	for _, l := range languages {
		v := reflect.ValueOf(wordsOf(l))
		for i := range v.NumField() {
			if f := v.Field(i); f.Kind() == reflect.String && f.Len() == 0 {
				t.Errorf("%d has no %s", l, v.Type().Field(i).Name)
			}
		}
		for _, w := range []sectionWords{wordsOf(l).allergies, wordsOf(l).medicines, wordsOf(l).problems, wordsOf(l).vaccinations, wordsOf(l).results} {
			if w.title == "" || len(w.head) < 4 {
				t.Errorf("%d: %+v", l, w)
			}
		}
	}
}

// The PDF of a summary that is long, and has text of every kind, is made in full.
func TestPDF(t *testing.T) {
	for _, l := range languages {
		s := of(l)
		many := strings.Repeat("Ærlig talt, čáhppes ŋ ≥ 5 µg/L. ", 400) // more than a page
		s.Problems.Items = append(s.Problems.Items, kjernejournal.CriticalCondition{Text: &many})
		for range 80 {
			s.Allergies.Items = append(s.Allergies.Items, s.Allergies.Items[0])
		}
		var b strings.Builder
		if err := New(s).WritePDF(&b); err != nil {
			t.Fatal(err)
		}
		if text := b.String(); !strings.HasPrefix(text, "%PDF-1") || !strings.HasSuffix(strings.TrimSpace(text), "%%EOF") || strings.Count(text, "/Type /Page\n") < 4 {
			t.Errorf("%d: %d pages in %d bytes", l, strings.Count(text, "/Type /Page\n"), len(text))
		}
	}
}

// The page's own style is the only thing its policy allows.
func TestPolicyIsOfTheStyle(t *testing.T) {
	sum := sha256.Sum256([]byte(style))
	if got := base64.StdEncoding.EncodeToString(sum[:]); got != styleHash {
		t.Errorf("the style's hash is %s", got)
	}
	_, page := written(t, New(of(graph.Bokmal)))
	if !strings.Contains(page, "<style>"+style+"</style>") || strings.Count(page, "<style") != 1 || strings.Contains(page, " style=") || strings.Contains(page, "<script") || strings.Contains(page, "src=") {
		t.Error("the page needs more than its policy allows")
	}
}
