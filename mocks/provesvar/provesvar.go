package provesvar

import (
	"slices"
	"strings"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// New makes the stand-in for Pasientens prøvesvar.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	s := nhn.Service{StandIn: standin.New("provesvar", w, i), Service: "pps", Prefix: "PPS", Audience: "nhn:pps", Scope: "nhn:pps/provesvar-read"}
	find := func(part func(*chart) []nhn.Record) func(nhn.Query) nhn.Found {
		return func(q nhn.Query) nhn.Found {
			if p := w.Person(q.Number); p != nil {
				if all := part(chartOf(w, p)); len(all) > 0 {
					return nhn.Found{Records: all}
				}
			}
			return nhn.Found{Says: nhn.Resource{"resourceType": "OperationOutcome", "issue": []any{nhn.Resource{"severity": "information", "code": "not-found"}}}}
		}
	}
	return s.Serve(
		nhn.Search{
			Path: "/DiagnosticReport/_search", Person: "person-id", Count: 100, Most: 200, Page: nhn.BySkip,
			Sort:  nhn.Sort{Param: "date", Element: "effectiveDateTime"},
			Takes: map[string]func(string) bool{"_include": nhn.OneOf("DiagnosticReport:specimen")},
			Find:  find(func(c *chart) []nhn.Record { return c.reports }),
		},
		nhn.Search{
			Path: "/Observation/_search", Person: "person-id", Count: 100, Most: 200, Page: nhn.BySkip,
			Takes: map[string]func(string) bool{"report": func(ids string) bool { return strings.Count(ids, ",") < 100 }},
			Find: func(q nhn.Query) nhn.Found {
				return find(func(c *chart) []nhn.Record { return ofReports(c.observations, q) })(q)
			},
		},
	)
}

// ofReports are the findings of the reports that a query names, or all.
func ofReports(all []nhn.Record, q nhn.Query) (out []nhn.Record) {
	ids := strings.Split(q.Values["report"], ",")
	for _, one := range all {
		report := one.Resource(q.Number)["extension"].([]any)[0].(nhn.Resource)["valueReference"].(nhn.Resource)["reference"].(string)
		if ids[0] == "" || slices.Contains(ids, strings.TrimPrefix(report, "DiagnosticReport/")) {
			out = append(out, one)
		}
	}
	return out
}
