package resolvers

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/sync/errgroup"

	"helsegraf/graph"
	"helsegraf/sources"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/municipality"
)

// mostMunicipalities is how many one search may cover. No county has more.
const mostMunicipalities = 50

// GeneralPractitioners is the open search for GPs. It concerns no person, so
// nothing is decided or logged. It is whole or an error: without one of its
// municipalities it would look as if nobody there had a place.
func (r queryResolver) GeneralPractitioners(ctx context.Context, municipality *string, municipalities []string, county *string, acceptsPatients *bool, name *string, first *int, after *string) (*graph.GeneralPractitionerConnection, error) {
	if err := r.reads.search.refused(); err != nil {
		return nil, err
	}
	where, ok := searched(municipality, municipalities, county)
	if !ok {
		return nil, badInput(wrongSearch)
	}
	found := make([]fastlegeregister.Directory, len(where))
	group, ctx2 := errgroup.WithContext(ctx)
	group.SetLimit(inFlight)
	for i, one := range where {
		query := fastlegeregister.SearchQuery{Municipality: one, AcceptsPatients: acceptsPatients}
		if name != nil {
			query.Name = *name
		}
		group.Go(func() (err error) {
			found[i], err = r.Fastlegeregister.Search(ctx2, query)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	whole := true
	var lists []fastlegeregister.GeneralPractitioner
	for _, one := range found {
		lists, whole = append(lists, one.Lists...), whole && one.Whole
	}
	slices.SortStableFunc(lists, func(a, b fastlegeregister.GeneralPractitioner) int { return cmp.Compare(a.Key, b.Key) })
	c, err := page(ctx, r.ids.openCursors("Query.generalPractitioners"), lists, first, after, placeOfGP)
	if err != nil {
		return nil, err
	}
	if !whole {
		c.TotalCount = nil
		sources.Stands(ctx, sources.MostStale)
	}
	requestOf(ctx).offers.expect(c.Nodes)
	return &graph.GeneralPractitionerConnection{Connection: *c, ByMunicipality: counted(where, found)}, nil
}

// searched are the municipalities of a search, each once: those named one way.
func searched(one *string, several []string, county *string) ([]string, bool) {
	switch {
	case one != nil && several == nil && county == nil:
		return []string{*one}, true
	case one == nil && several != nil && county == nil:
		var each []string
		for _, m := range several {
			if !slices.Contains(each, m) {
				each = append(each, m)
			}
		}
		return each, len(each) > 0 && len(several) <= mostMunicipalities
	case one == nil && several == nil && county != nil:
		var in []string
		for _, m := range municipality.In(*county) {
			in = append(in, m.Code)
		}
		return in, len(in) > 0
	}
	return nil, false
}

// searchedBy are the municipalities of a search, by a field's arguments.
func searchedBy(args map[string]any) ([]string, bool) {
	var several []string
	if all, ok := args["municipalities"].([]any); ok {
		several = make([]string, 0, len(all))
		for _, m := range all {
			s, _ := m.(string)
			several = append(several, s)
		}
	} else if one, ok := args["municipalities"].(string); ok { // a single value is a list of one
		several = []string{one}
	}
	return searched(text(args, "municipality"), several, text(args, "county"))
}

func text(args map[string]any, name string) *string {
	if s, ok := args[name].(string); ok {
		return &s
	}
	return nil
}

// wrongSearchIn says what is wrong with the arguments of a search.
func wrongSearchIn(args map[string]any) (sentence, bool) {
	where, ok := searchedBy(args)
	if !ok {
		return wrongSearch, true
	}
	name, _ := args["name"].(string)
	return wrongSearch, slices.ContainsFunc(where, func(m string) bool {
		return !fastlegeregister.SearchQuery{Municipality: m, Name: name}.WellFormed()
	})
}

// searchCalls is how many calls a search makes: one for each municipality.
func searchCalls(args map[string]any) int {
	where, _ := searchedBy(args)
	return len(where)
}

// counted are the GPs found, by municipality.
func counted(where []string, found []fastlegeregister.Directory) []graph.MunicipalityCount {
	out := make([]graph.MunicipalityCount, len(where))
	for i, d := range found {
		n := graph.MunicipalityCount{Municipality: municipality.Of(where[i]), Lists: new(int), AcceptingPatients: new(int), Waiting: new(int)}
		*n.Lists = len(d.Lists)
		for _, g := range d.Lists {
			if l := g.PatientList; l == nil || l.AcceptsPatients == nil {
				n.AcceptingPatients = nil
			} else if n.AcceptingPatients != nil && *l.AcceptsPatients {
				*n.AcceptingPatients++
			}
			if l := g.PatientList; l == nil || l.Waiting == nil {
				n.Waiting = nil
			} else if n.Waiting != nil {
				*n.Waiting += *l.Waiting
			}
		}
		if !d.Whole {
			n.Lists, n.AcceptingPatients, n.Waiting = nil, nil, nil
		}
		out[i] = n
	}
	return out
}

// Municipalities are those of code list 3402.
func (r queryResolver) Municipalities(ctx context.Context, county, search *string, first *int, after *string) (*graph.MunicipalityConnection, error) {
	all := municipality.All()
	if county != nil {
		if all = municipality.In(*county); len(all) == 0 {
			return nil, badInput(wrongCounty)
		}
	}
	if search != nil {
		all = slices.DeleteFunc(slices.Clone(all), func(m municipality.Municipality) bool { return !mentions(*m.Name, *search) })
	}
	return page(ctx, r.ids.openCursors("Query.municipalities"), all, first, after, placeOfMunicipality)
}

// mentions reports whether each word of a search is the beginning of a word in a
// text.
func mentions(in, search string) bool {
	words := strings.FieldsFunc(strings.ToLower(in), notInWords)
	for word := range strings.FieldsFuncSeq(strings.ToLower(search), notInWords) {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, word) }) {
			return false
		}
	}
	return true
}

func notInWords(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }
