package resolvers_test

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/cmd/registers"
	"helsegraf/graph"
	"helsegraf/sources"
)

// guardedField is a guarded field of a person that a register answers.
type guardedField struct {
	field, selection string
	// arguments are those that the field needs, in parentheses, or "".
	arguments string
	// variants select the field again, once for each other value of its enum
	// arguments.
	variants []string
	// service is that of its @consent.
	service string
	// register is the key of the register, and operations those that only this
	// field calls; none means all of the register's. Others are the registers that
	// answer parts of the field.
	register   string
	others     []string
	operations []string
	// all are the keys of the registers of the field and of those below it, and
	// alone those that some of these fields are read from and no other register.
	all, alone map[string]bool
}

// guarded holds every guarded field in the schema that needs no argument, and
// byID those that need the id of a record, by the list that has the id.
var guarded, byID = guardedFields(graph.NewSchema(graph.Config{}).Schema())

// ofTheirOwn are the operations that answer guarded fields, or one of them, in registers that are
// called for everybody.
var ofTheirOwn = map[string][]string{
	"folkeregister": {"KRR"}, "usagelog": {"AuditEvent/_search"}, "personvern": {"Fullmaktshavere"},
	"Person.healthRegisters": {"HentInnbyggersInkluderinger helseregister"}, "Person.research": {"HentInnbyggersInkluderinger forskning"},
}

// healthRegisters are the registers that no decision rests on: those of health
// data, and the usage log. Those of open data concern nobody.
var healthRegisters = registersWhere(func(e sources.Endpoint) bool { return e.Role != sources.Decides && !e.OpenData() })

// optional are the registers that may be absent altogether.
var optional = registersWhere(func(e sources.Endpoint) bool { return !e.Needed() })

// registersWhere are the registers of which every endpoint is such.
func registersWhere(is func(sources.Endpoint) bool) []string {
	var out []string
	for _, r := range registers.All() {
		if !slices.ContainsFunc(r.Endpoints, func(e sources.Endpoint) bool { return !is(e) }) {
			out = append(out, r.Key)
		}
	}
	return out
}

// keyOf is the key of a register, by its name in the schema.
func keyOf(enum string) string {
	for _, r := range registers.All() {
		if r.Enum == enum {
			return r.Key
		}
	}
	return ""
}

// everything selects every guarded field of a person that a register answers,
// with everything below it and in every variant.
func everything() string {
	var all []string
	for _, g := range guarded {
		all = append(append(all, g.field+" "+g.selection), g.variants...)
	}
	return strings.Join(all, "\n")
}

// registersOf are the keys of the registers of a field and of those below it, at
// most so many to a field.
func registersOf(schema *ast.Schema, f *ast.FieldDefinition, most int, seen map[string]bool) map[string]bool {
	all := map[string]bool{}
	if directives := f.Directives.ForNames("register"); len(directives) <= most {
		for _, d := range directives {
			all[keyOf(d.Arguments.ForName("name").Value.Raw)] = true
		}
	}
	if name := f.Type.Name(); !seen[name] {
		seen[name] = true
		for _, below := range schema.Types[name].Fields {
			if !needsArgument(below) { // else it is not selected
				maps.Copy(all, registersOf(schema, below, most, seen))
			}
		}
	}
	return all
}

func guardedFields(schema *ast.Schema) (guarded []guardedField, byID map[string]guardedField) {
	byID = map[string]guardedField{}
	lists := map[string]string{}
	fields := schema.Types["Person"].Fields
	for _, f := range fields {
		if nodes := schema.Types[f.Type.Name()].Fields.ForName("nodes"); nodes != nil {
			lists[nodes.Type.Name()] = f.Name
		}
	}
	for _, f := range fields {
		consent := f.Directives.ForName("consent")
		if consent == nil {
			continue
		}
		selection, register := everythingOf(schema, f)
		if register == "" {
			continue
		}
		key := keyOf(register)
		var others []string
		for _, d := range f.Directives.ForNames("register") {
			if other := keyOf(d.Arguments.ForName("name").Value.Raw); other != key {
				others = append(others, other)
			}
		}
		g := guardedField{
			field: f.Name, selection: selection, variants: variants(schema, f, selection),
			service: consent.Arguments.ForName("service").Value.Raw, register: key, others: others, operations: ofTheirOwn[key],
			all:   registersOf(schema, f, math.MaxInt, map[string]bool{}),
			alone: registersOf(schema, f, 1, map[string]bool{}),
		}
		if own := ofTheirOwn["Person."+f.Name]; own != nil {
			g.operations = own
		}
		if needsArgument(f) {
			byID[lists[f.Type.Name()]] = g
			continue
		}
		guarded = append(guarded, g)
	}
	return guarded, byID
}

// guardedOf are all guarded fields, those by id with that of a person's first
// record. A person who may not list their own gets another's id, which opens
// nothing either.
func (h *testEnv) guardedOf(persona string) []guardedField {
	h.t.Helper()
	out := slices.Clone(guarded)
	for list, g := range byID {
		for _, whose := range []string{persona, "line"} {
			a := h.query(whose, `{ viewer { person { `+list+`(first: 1) { nodes { id } } } } }`, nil)
			if nodes := a.list("viewer", "person", list, "nodes"); len(nodes) > 0 && g.arguments == "" {
				g.arguments = `(id: "` + nodes[0].(map[string]any)["id"].(string) + `")`
			}
		}
		if g.arguments == "" {
			h.t.Errorf("no list has an id for %s", g.field)
			continue
		}
		out = append(out, g)
		h.reset(g.register)
	}
	return out
}

// needsArgument reports whether a field cannot be selected by its name, and some
// days, alone.
func needsArgument(f *ast.FieldDefinition) bool {
	return slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return required(a) && a.Type.Name() != "Date" })
}

func required(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil }

// daysFor are the days that a field needs as arguments, all the same, or "".
func daysFor(f *ast.FieldDefinition) string {
	var all []string
	for _, a := range f.Arguments {
		if required(a) && a.Type.Name() == "Date" {
			all = append(all, a.Name+`: "2026-11-23"`)
		}
	}
	if all == nil {
		return ""
	}
	return "(" + strings.Join(all, ", ") + ")"
}

// variants select a field for each value of its enum arguments but the default.
func variants(schema *ast.Schema, f *ast.FieldDefinition, selection string) []string {
	var out []string
	for _, a := range f.Arguments {
		for _, v := range schema.Types[a.Type.Name()].EnumValues {
			if a.Type.Elem == nil && (a.DefaultValue == nil || a.DefaultValue.Raw != v.Name) {
				out = append(out, f.Name+"_"+a.Name+"_"+v.Name+": "+f.Name+"("+a.Name+": "+v.Name+") "+selection)
			}
		}
	}
	return out
}

// everythingOf selects every field below f that a register answers, or else one
// field, and returns a register, by its name in the schema, that is called for
// it. Types that are being selected already are left out: they are trees.
func everythingOf(schema *ast.Schema, f *ast.FieldDefinition, within ...string) (selection, register string) {
	if d := f.Directives.ForName("register"); d != nil {
		register = d.Arguments.ForName("name").Value.Raw
	}
	def := schema.Types[f.Type.Name()]
	if def.IsLeafType() {
		return "", register
	}
	within = append(slices.Clip(within), def.Name)
	var one string
	var all []string
	for _, below := range def.Fields {
		if slices.Contains(within, below.Type.Name()) || needsArgument(below) {
			continue
		}
		text, by := everythingOf(schema, below, within...)
		text = below.Name + daysFor(below) + " " + text
		if by != "" {
			all = append(all, text)
			register = cmp.Or(register, by)
		}
		one = cmp.Or(one, text)
	}
	if all == nil {
		all = append(all, one)
	}
	return "{ " + strings.Join(all, " ") + " }", register
}
