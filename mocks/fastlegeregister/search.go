package fastlegeregister

import (
	"slices"
	"strconv"
	"strings"

	"helsegraf/mocks/standin"
)

func (x *exchange) contracts(question *element) (func(*writer), *fault) {
	names := []string{"FullText", "HasPrimaryHealthCareTeam", "Municipality", "Page", "PageSize", "SortResultsByDistanceTo"}
	q, fault := search(question, "queryParameters", "Municipality", names)
	if fault != nil {
		return nil, fault
	}
	if q.text != "" {
		return nil, argument("FullText er ikke implementert")
	}
	var found []*list
	for _, l := range x.f.directory.lists {
		// No list here belongs to a primary health care team.
		if l.until.IsZero() && q.in(l) && q.team != "true" {
			found = append(found, l)
		}
	}
	page, total := page(x.call, found, q)
	return func(b *writer) {
		b.within("f:Results", func() {
			for _, l := range page {
				b.list(l, true)
			}
		})
		b.text("f:Total", strconv.Itoa(total))
	}, nil
}

func (x *exchange) search(question *element) (func(*writer), *fault) {
	names := []string{"FullText", "HasGPOfficeInMunicipality", "Page", "PageSize", "SortResultsByDistanceTo"}
	q, fault := search(question, "searchParameters", "HasGPOfficeInMunicipality", names)
	if fault != nil {
		return nil, fault
	}
	var found []*doctor
	for _, d := range x.f.directory.doctors {
		serves := x.f.directory.cyclesOf(d)
		if q.names(d, serves) && slices.ContainsFunc(serves, func(c cycle) bool { return q.in(c.list) }) {
			found = append(found, d)
		}
	}
	page, total := page(x.call, found, q)
	return func(b *writer) {
		b.within("f:Results", func() {
			for _, d := range page {
				b.details(d, x.f.directory.cyclesOf(d))
			}
		})
		b.text("f:Total", strconv.Itoa(total))
	}, nil
}

// query is a search of the directory.
type query struct {
	text, municipality, team string
	page, size               int
}

// search reads a search, whose parameters must be in order and within bounds.
func search(question *element, element, municipality string, names []string) (query, *fault) {
	outer, ok := question.sequence(nsFLR, element)
	if !ok || outer[element] == nil {
		return query{}, deserialization()
	}
	p, ok := outer[element].sequence(nsFLR, names...)
	if !ok {
		return query{}, deserialization()
	}
	text := func(name string) string {
		if p[name] == nil {
			return ""
		}
		return p[name].text
	}
	q := query{text: text("FullText"), team: text("HasPrimaryHealthCareTeam")}
	var badPage, badSize error
	q.page, badPage = strconv.Atoi(text("Page"))
	q.size, badSize = strconv.Atoi(text("PageSize"))
	switch {
	case badPage != nil || badSize != nil:
		return q, deserialization()
	case q.page < 1 || q.page > 100_000:
		return q, argument("Page er ugyldig")
	case q.size < 1 || q.size > 1000:
		return q, argument("PageSize er ugyldig")
	case p["SortResultsByDistanceTo"] != nil:
		return q, argument("SortResultsByDistanceTo er ikke implementert")
	case p[municipality] == nil:
		return q, nil
	}
	code, ok := p[municipality].sequence(nsFLRCommon, "Active", "CodeText", "CodeValue", "OID", "SimpleType")
	if !ok || code["CodeValue"] == nil {
		return q, deserialization()
	}
	q.municipality = code["CodeValue"].text
	if len(q.municipality) != 4 || code["OID"] != nil && code["OID"].text != "3402" {
		return q, argument(municipality + " er ugyldig")
	}
	return q, nil
}

func (q query) in(l *list) bool {
	return q.municipality == "" || l.office.address.Municipality == q.municipality
}

// names reports whether each word of the text is the start of a word in the name of
// the doctor or of one of their offices.
func (q query) names(d *doctor, serves []cycle) bool {
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

// page returns the requested page of the results.
func page[T any](c *standin.Call, found []T, q query) ([]T, int) {
	from := min((q.page-1)*q.size, len(found))
	page := slices.Clone(found[from:min(from+q.size, len(found))])
	switch {
	case len(page) == 0:
	case c.Missing():
		page = page[1:]
	case c.Duplicate():
		page = append(page, page[0])
	}
	return page, len(found)
}
