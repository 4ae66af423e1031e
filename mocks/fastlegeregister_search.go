package mocks

import (
	"slices"
	"strconv"
	"strings"
)

func (x *flrExchange) contracts(question *flrElement) (func(*flrXML), *flrFault) {
	names := []string{"FullText", "HasPrimaryHealthCareTeam", "Municipality", "Page", "PageSize", "SortResultsByDistanceTo"}
	q, fault := flrSearch(question, "queryParameters", "Municipality", names)
	if fault != nil {
		return nil, fault
	}
	if q.text != "" {
		return nil, flrArgument("FullText er ikke implementert")
	}
	var found []*flrList
	for _, l := range x.f.directory.lists {
		// No list here has a primary health care team.
		if l.until.IsZero() && q.in(l) && q.team != "true" {
			found = append(found, l)
		}
	}
	page, total := flrPage(x.call, found, q)
	return func(b *flrXML) {
		b.within("f:Results", func() {
			for _, l := range page {
				b.list(l, true)
			}
		})
		b.text("f:Total", strconv.Itoa(total))
	}, nil
}

func (x *flrExchange) search(question *flrElement) (func(*flrXML), *flrFault) {
	names := []string{"FullText", "HasGPOfficeInMunicipality", "Page", "PageSize", "SortResultsByDistanceTo"}
	q, fault := flrSearch(question, "searchParameters", "HasGPOfficeInMunicipality", names)
	if fault != nil {
		return nil, fault
	}
	var found []*flrDoctor
	for _, d := range x.f.directory.doctors {
		serves := x.f.directory.cyclesOf(d)
		if q.names(d, serves) && slices.ContainsFunc(serves, func(c flrCycle) bool { return q.in(c.list) }) {
			found = append(found, d)
		}
	}
	page, total := flrPage(x.call, found, q)
	return func(b *flrXML) {
		b.within("f:Results", func() {
			for _, d := range page {
				b.details(d, x.f.directory.cyclesOf(d))
			}
		})
		b.text("f:Total", strconv.Itoa(total))
	}, nil
}

// flrQuery is a search of the directory.
type flrQuery struct {
	text, municipality, team string
	page, size               int
}

// flrSearch reads a search, whose parameters must be in their places and
// within their bounds.
func flrSearch(question *flrElement, element, municipality string, names []string) (flrQuery, *flrFault) {
	outer, ok := question.sequence(nsFLR, element)
	if !ok || outer[element] == nil {
		return flrQuery{}, flrDeserialization()
	}
	p, ok := outer[element].sequence(nsFLR, names...)
	if !ok {
		return flrQuery{}, flrDeserialization()
	}
	text := func(name string) string {
		if p[name] == nil {
			return ""
		}
		return p[name].text
	}
	q := flrQuery{text: text("FullText"), team: text("HasPrimaryHealthCareTeam")}
	var badPage, badSize error
	q.page, badPage = strconv.Atoi(text("Page"))
	q.size, badSize = strconv.Atoi(text("PageSize"))
	switch {
	case badPage != nil || badSize != nil:
		return q, flrDeserialization()
	case q.page < 1 || q.page > 100_000:
		return q, flrArgument("Page er ugyldig")
	case q.size < 1 || q.size > 1000:
		return q, flrArgument("PageSize er ugyldig")
	case p["SortResultsByDistanceTo"] != nil:
		return q, flrArgument("SortResultsByDistanceTo er ikke implementert")
	case p[municipality] == nil:
		return q, nil
	}
	code, ok := p[municipality].sequence(nsFLRCommon, "Active", "CodeText", "CodeValue", "OID", "SimpleType")
	if !ok || code["CodeValue"] == nil {
		return q, flrDeserialization()
	}
	q.municipality = code["CodeValue"].text
	if len(q.municipality) != 4 || code["OID"] != nil && code["OID"].text != "3402" {
		return q, flrArgument(municipality + " er ugyldig")
	}
	return q, nil
}

func (q flrQuery) in(l *flrList) bool {
	return q.municipality == "" || l.office.address.Municipality == q.municipality
}

// names tells whether each word of the text begins a word in the name of the
// doctor or of an office of theirs.
func (q flrQuery) names(d *flrDoctor, serves []flrCycle) bool {
	named := []string{d.given, d.middle, d.family}
	for _, c := range serves {
		named = append(named, c.list.office.name)
	}
	names := strings.Fields(strings.ToLower(strings.Join(named, " ")))
	for word := range strings.FieldsSeq(strings.ToLower(q.text)) {
		if !slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, word) }) {
			return false
		}
	}
	return true
}

// flrPage cuts the page out of what was found.
func flrPage[T any](c *call, found []T, q flrQuery) ([]T, int) {
	from := min((q.page-1)*q.size, len(found))
	page := slices.Clone(found[from:min(from+q.size, len(found))])
	switch {
	case len(page) == 0:
	case c.missing():
		page = page[1:]
	case c.duplicate():
		page = append(page, page[0])
	}
	return page, len(found)
}
