package docs

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"helsegraf/graph"
	"helsegraf/graph/gateway/pages"
	"helsegraf/graph/policy"
)

// views are schemas as seen by different readers.
func views(t *testing.T) map[string]*ast.Schema {
	t.Helper()
	whole := graph.NewSchema(graph.Config{})
	out := map[string]*ast.Schema{"everything": whole.Schema()}
	for name, to := range map[string]policy.ServiceSet{"nothing guarded": 0, "one service": policy.SetOf(policy.ExemptionCard)} {
		narrow, err := graph.Narrowed(whole, policy.InBoth(to))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = narrow.Schema()
	}
	return out
}

func newBook(t *testing.T) *Book {
	t.Helper()
	b, err := New(graph.NewSchema(graph.Config{}).Schema(), Facts{Frame: pages.Frame{HasDocs: true}, Codes: []Codes{{Codes: []graph.ErrorCode{{Code: "CONSENT_MISSING", Says: "No `consent`.", Do: "Give <it>."}}}}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Every root field has an example, and each is valid in the schema its reader sees.
func TestExamplesFit(t *testing.T) {
	for name, schema := range views(t) {
		sections, of := sectionsOf(schema)
		ref := read(schema, sections, of)
		if len(ref.Roots) < 8 {
			t.Errorf("%s: only %d root fields", name, len(ref.Roots))
		}
		for _, root := range ref.Roots {
			doc, err := parser.ParseQuery(&ast.Source{Input: root.Example.Query})
			if err != nil {
				t.Errorf("%s: %s: %v\n%s", name, root.Name, err, root.Example.Query)
				continue
			}
			if errs := validator.ValidateWithRules(schema, doc, rules.NewDefaultRules()); errs != nil {
				t.Errorf("%s: %s: %v\n%s", name, root.Name, errs, root.Example.Query)
			}
			if doc.Operations[0].SelectionSet[0].(*ast.Field).Name != root.Name {
				t.Error(name, root.Name, "asks for something else")
			}
			given, err := url.ParseQuery(strings.TrimPrefix(root.Example.Fragment(), "#"))
			if err != nil || given.Get("query") != root.Example.Query || given.Get("variables") != root.Example.Variables {
				t.Error(name, root.Name, "does not survive its address:", root.Example.Fragment())
			}
			variables := map[string]any{}
			if root.Example.Variables != "" {
				if err := json.Unmarshal([]byte(root.Example.Variables), &variables); err != nil {
					t.Error(err)
				}
			}
			for _, v := range doc.Operations[0].VariableDefinitions {
				if _, ok := variables[v.Variable]; !ok {
					t.Errorf("%s: %s: no value for $%s", name, root.Name, v.Variable)
				}
			}
		}
	}
}

// The page has everything in the schema, each under its own anchor, and nothing that
// its reader may not see.
func TestPageIsWhole(t *testing.T) {
	b := newBook(t)
	anchor := regexp.MustCompile(` id="([^"]+)"`)
	link := regexp.MustCompile(` href="#([^"]+)"`)
	for name, schema := range views(t) {
		html, err := b.Schema(schema, "", true)
		if err != nil {
			t.Fatal(err)
		}
		page := string(html)
		var anchors []string
		for _, m := range anchor.FindAllStringSubmatch(page, -1) {
			if slices.Contains(anchors, m[1]) {
				t.Errorf("%s: %s twice", name, m[1])
			}
			anchors = append(anchors, m[1])
		}
		for _, m := range link.FindAllStringSubmatch(page, -1) {
			if !strings.HasPrefix(m[1], "query=") && !slices.Contains(anchors, m[1]) {
				t.Errorf("%s: a link leads to %s, which is not there", name, m[1])
			}
		}
		want := 0
		for _, def := range schema.Types {
			if def.BuiltIn {
				continue
			}
			if def != schema.Query {
				want++
				if !slices.Contains(anchors, def.Name) {
					t.Errorf("%s: no %s", name, def.Name)
				}
			}
			for _, f := range def.Fields {
				if shown(f.Name) && !slices.Contains(anchors, def.Name+"."+f.Name) {
					t.Errorf("%s: no %s.%s", name, def.Name, f.Name)
				}
			}
			for _, v := range def.EnumValues {
				if !slices.Contains(anchors, def.Name+"."+v.Name) {
					t.Errorf("%s: no %s.%s", name, def.Name, v.Name)
				}
			}
		}
		if want < 20 {
			t.Errorf("%s has only %d types", name, want)
		}
		guarded := strings.Contains(page, `id="Person.prescriptions"`) || strings.Contains(page, "PrescriptionConnection")
		if guarded != (name == "everything") {
			t.Errorf("%s: prescriptions are shown: %v", name, guarded)
		}
	}
}

func TestLawInWords(t *testing.T) {
	schema := views(t)["everything"]
	r := reading{schema: schema}
	for path, want := range map[string][]string{
		"Person.prescriptions": {
			"Belongs to the service MEDICATION, medicines and prescriptions.", "Requires consent level FULL or higher.",
			"On behalf of others: with a power of attorney covering MEDICATION, or as a parent while the child is under 12.",
			"Read from: Prescriptions (Reseptformidleren), 1 call for each person.",
		},
		"Person.exemptionCard":       {"Parents have no access, whatever the child's age."},
		"Person.privacy":             {"Requires no consent.", "On behalf of others: as a parent while the child is under 16, never by power of attorney."},
		"Query.generalPractitioners": {"No login required.", "Read from: GPs and their patient lists (Fastlegeregisteret)."},
		"Person.name":                nil,
	} {
		of, field, _ := strings.Cut(path, ".")
		var says []string
		for _, c := range r.law(schema.Types[of].Fields.ForName(field)) {
			says = append(says, c.Says)
		}
		all := strings.Join(says, " ")
		for _, one := range want {
			if !strings.Contains(all, one) {
				t.Errorf("%s: %s", path, all)
			}
		}
		if want == nil && all != "" {
			t.Errorf("%s: %s", path, all)
		}
	}
}

// Text from elsewhere is escaped, whatever it contains.
func TestWhatIsToldIsEscaped(t *testing.T) {
	b := newBook(t)
	html, err := b.Partners(views(t)["nothing guarded"])
	if err != nil {
		t.Fatal(err)
	}
	page := string(html)
	if !strings.Contains(page, "No <code>consent</code>. <strong>Give &lt;it&gt;.</strong>") || !strings.Contains(page, `id="CONSENT_MISSING"`) {
		t.Error(page)
	}
	if html, err = b.Analysts(views(t)["nothing guarded"]); err != nil || !strings.Contains(string(html), "generalPractitioners(") {
		t.Error(err, string(html))
	}
	if got := prose("a `b<c` d & `e`"); got != "a <code>b&lt;c</code> d &amp; <code>e</code>" {
		t.Error(got)
	}
}
