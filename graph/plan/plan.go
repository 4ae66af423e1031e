package plan

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph/variables"
)

// Entry is how a branch reaches its people.
type Entry uint8

// The entries.
const (
	Self        Entry = iota + 1 // the viewer: viewer.person, and previews that name nobody
	Represented                  // those the viewer may act for: viewer.represents.person
	Named                        // by ids in arguments: person, people, node, _entities, and previews about a child
)

// MostIDs is how many people one operation may name. Further ids are not
// planned.
const MostIDs = 100

// Plan is what one operation needs.
type Plan struct {
	// Branches are the places in the response where people are.
	Branches []Branch
	// Represents: the list of those the viewer may act for is selected.
	Represents bool
	// Open are fields read from a register that concern no person.
	Open []Need
	// After is, for a mutation, what is read below it: it is decided after the act,
	// and separately. The plan's own branches are then those the act is about.
	After *Plan
	// Bytes is the size of the response's keys, where the operation determines
	// the number of rows.
	Bytes int64
}

// Named is how many ids the operation has, repetitions included.
func (p *Plan) Named() int {
	n := 0
	if p.After != nil {
		n = p.After.Named()
	}
	for i := range p.Branches {
		n += len(p.Branches[i].IDs)
	}
	return n
}

// Branch is one place in the response where people are.
type Branch struct {
	// Path is the response path, list indices left out: "viewer.person".
	Path  string
	Entry Entry
	// List is the response path of the list of people; "" where there is one person only.
	List string
	// IDs are the ids in the arguments, in their order, of a Named branch.
	IDs []string
	// Needs are the guarded fields selected on each person there.
	Needs []Need
	// Later are the fields selected on each person there whose parts are decided
	// one by one when they are read, after the operation.
	Later []Need
	// Knows: something open by relation alone is selected (name, age,
	// relation). Access: every service is to be decided.
	Knows, Access bool
}

// Need is one field that requires a decision or a register. A field that is
// read from several registers has a Need for each.
type Need struct {
	// At is the field in the document, the same pointer the executor has.
	At *ast.Field
	// Field is the coordinate in the schema: "Person.prescriptions".
	Field string
	// Path is the response path, list indices left out.
	Path string
	// Service is the service of the nearest @consent on the branch; "" for open
	// data.
	Service string
	// Within is the service of the field of the person that the need is below,
	// where the nearest @consent is on a field of a record.
	Within string
	// Register and Calls are those of the field's @register; Register is "" for
	// a guarded field that is not read from a register of its own.
	Register string
	Calls    int
	// Args are the field's arguments with variables and defaults applied, and
	// Of those of the guarded field of the person that it is below (or is).
	Args, Of map[string]any
	// Deferred: the field is under @defer.
	Deferred bool
	// Writes: the need is to change something, not to read.
	Writes bool
}

// walk is one operation being planned.
type walk struct {
	planner *Planner
	oc      *graphql.OperationContext
	plan    *Plan
	acts    []Branch // of a mutation
}

// place is the walk's position in the response.
type place struct {
	path     string
	branch   int // index in plan.Branches, plus one; 0 outside of any person
	service  string
	within   string
	of       map[string]any // arguments of the guarded field
	deferred bool
	entry    Entry // the Entry of a Person found here
	list     string
	ids      []string
}

// object plans a selection on an object type.
func (w *walk) object(set ast.SelectionSet, def *ast.Definition, at place) {
	if def.Name == person && at.branch == 0 {
		w.plan.Branches = append(w.plan.Branches, Branch{Path: at.path, Entry: at.entry, List: at.list, IDs: at.ids})
		at.branch = len(w.plan.Branches)
	}
	for _, f := range graphql.CollectFields(w.oc, set, w.planner.satisfies[def.Name]) {
		w.field(f, def, at)
	}
}

func (w *walk) field(f graphql.CollectedField, on *ast.Definition, at place) {
	if f.Definition == nil || f.Name == "__typename" || variables.Refused(f) {
		return
	}
	at.path = below(at.path, f.Alias)
	at.deferred = at.deferred || len(f.Deferrables) > 0 && !f.IsNonDeferrable
	if on == w.planner.schema.Mutation {
		w.act(f, &at)
		w.selections(f, at)
		return
	}
	switch {
	case at.branch == 0:
		w.people(f, &at)
	case on.Name == person:
		w.ofPerson(f, &at)
	default:
		ofRecord(f, &at)
	}
	w.need(f, on, at)
	w.selections(f, at)
}

// ofPerson records what is selected on a person that needs no register.
func (w *walk) ofPerson(f graphql.CollectedField, at *place) {
	branch := &w.plan.Branches[at.branch-1]
	if consent := f.Definition.Directives.ForName("consent"); consent != nil {
		at.service, at.of = consent.Arguments.ForName("service").Value.Raw, w.args(f)
		return
	}
	if f.Definition.Directives.ForName("perService") != nil {
		branch.Later = append(branch.Later, Need{At: f.Field, Field: person + "." + f.Name, Path: at.path, Deferred: at.deferred})
		return
	}
	switch f.Name {
	case "id":
	case "access":
		branch.Access = true
	default:
		branch.Knows = true
	}
}

// ofRecord records the guard of a field of a record, which is reached only
// through the guard of the person's field that the record is in.
func ofRecord(f graphql.CollectedField, at *place) {
	if consent := f.Definition.Directives.ForName("consent"); consent != nil {
		at.within, at.service = at.service, consent.Arguments.ForName("service").Value.Raw
	}
}

// need records a field that is guarded or read from a register: once for each
// register it is read from.
func (w *walk) need(f graphql.CollectedField, on *ast.Definition, at place) {
	consent, registers := f.Definition.Directives.ForName("consent"), f.Definition.Directives.ForNames("register")
	if consent == nil && len(registers) == 0 {
		return
	}
	n := Need{At: f.Field, Field: on.Name + "." + f.Name, Path: at.path, Service: at.service, Within: at.within, Args: w.args(f), Of: at.of, Deferred: at.deferred}
	add := func(n Need) {
		if at.branch == 0 {
			w.plan.Open = append(w.plan.Open, n)
			return
		}
		w.plan.Branches[at.branch-1].Needs = append(w.plan.Branches[at.branch-1].Needs, n)
	}
	if len(registers) == 0 {
		add(n)
	}
	for _, register := range registers {
		args := register.ArgumentMap(nil)
		n.Register, _ = args["name"].(string)
		calls, _ := args["calls"].(int64)
		n.Calls = int(calls)
		add(n)
	}
}
