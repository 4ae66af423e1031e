package graph_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
	"helsegraf/graph/policy"
)

// openData are the fields that a register answers and that concern no person.
var openData = []string{"Query.generalPractitioners", "GeneralPractitioner.digitalServices",
	"Query.treatments", "Treatment.providers", "Query.qualityIndicators", "QualityIndicator.measurements", "Query.articles",
}

// handles are the guarded fields whose registers are asked by fields below
// them, or in the first wave.
var handles = []string{
	"Person.healthRegisters", "Query.previewProxy", "Query.previewConsent", "Person.consentLevel", "Person.address", "Person.privacy", "Person.hospitalJournal", "Person.patientTravel", "Person.exemptionCard",
}

// ofRecords are the fields of records that are of another service than the record.
// The gate knows whose such a record is by its type. The viewer is themselves.
var ofRecords = []string{"Referral.appointments", "Viewer.lastLoginAt"}

func schema() *ast.Schema { return graph.NewExecutableSchema(graph.Config{}).Schema() }

// fields calls f for every field of our own object types and interfaces.
func fields(f func(at string, on *ast.Definition, field *ast.FieldDefinition)) {
	for name, def := range schema().Types {
		if def.BuiltIn || strings.HasPrefix(name, "__") {
			continue
		}
		for _, field := range def.Fields {
			if !strings.HasPrefix(field.Name, "__") {
				f(name+"."+field.Name, def, field)
			}
		}
	}
}

func TestGuardedFields(t *testing.T) {
	fields(func(at string, on *ast.Definition, field *ast.FieldDefinition) {
		consent, proxy, register := field.Directives.ForName("consent"), field.Directives.ForName("proxy"), field.Directives.ForName("register")
		if consent == nil && proxy == nil && register == nil {
			return
		}
		if on.Kind != ast.Object {
			t.Errorf("%s: a directive on an interface never runs", at)
		}
		if field.Type.NonNull {
			t.Errorf("%s: a guarded or register-backed field is nullable, or a no takes its parent along", at)
		}
		if (consent == nil) != (proxy == nil) {
			t.Errorf("%s: @consent and @proxy go together", at)
		}
		if consent != nil && on.Name != "Person" && !strings.HasPrefix(at, "Query.preview") && on.Name != "Mutation" && !afterwards(field) && !slices.Contains(ofRecords, at) {
			t.Errorf("%s: the law guards fields of Person, previews, mutations and what these read afterwards; below them a handle holds the grant", at)
		}
		mode := policy.Read.String()
		if consent != nil && consent.Arguments.ForName("mode") != nil {
			mode = consent.Arguments.ForName("mode").Value.Raw
		}
		if consent != nil && (mode == policy.Write.String()) != (on.Name == "Mutation") {
			t.Errorf("%s: a mutation is decided in mode WRITE, and nothing else is", at)
		}
		if consent != nil && register == nil && !slices.Contains(handles, at) {
			t.Errorf("%s: which register answers it?", at)
		}
	})
}

// afterwards reports whether a field is read after a mutation.
func afterwards(field *ast.FieldDefinition) bool { return field.Directives.ForName("after") != nil }

func TestDirectivesRepeatThePolicyTable(t *testing.T) {
	fields(func(at string, _ *ast.Definition, field *ast.FieldDefinition) {
		consent, proxy := field.Directives.ForName("consent"), field.Directives.ForName("proxy")
		if consent == nil || proxy == nil {
			return
		}
		service, err := policy.ParseService(consent.Arguments.ForName("service").Value.Raw)
		if err != nil {
			t.Fatalf("%s: %v", at, err)
		}
		if level := consent.Arguments.ForName("level").Value.Raw; level != service.Level().String() {
			t.Errorf("%s: level %s, policy says %s", at, level, service.Level())
		}
		childUnder := 0
		if arg := proxy.Arguments.ForName("childUnder"); arg != nil {
			if childUnder, err = strconv.Atoi(arg.Value.Raw); err != nil {
				t.Fatal(err)
			}
		}
		// What only the viewer changes for themselves names nobody.
		self := afterwards(field) || strings.HasPrefix(at, "Mutation.") && schema().Types[field.Arguments.ForName("input").Type.Name()].Fields.ForName("person") == nil
		if childUnder != service.ChildUnder() && !self {
			t.Errorf("%s: childUnder %d, policy says %d", at, childUnder, service.ChildUnder())
		}
		scope := ""
		if arg := proxy.Arguments.ForName("scope"); arg != nil {
			scope = arg.Value.Raw
		}
		if want := service.String(); service.ByProxy() && scope != want || !service.ByProxy() && scope != "" {
			t.Errorf("%s: proxy scope %q, policy says %q for a service by proxy: %t", at, scope, want, service.ByProxy())
		}
	})
}

// Every road from the root to a field that a register answers passes a guard.
func TestEveryRoadToARegisterIsGuarded(t *testing.T) {
	s := schema()
	seen := map[string]bool{}
	var walk func(name string, path []string, guarded bool)
	walk = func(name string, path []string, guarded bool) {
		def := s.Types[name]
		key := name + strconv.FormatBool(guarded)
		if def == nil || seen[key] {
			return
		}
		seen[key] = true
		for _, possible := range s.PossibleTypes[name] {
			walk(possible.Name, path, guarded)
		}
		for _, field := range def.Fields {
			at := name + "." + field.Name
			below := guarded || field.Directives.ForName("consent") != nil
			if field.Directives.ForName("register") != nil && !below && !slices.Contains(openData, at) {
				t.Errorf("%s is reached unguarded by %v", at, path)
			}
			if guarded && field.Type.Name() == "Person" {
				t.Errorf("%s leads from a guarded field to another person: relations do not chain", at)
			}
			walk(field.Type.Name(), append(path, field.Name), below)
		}
	}
	walk("Query", nil, false)
}

// gqlgen runs a type's directives neither through an interface nor through a
// union, and an interface's fields have none to run. Node shows nothing but an
// id. _Entity is the one union: it may be, because whoever answers _entities
// decides about each person as Query.person does, and because the law stands on
// the fields of Person, which run their own directives wherever they are met.
func TestNoAbstractTypeShowsGuardedFields(t *testing.T) {
	for name, def := range schema().Types {
		switch {
		case strings.HasPrefix(name, "__"):
		case name == "_Entity":
			if !slices.Equal(def.Types, []string{"Person"}) {
				t.Errorf("_Entity is %v: each member needs a resolver that decides, and a test", def.Types)
			}
		case def.Kind == ast.Union:
			t.Errorf("%s: a union would go around the guards", name)
		case def.Kind == ast.Interface && (name != "Node" || len(def.Fields) != 1):
			t.Errorf("%s: the only interface is Node, and id its only field", name)
		}
	}
}

func TestEverythingIsDescribed(t *testing.T) {
	s := schema()
	told := func(at, description string) {
		if description == "" {
			t.Errorf("%s has no description", at)
		}
	}
	for name, def := range s.Types {
		if def.BuiltIn || strings.HasPrefix(name, "__") {
			continue
		}
		told(name, def.Description)
		for _, v := range def.EnumValues {
			told(name+"."+v.Name, v.Description)
		}
		for _, field := range def.Fields {
			if strings.HasPrefix(field.Name, "__") {
				continue
			}
			told(name+"."+field.Name, field.Description)
			for _, arg := range field.Arguments {
				told(name+"."+field.Name+"("+arg.Name+")", arg.Description)
			}
		}
	}
	for _, name := range []string{"consent", "proxy", "register", "person", "perService", "public"} {
		told("@"+name, s.Directives[name].Description)
	}
}

// The enums that policy decides by have policy's values and no others.
func TestEnumsArePolicys(t *testing.T) {
	for name, parse := range map[string]func(string) error{
		"Service":      func(v string) error { _, err := policy.ParseService(v); return err },
		"ConsentLevel": func(v string) error { _, err := policy.ParseLevel(v); return err },
		"AccessMode":   func(v string) error { _, err := policy.ParseMode(v); return err },
		"Relation":     func(v string) error { _, err := policy.ParseRelation(v); return err },
	} {
		for _, v := range schema().Types[name].EnumValues {
			if parse(v.Name) != nil {
				t.Errorf("policy has no %s %s", name, v.Name)
			}
		}
	}
	if got, want := len(schema().Types["Service"].EnumValues), len(policy.Services()); got != want {
		t.Errorf("%d services in the schema, %d in policy", got, want)
	}
}

// A generated model is a type that somebody forgot to write and bind.
func TestNoGeneratedModels(t *testing.T) {
	if _, err := os.Stat("models_gen.go"); err == nil {
		t.Error("graph/models_gen.go exists: bind its types in gqlgen.yml")
	}
}
