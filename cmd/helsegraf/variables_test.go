package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// variablesCase is a query with variables and its expected answer: status, data
// if any, and the errors' paths and codes.
type variablesCase struct {
	query, variables string
	status           int
	data             string
	errors           string
}

func (h *testEnv) check(bearer string, c variablesCase) {
	h.t.Helper()
	status, body := h.send(bearer, graphQL(h.t, c.query, c.variables))
	var response struct {
		Data   json.RawMessage
		Errors []struct {
			Path       []any
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal([]byte(body), &response); err != nil {
		h.t.Fatal(err, body)
	}
	var errs []string
	for _, e := range response.Errors {
		path, err := json.Marshal(e.Path)
		if err != nil {
			h.t.Fatal(err)
		}
		errs = append(errs, string(path)+" "+e.Extensions.Code)
	}
	if got := strings.Join(errs, ", "); status != c.status || got != c.errors || c.data != "" && string(response.Data) != c.data {
		h.t.Errorf("%s %s: %d %s", c.query, c.variables, status, body)
	}
	if strings.Contains(h.log.String(), "msg=panic") {
		h.t.Fatalf("%s %s: a panic", c.query, c.variables)
	}
	if n := h.resolver.Unforeseen(); n != 0 {
		h.t.Errorf("%s %s: %d unforeseen", c.query, c.variables, n)
	}
}

const (
	badInput = " BAD_USER_INPUT"
	invalid  = " GRAPHQL_VALIDATION_FAILED"
	wholly   = http.StatusOK
	badly    = http.StatusBadRequest
)

// A null variable for a non-null argument or condition is an error of the field;
// the rest is answered. The default only applies to an omitted variable.
func TestCaseB2NullVariables(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	line := h.bearer(login{persona: "line", client: "web"})
	for what, c := range map[string]variablesCase{
		"a condition":                    {`query($b: Boolean = true) { registers { name @include(if: $b) } }`, `{"b":null}`, wholly, `null`, `["registers"]` + badInput},
		"a condition that is absent":     {`query($b: Boolean = false) { __typename registers @include(if: $b) { name } }`, `{}`, wholly, `{"__typename":"Query"}`, ""},
		"a condition at the root":        {`query($b: Boolean = true) { __typename registers @skip(if: $b) { name } }`, `{"b":null}`, wholly, `null`, `null` + badInput},
		"a condition decided before":     {`query($b: Boolean = true) { __typename registers @skip(if: true) @include(if: $b) { name } }`, `{"b":null}`, wholly, `{"__typename":"Query"}`, ""},
		"a condition nobody reaches":     {`query($b: Boolean = true) { __typename viewer @skip(if: true) { person { age @skip(if: $b) } } }`, `{"b":null}`, wholly, `{"__typename":"Query"}`, ""},
		"a condition deep down":          {`query($b: Boolean = true) { __typename viewer { client { id } person { relation name { full @skip(if: $b) } } } }`, `{"b":null}`, wholly, `{"__typename":"Query","viewer":{"client":{"id":"web"},"person":{"relation":"SELF","name":null}}}`, `["viewer","person","name"]` + badInput},
		"a condition in a fragment":      {`query($b: Boolean = true) { viewer { person { relation ...F } } } fragment F on Person { name { ...G } } fragment G on HumanName { ... on HumanName @include(if: $b) { full } }`, `{"b":null}`, wholly, `{"viewer":{"person":{"relation":"SELF","name":null}}}`, `["viewer","person","name"]` + badInput},
		"a condition and its other self": {`query($b: Boolean = true) { viewer { person { relation name { full } name { full @include(if: $b) } } } }`, `{"b":null}`, wholly, `{"viewer":{"person":{"relation":"SELF","name":null}}}`, `["viewer","person","name"]` + badInput},
		"a mode":                         {`query($m: AccessMode) { viewer { person { relation access(mode: $m) { open } } } }`, `{"m":null}`, wholly, `{"viewer":{"person":{"relation":"SELF","access":null}}}`, `["viewer","person","access"]` + badInput},
		"a mode of a preview":            {`query($m: AccessMode = READ) { __typename previewProxy(scope: [MEDICATION], mode: $m) { open } }`, `{"m":null}`, wholly, `{"__typename":"Query","previewProxy":null}`, `["previewProxy"]` + badInput},
		"an element":                     {`query($s: Service = MEDICATION) { __typename previewProxy(scope: [$s]) { open } }`, `{"s":null}`, wholly, `{"__typename":"Query","previewProxy":null}`, `["previewProxy"]` + badInput},
		"a list":                         {`query($s: [Service!] = MEDICATION) { __typename previewProxy(scope: $s) { open } }`, `{"s":null}`, wholly, `{"__typename":"Query","previewProxy":null}`, `["previewProxy"]` + badInput},
		"a level":                        {`query($l: ConsentLevel = FULL) { __typename previewConsent(level: $l) { open } }`, `{"l":null}`, wholly, `{"__typename":"Query","previewConsent":null}`, `["previewConsent"]` + badInput},
		"an id":                          {`query($i: ID = "x") { __typename person(id: $i) { age } }`, `{"i":null}`, wholly, `{"__typename":"Query","person":null}`, `["person"]` + badInput},
		"ids, which are not optional":    {`query($i: [ID!] = []) { people(ids: $i) { age } }`, `{"i":null}`, wholly, `null`, `["people"]` + badInput},
		"what may be null":               {`query($y: Int = 2020, $v: PrescriptionView = HISTORY, $n: Int = 1) { viewer { person { exemptionCard(year: $y) { year } prescriptions(view: $v, first: $n) { nodes { source } } } } }`, `{"y":null,"v":null,"n":null}`, wholly, "", ""},
		"null where none may be":         {`query($i: ID!) { person(id: $i) { age } }`, `{"i":null}`, badly, "", `["variable","i"]` + invalid},
		"an element that is null":        {`query($i: [ID!]!) { people(ids: $i) { age } }`, `{"i":["x",null]}`, badly, "", `["variable","i"]` + invalid},
		"null in the document":           {`{ viewer { person { access(mode: null) { open } } } }`, ``, badly, "", `null` + invalid},
		"a condition in the document":    {`{ registers { name @include(if: null) } }`, ``, badly, "", `null` + invalid},
	} {
		t.Run("B2 "+what, func(t *testing.T) {
			h.t = t
			h.check(line, c)
		})
	}
}

// Variables are coerced as GraphQL specifies, in the plan and in the answer
// alike.
func TestCaseB3Coercion(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	h.warm()
	line := h.bearer(login{persona: "line", client: "web"})
	const (
		year = `query($v: Int) { viewer { person { exemptionCard(year: $v) { year paid { currency } } } } }`
		ids  = `query($v: [ID!]!) { people(ids: $v) { age } }`
		one  = `query($v: ID!) { person(id: $v) { age } }`
		flag = `query($v: Boolean!) { __typename registers @include(if: $v) { name } }`
		mode = `query($v: AccessMode!) { viewer { person { access(mode: $v) { service } } } }`
		word = `query($v: String!) { generalPractitioners(municipality: $v) { nodes { since: __typename } } }`
		of25 = `{"viewer":{"person":{"exemptionCard":{"year":2025,"paid":{"currency":"NOK"}}}}}`
		nope = `["variable","v"]` + invalid
	)
	me := h.id("line", "web")
	for what, c := range map[string]variablesCase{
		"a number":                    {year, `{"v":2025}`, wholly, of25, ""},
		"a whole number with a point": {year, `{"v":2025.0}`, wholly, of25, ""},
		"a whole number by exponent":  {year, `{"v":2.025e3}`, wholly, of25, ""},
		"a fraction rounding loses":   {year, `{"v":2024.` + strings.Repeat("9", 20000) + `}`, badly, "", nope},
		"a little more than a number": {year, `{"v":2025.0000000000000000001}`, badly, "", nope},
		"a fraction that is no zero":  {year, `{"v":1e-400}`, badly, "", nope},
		"a long whole number":         {year, `{"v":2025.` + strings.Repeat("0", 20000) + `e0}`, wholly, of25, ""},
		"a shifted whole number":      {year, `{"v":0.002025E+6}`, wholly, of25, ""},
		"an exponent that takes away": {year, `{"v":2025000e-3}`, wholly, of25, ""},
		"an exponent beyond numbers":  {year, `{"v":1e99999999999999999999}`, badly, "", nope},
		"a text for a number":         {year, `{"v":"2025"}`, badly, "", nope},
		"a fraction":                  {year, `{"v":2025.5}`, badly, "", nope},
		"33 bits":                     {year, `{"v":2147483648}`, badly, "", nope},
		"33 bits below":               {year, `{"v":-2147483649}`, badly, "", nope},
		"many digits":                 {year, `{"v":99999999999999999999}`, badly, "", nope},
		"beyond any float":            {year, `{"v":1e999}`, badly, "", nope},
		"true for a number":           {year, `{"v":true}`, badly, "", nope},
		"a list for a number":         {year, `{"v":[2025]}`, badly, "", nope},
		"33 bits in the document":     {`{ viewer { person { exemptionCard(year: 2147483648) { year } } } }`, ``, badly, "", `null` + invalid},
		"a point in the document":     {`{ viewer { person { exemptionCard(year: 2025.0) { year } } } }`, ``, badly, "", `null` + invalid},
		"an object in the document":   {`{ viewer { person { exemptionCard(year: {}) { year } } } }`, ``, badly, "", `null` + invalid},
		"33 bits in a default":        {`query($v: Int = 99999999999) { viewer { person { exemptionCard(year: $v) { year } } } }`, `{}`, badly, "", `null` + invalid},
		"a single value for a list":   {ids, `{"v":"` + me + `"}`, wholly, `{"people":[{"age":41}]}`, ""},
		"a single default for a list": {`query($v: [ID!]! = "` + me + `") { people(ids: $v) { age } }`, `{}`, wholly, `{"people":[{"age":41}]}`, ""},
		"a number for an id":          {one, `{"v":5}`, wholly, `{"person":null}`, `["person"] NOT_FOUND`},
		"a long number for an id":     {one, `{"v":99999999999999999999}`, wholly, `{"person":null}`, `["person"] NOT_FOUND`},
		"a fraction for an id":        {one, `{"v":5.5}`, badly, "", nope},
		"a fraction of an id's end":   {one, `{"v":4.99999999999999999999}`, badly, "", nope},
		"true for an id":              {one, `{"v":true}`, badly, "", nope},
		"an object for an id":         {one, `{"v":{}}`, badly, "", nope},
		"a text for a truth":          {flag, `{"v":"true"}`, badly, "", nope},
		"a number for a truth":        {flag, `{"v":1}`, badly, "", nope},
		"a truth":                     {flag, `{"v":false}`, wholly, `{"__typename":"Query"}`, ""},
		"an enum in other letters":    {mode, `{"v":"read"}`, badly, "", nope},
		"an enum there is not":        {mode, `{"v":"DELETE"}`, badly, "", nope},
		"a number for an enum":        {mode, `{"v":1}`, badly, "", nope},
		"an enum as text":             {`{ viewer { person { access(mode: "READ") { open } } } }`, ``, badly, "", `null` + invalid},
		"a number for a text":         {word, `{"v":301}`, badly, "", nope},
		"a variable that is missing":  {one, `{}`, badly, "", nope},
		"one that nobody declared":    {flag, `{"v":false,"w":"x"}`, wholly, `{"__typename":"Query"}`, ""},
	} {
		t.Run("B3 "+what, func(t *testing.T) {
			h.t = t
			h.check(line, c)
		})
	}
}

// Invalid arguments are refused before any call or log entry, without affecting
// other fields.
func TestCaseB4RefusedArguments(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	line := h.bearer(login{persona: "line", client: "web"})
	cursor := h.cursor(line, "prescriptions")
	for what, c := range map[string]struct {
		variablesCase
		calls, audit string
	}{
		"none":             {variablesCase{query: `{ viewer { person { prescriptions(first: 0) { totalCount } } } }`, data: `{"viewer":{"person":{"prescriptions":null}}}`, errors: `["viewer","person","prescriptions"]`}, "", ""},
		"less than none":   {variablesCase{query: `{ viewer { person { usageLog(first: -3) { totalCount } } } }`, errors: `["viewer","person","usageLog"]`}, "", ""},
		"too many":         {variablesCase{query: `query($n: Int) { viewer { person { prescriptions(first: $n) { totalCount } } } }`, variables: `{"n":101}`, errors: `["viewer","person","prescriptions"]`}, "", ""},
		"no cursor":        {variablesCase{query: `{ viewer { person { prescriptions(after: "junk") { totalCount } } } }`, errors: `["viewer","person","prescriptions"]`}, "", ""},
		"another's cursor": {variablesCase{query: `query($c: String) { viewer { person { usageLog(after: $c) { totalCount } } } }`, variables: `{"c":"` + cursor + `"}`, errors: `["viewer","person","usageLog"]`}, "", ""},
		"below a handle": {variablesCase{query: `{ viewer { person { hospitalJournal { documents(first: 0) { totalCount } } exemptionCard { coPayments(after: "junk") { totalCount } } } } }`, data: `{"viewer":{"person":{"hospitalJournal":{"documents":null},"exemptionCard":{"coPayments":null}}}}`, errors: `["viewer","person","exemptionCard","coPayments"]` + badInput + `, ["viewer","person","hospitalJournal","documents"]`},
			"folkeregister Persons: 1 × about 1\npersonvern HentInnbyggersPiForPart: 1 × about 1\n", ""},
		"beside one that will do": {variablesCase{query: `{ viewer { person { a: prescriptions(first: 0) { totalCount } b: prescriptions(first: 1) { nodes { source } } } } }`, data: `{"viewer":{"person":{"a":null,"b":{"nodes":[{"source":"RESEPTFORMIDLER"}]}}}}`, errors: `["viewer","person","a"]`},
			"folkeregister Persons: 1 × about 1\npersonvern HentInnbyggersPiForPart: 1 × about 1\nreseptformidler MedicationStatement/_search: 1 × about 1\nusagelog Write: 1 × about 1\n",
			"R MEDICATION of line by line (ONESELF, PATRQT) through web: used\n"},
		"below what will do": {variablesCase{query: `{ viewer { person { generalPractitioner { role history(first: 0) { totalCount } } } } }`, data: `{"viewer":{"person":{"generalPractitioner":{"role":"REGULAR","history":null}}}}`, errors: `["viewer","person","generalPractitioner","history"]`},
			"fastlegeregister GetPatientsGPDetailsAtTime: 1 × about 1\nfolkeregister Persons: 1 × about 1\npersonvern HentInnbyggersPiForPart: 1 × about 1\nusagelog Write: 1 × about 1\n",
			"R GP_INFORMATION of line by line (ONESELF, PATRQT) through web: used\n"},
		"a year that is none":     {variablesCase{query: `{ viewer { person { exemptionCard(year: -1) { status coPayments { totalCount } } } } }`, errors: `["viewer","person","exemptionCard"]`}, "", ""},
		"a municipality":          {variablesCase{query: `{ generalPractitioners(municipality: "oslo") { totalCount } }`, errors: `["generalPractitioners"]`}, "", ""},
		"a number in a name":      {variablesCase{query: `{ generalPractitioners(municipality: "0301", name: "x 1") { totalCount } }`, errors: `["generalPractitioners"]`}, "", ""},
		"open data without login": {variablesCase{query: `{ generalPractitioners(municipality: "0301", first: 0) { totalCount } }`, errors: `["generalPractitioners"]`}, "", ""},
	} {
		t.Run("B4 "+what, func(t *testing.T) {
			h.t = t
			h.forget()
			c.status = wholly
			c.errors += badInput
			h.check(line, c.variablesCase)
			if calls := h.calls(); calls != c.calls {
				t.Errorf("calls: %s", calls)
			}
			if audit := h.audit(); audit != c.audit {
				t.Errorf("audit: %s", audit)
			}
		})
	}
	t.Run("B4 of all people", func(t *testing.T) {
		h.t = t
		h.forget()
		status, body := h.send(line, graphQL(t, `{ viewer { represents { person { prescriptions(first: 0) { totalCount } } } } }`, ""))
		if status != wholly || strings.Count(body, "BAD_USER_INPUT") < 2 || strings.Contains(h.calls(), "reseptformidler") || h.audit() != "" {
			t.Error(status, body, h.calls(), h.audit())
		}
	})
	t.Run("B4 the first page", func(t *testing.T) {
		h.t = t
		var data struct {
			Viewer struct {
				Person struct {
					A, B struct{ Edges []struct{ Cursor string } }
				}
			}
		}
		h.data(login{persona: "line", client: "web"}, `{ viewer { person { a: prescriptions(after: "") { edges { cursor } } b: prescriptions { edges { cursor } } } } }`, &data)
		if a, b := data.Viewer.Person.A.Edges, data.Viewer.Person.B.Edges; len(a) == 0 || len(a) != len(b) || a[0] != b[0] {
			t.Error(a, b)
		}
	})
	t.Run("B4 explained", func(t *testing.T) {
		h.t = t
		h.forget()
		status, body := h.send(line, `{"query":"{ viewer { person { prescriptions(first: 0) { totalCount } } } }","extensions":{"explain":true}}`)
		if status != wholly || !strings.Contains(body, `"open":false,"reason":"BAD_USER_INPUT"`) || h.calls() != "" {
			t.Error(status, body, h.calls())
		}
	})
}

// cursor is one of the viewer's cursors in a list.
func (h *testEnv) cursor(bearer, list string) string {
	h.t.Helper()
	_, body := h.send(bearer, graphQL(h.t, `{ viewer { person { `+list+`(first: 1) { edges { cursor } } } } }`, ""))
	_, rest, _ := strings.Cut(body, `"cursor":"`)
	cursor, _, ok := strings.Cut(rest, `"`)
	if !ok {
		h.t.Fatal(body)
	}
	return cursor
}

// The names a client gives its operation, fragments and variables are in no log
// line and no metric.
func TestCaseB13NamesAreToldNowhere(t *testing.T) {
	t.Parallel()
	h := newTestEnv(t)
	line := h.bearer(login{persona: "line", client: "web"})
	for _, c := range []variablesCase{
		{`query KariTestesen($karitestesen: Int) { karitestesen: viewer { person { ...KariTestesen } } } fragment KariTestesen on Person { exemptionCard(year: $karitestesen) { year } }`, `{"karitestesen":2025}`, wholly, "", ""},
		{`query KariTestesen($karitestesen: Int) { viewer { person { exemptionCard(year: $karitestesen) { year } } } }`, `{"karitestesen":"x"}`, badly, "", `["variable","karitestesen"]` + invalid},
		{`query KariTestesen { viewer { person { KariTestesen } } }`, ``, badly, "", `null` + invalid},
	} {
		h.check(line, c)
	}
	metrics := httptest.NewRecorder()
	h.telemetry.Metrics().ServeHTTP(metrics, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", http.NoBody))
	if output := strings.ToLower(h.log.String() + metrics.Body.String()); strings.Contains(output, "karitestesen") || !strings.Contains(output, "helsegraf_requests_total{") {
		t.Error(output)
	}
}
