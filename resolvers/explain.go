package resolvers

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources/fnr"
)

// explanation is one row of extensions.explain: one field for one person, and
// how it would be decided.
type explanation struct {
	// Path is the field's path in the answer, with list indexes. Nothing else in
	// the row identifies the person.
	Path    []any       `json:"path"`
	Service string      `json:"service,omitempty"` // "" for open data
	Open    bool        `json:"open"`
	Reason  policy.Code `json:"reason,omitempty"`
	Message string      `json:"message,omitempty"`
	// Rule is the number of the deciding rule, when the actor may know it.
	Rule int `json:"rule,omitempty"`
	// Wants is what that rule requires.
	Wants    string            `json:"wants,omitempty"`
	Remedy   map[string]string `json:"remedy,omitempty"`
	Register graph.Register    `json:"register,omitempty"`
	// Calls is how many calls the field would add. A batch counts at the first
	// field that needs it, and only first pages are counted.
	Calls int `json:"calls"`
}

// explain answers an operation that is to be explained, not executed. The facts
// have been read as usual; no health register is called. It shows no data, so it
// is not a use and is not logged.
func (q *request) explain(ctx context.Context) *graphql.Response {
	rows := []explanation{}
	size := graph.SizeFrom(ctx)
	for i := range q.plan.Branches {
		branch := &q.plan.Branches[i]
		if branch.Entry == plan.Represented {
			q.loaders.bound = &q.budget
		}
		for _, at := range q.places(branch) {
			for _, need := range branch.Needs {
				if key, ok := q.about(at.subject, need); ok && q.silent(key, q.decisionFor(key)) || q.unread(at.subject, need) {
					continue
				}
				row := q.explained(ctx, need, at)
				if !size.Make(row.bytes(need)) {
					return &graphql.Response{Data: json.RawMessage("null")}
				}
				rows = append(rows, row)
			}
			for _, need := range q.laterNeeds(branch) {
				row, g := q.outcome(ctx, need, at) // without calls: a link makes none
				row.Open = g != policy.Grant{}
				if !size.Make(row.bytes(need)) {
					return &graphql.Response{Data: json.RawMessage("null")}
				}
				rows = append(rows, row)
			}
		}
		q.loaders.bound = nil
	}
	for _, need := range q.refused.needs {
		row := explanation{Path: steps(need.Path), Service: need.Service, Register: graph.Register(need.Register), Reason: codeBadInput}
		row.Message = q.refused.fields[need.At].to(ctx)
		rows = append(rows, row)
	}
	for _, need := range q.plan.Open {
		row := explanation{Path: steps(need.Path), Open: true, Register: graph.Register(need.Register), Calls: q.r.callsOf(q.plan, need)}
		if q.r.absent[need.Field] {
			row.Open, row.Calls = false, 0
			row = row.closed(ctx, policy.NotOffered)
		}
		rows = append(rows, row)
	}
	return &graphql.Response{Data: json.RawMessage("null"), Extensions: map[string]any{"explain": rows}}
}

// bytes is an upper estimate of a row's size in JSON.
func (e *explanation) bytes(need plan.Need) int {
	const rest = 200
	return rest + 2*len(need.Path) + len(e.Message) + len(e.Wants)
}

// standing is a person's position in the answer.
type standing struct {
	subject fnr.Number
	list    string // the path of the list, or ""
	index   int
}

// places are the positions of the people of a branch. A list that could not be
// read has one position, without an index.
func (q *request) places(branch *plan.Branch) []standing {
	subjects := q.subjects(branch)
	if branch.Entry == plan.Represented {
		all, code := q.represented()
		if code != policy.Open {
			return []standing{{}}
		}
		subjects = subjects[:0:0]
		for _, r := range all {
			subjects = append(subjects, r.subject)
		}
	}
	out := make([]standing, 0, len(subjects))
	for i, subject := range subjects {
		out = append(out, standing{subject, branch.List, i})
	}
	return out
}

// path is a need's path with the person's position filled in.
func (s standing) path(need plan.Need) []any {
	if s.list == "" {
		return steps(need.Path)
	}
	return append(append(steps(s.list), s.index), steps(need.Path[len(s.list)+1:])...)
}

// steps splits a path into keys.
func steps(path string) []any {
	keys := strings.Split(path, ".")
	out := make([]any, 0, len(keys))
	for _, key := range keys {
		out = append(out, key)
	}
	return out
}

// explained decides one need for one person, as execution would, and counts the
// calls it adds.
func (q *request) explained(ctx context.Context, need plan.Need, at standing) explanation {
	row, g := q.outcome(ctx, need, at)
	if g == (policy.Grant{}) {
		return row
	}
	before := q.loaders.size()
	if !q.loaders.expect(q, need, g) {
		return row.closed(ctx, codeOverBudget)
	}
	row.Open = true
	if !g.Self() || !q.r.namesOthers(need) { // the actor's own are read with the facts
		row.Calls = q.loaders.size() - before
	}
	return row
}

// outcome decides one need for one person; the zero Grant when it is closed, with
// the reason in the row.
func (q *request) outcome(ctx context.Context, need plan.Need, at standing) (explanation, policy.Grant) {
	row := explanation{Path: at.path(need), Service: need.Service, Register: graph.Register(need.Register)}
	key, ok := q.about(at.subject, need)
	if !ok {
		return row.closed(ctx, policy.ConsentSourceUnavailable), policy.Grant{}
	}
	row.Service = key.service.String()
	d := q.decisionFor(key)
	if q.overBudget(at.subject, d) {
		return row.closed(ctx, codeOverBudget), policy.Grant{}
	}
	if _, code := q.reach(at.subject); code != policy.Open && d.Code() != policy.NotOffered {
		// The person is refused before any of their fields is reached.
		row = row.closed(ctx, code)
		row.Remedy = remedyWords(code.Remedy())
	} else if !d.Allowed() {
		row = row.closed(ctx, d.Code())
		row.Remedy = remedyWords(d.Remedy())
	}
	if row.Reason == d.Reason() {
		// An actor who is told the true reason may also know the rule.
		row.Rule, row.Wants = d.Rule(), policy.Wants(d.Rule())
	}
	g, ok := d.Grant()
	if !ok || row.Reason != policy.Open {
		return row, policy.Grant{}
	}
	return row, g
}

func (e explanation) closed(ctx context.Context, code policy.Code) explanation {
	service, _ := policy.ParseService(e.Service)
	e.Reason, e.Message = code, closedBy(code, service).to(ctx)
	return e
}
