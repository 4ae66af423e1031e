package main

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// argument is one argument of the schema, or of a directive, and a query that
// reaches it.
type argument struct {
	name, path string
	def        *ast.ArgumentDefinition
	// before and after surround the arguments in the query.
	before, after string
}

// argumentsOf are all arguments, each by the shortest path from the root.
func argumentsOf(schema *ast.Schema, id string) []argument {
	type place struct {
		def           *ast.Definition
		path          string
		before, after string
	}
	var out []argument
	types := map[string]bool{}
	for next := []place{{def: schema.Query, path: "Query", before: "{", after: "}"}}; len(next) > 0; next = next[1:] {
		at := next[0]
		if types[at.def.Name] {
			continue
		}
		types[at.def.Name] = true
		for _, f := range at.def.Fields {
			of := schema.Types[f.Type.Name()]
			for _, a := range f.Arguments {
				others := ""
				for _, o := range f.Arguments {
					if o != a {
						others += required(o, id)
					}
				}
				out = append(out, argument{
					name: a.Name, path: at.path + "." + f.Name, def: a,
					before: at.before + " " + f.Name + "(" + others + a.Name + ": ", after: ")" + plainly(schema, of) + " " + at.after,
				})
			}
			given := ""
			for _, a := range f.Arguments {
				given += required(a, id)
			}
			if given != "" {
				given = "(" + given + ")"
			}
			for _, possible := range append([]*ast.Definition{of}, schema.PossibleTypes[of.Name]...) {
				if possible.Kind == ast.Object {
					next = append(next, place{possible, possible.Name, at.before + " " + f.Name + given + " { ... on " + possible.Name + " {", "} }" + at.after})
				}
			}
		}
	}
	for _, d := range []string{"skip", "include", "defer"} {
		def := schema.Directives[d].Arguments.ForName("if")
		for where, around := range map[string][2]string{
			"of a root field": {"{ registers @" + d + "(if: ", ") { name } }"},
			"of a field":      {"{ viewer { person { id name @" + d + "(if: ", ") { full } } } }"},
			"of a fragment":   {"{ viewer { person { id ...F @" + d + "(if: ", ") } } } fragment F on Person { name { full } prescriptions { totalCount } }"},
			"in a fragment":   {"{ viewer { person { id ...F } } } fragment F on Person { prescriptions { nodes { medication { atc { ... @" + d + "(if: ", ") { code } } } } } }"},
		} {
			if d == "defer" && strings.HasSuffix(where, "field") {
				continue
			}
			out = append(out, argument{name: "if", path: "@" + d + " " + where, def: def, before: around[0], after: around[1]})
		}
	}
	slices.SortFunc(out, func(a, b argument) int { return strings.Compare(a.path+a.name, b.path+b.name) })
	return out
}

// required is an argument with a valid value, if one is required.
func required(a *ast.ArgumentDefinition, id string) string {
	if !a.Type.NonNull || a.DefaultValue != nil {
		return ""
	}
	return a.Name + ": " + sound(a, id) + " "
}

// sound is a valid value, in GraphQL.
func sound(a *ast.ArgumentDefinition, id string) string {
	switch a.Type.Name() {
	case "ID":
		return `"` + id + `"`
	case "_Any":
		return `{__typename: "Person", id: "` + id + `"}`
	case "Int":
		return "2"
	case "Boolean":
		return "true"
	case "Service":
		return "MEDICATION"
	case "AccessMode":
		return "WRITE"
	case "ConsentLevel":
		return "BASIS"
	case "PrescriptionView":
		return "HISTORY"
	case "AppointmentView":
		return "PAST"
	case "TaskView":
		return "CLOSED"
	case "TestResultCategory":
		return "PATHOLOGY"
	case "Region":
		return "VEST"
	case "TreatmentProviderSort":
		return "NAME"
	case "ArticleCodeSystem":
		return "ATC"
	case "ArticleFormat":
		return "MARKDOWN"
	case "Date":
		return `"2026-11-22"`
	}
	switch a.Name {
	case "municipality":
		return `"0301"`
	case "after":
		return `""`
	case "code":
		return `"E11"`
	case "letter":
		return `"P"`
	}
	return `"Person"`
}

// plainly selects an object's scalar fields without arguments.
func plainly(schema *ast.Schema, of *ast.Definition) string {
	if of.Kind != ast.Object && of.Kind != ast.Interface && of.Kind != ast.Union {
		return ""
	}
	selection := "{ __typename"
	for _, f := range of.Fields {
		if schema.Types[f.Type.Name()].IsLeafType() && len(f.Arguments) == 0 && !strings.HasPrefix(f.Name, "__") {
			selection += " " + f.Name
		}
	}
	if of.Name == "Person" || of.Name == "Node" || of.Name == "_Entity" {
		selection += " ... on Person { name { full } generalPractitioner { since } }"
	}
	return selection + " }"
}

// The ways to pass a value to an argument.
const (
	inLiteral = iota
	inVariable
	inNullable     // a nullable variable with a valid default
	inNullableBare // the same without a default
	inDefault      // of a variable that is absent
	inList         // a variable in a list of one
	ways
)

// query is the request that passes a value, given in JSON and in GraphQL, to an
// argument in some way.
func (a argument) query(way int, value, literal, id string) string {
	declared := a.def.Type.String()
	nullable := strings.TrimSuffix(declared, "!")
	operation, use, variables := "query($v: "+declared+")", "$v", `{"v":`+value+`}`
	switch way {
	case inLiteral:
		operation, use, variables = "query", literal, "{}"
	case inNullable:
		operation = "query($v: " + nullable + " = " + sound(a.def, id) + ")"
	case inNullableBare:
		operation = "query($v: " + nullable + ")"
	case inDefault:
		operation, variables = "query($v: "+declared+" = "+literal+")", "{}"
	case inList:
		operation, use = "query($v: "+a.def.Type.Name()+"! = "+sound(a.def, id)+")", "[$v]"
	}
	body, err := json.Marshal(map[string]any{"query": operation + " " + a.before + use + a.after})
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(string(body), "}") + `,"variables":` + variables + "}"
}
