package ips

import (
	"fmt"
	"strconv"
	"strings"

	"helsegraf/graph"
	"helsegraf/sources/fhir"
	"helsegraf/sources/provesvar"
)

// words are the titles and sentences of one language.
type words struct {
	tag, title, unknown                          string
	withheld, unavailable, noRecord, none        string
	incomplete, locked, latestOf                 string
	recalled, subpotent, corrected               string
	name, born, address, made, by, noIdentity    string
	moment                                       string // layout of a time
	allergies, medicines, problems, vaccinations sectionWords
	results                                      sectionWords
	codes                                        map[string]string
	point                                        string // the decimal separator
	dates                                        bool   // days are written 31.12.2026
}

type sectionWords struct {
	title, note string
	head        []string
}

func wordsOf(l graph.Language) words {
	switch l {
	case graph.Nynorsk:
		return nynorsk()
	case graph.English:
		return english()
	case graph.Bokmal:
	}
	return bokmal()
}

func (w *words) latest(n int) string { return fmt.Sprintf(w.latestOf, n) }

// code is what a FHIR code or an enum of ours means; the code itself for one
// that is not known here.
func (w *words) code(c *string) string {
	code := said(c)
	if s, ok := w.codes[code]; ok {
		return s
	}
	return code
}

// states are a clinical status and a verification status in one cell.
func (w *words) states(clinical, verification *string) string {
	var out []string
	for _, one := range []*string{clinical, verification} {
		if s := w.code(one); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, ", ")
}

// day is a day as people write it, as precise as it is.
func (w *words) day(d *fhir.PartialDate) string {
	iso := said(d)
	if !w.dates {
		return iso
	}
	parts := strings.Split(iso, "-")
	for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
		parts[i], parts[j] = parts[j], parts[i]
	}
	return strings.Join(parts, ".")
}

func (*words) count(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func (w *words) decimal(s string) string {
	if w.point == "." {
		return s
	}
	return strings.ReplaceAll(s, ".", w.point)
}

// value is the value of a finding.
func (w *words) value(f *provesvar.Observation) string {
	switch {
	case f.Quantity != nil && f.Quantity.Value != nil:
		return strings.TrimSpace(said(f.Comparator) + " " + w.decimal(string(*f.Quantity.Value)) + " " + said(f.Quantity.Unit))
	case said(f.Text) != "":
		return said(f.Text)
	}
	return display(f.Value)
}
