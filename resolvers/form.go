package resolvers

import (
	"context"
	"maps"
	"slices"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/oppgaver"
)

// Form is the task's form with the answers so far; nil for a task that has none to fill
// in. A form or an answer that the register names and does not have is an error.
func (r healthTaskResolver) Form(ctx context.Context, t *oppgaver.HealthTask) (*oppgaver.HealthForm, error) {
	id := t.FormID(requestOf(ctx).now)
	if id == "" {
		return nil, nil //nolint:nilnil // in the schema, null without an error means there is none
	}
	forms, err := r.reads.forms.load(ctx, t.Grant)
	if err != nil {
		return nil, err
	}
	answers, err := r.reads.formAnswers.load(ctx, t.Grant)
	if err != nil {
		return nil, err
	}
	form, known := forms[id]
	answer, saved := answers[t.AnswerID()]
	if !known || t.AnswerID() != "" && !saved {
		return nil, sources.Garbled
	}
	return form.With(answer, t), nil
}

// openForms are the tasks of the subject of g that have a form to fill in. There are none
// when the tasks themselves are not read, as with an id that opens nothing.
func (t *reads) openForms(ctx context.Context, g policy.Grant) ([]oppgaver.HealthTask, error) {
	q := requestOf(ctx)
	if !t.tasks.of(q).expects(g) {
		return nil, nil
	}
	all, err := t.tasks.load(ctx, g)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(all), func(one oppgaver.HealthTask) bool { return one.FormID(q.now) == "" }), nil
}

// formsOf fetches the forms of several people's tasks in one call, by id.
func (t *reads) formsOf(c *oppgaver.Client) func(context.Context, []policy.Grant) map[fnr.Number]sources.Result[map[string]oppgaver.HealthForm] {
	return func(ctx context.Context, grants []policy.Grant) map[fnr.Number]sources.Result[map[string]oppgaver.HealthForm] {
		out := make(map[fnr.Number]sources.Result[map[string]oppgaver.HealthForm], len(grants))
		ids := map[string]bool{}
		for _, g := range grants {
			subject, _ := g.Subject(policy.Message)
			tasks, err := t.openForms(ctx, g)
			out[subject] = sources.Result[map[string]oppgaver.HealthForm]{Err: err}
			for _, one := range tasks {
				ids[one.FormID(requestOf(ctx).now)] = true
			}
		}
		if len(ids) == 0 {
			return out
		}
		forms, err := c.Forms(ctx, slices.Sorted(maps.Keys(ids)))
		for subject, result := range out {
			if result.Err == nil {
				out[subject] = sources.Result[map[string]oppgaver.HealthForm]{Value: forms, Err: err}
			}
		}
		return out
	}
}

// answersOf fetches what was saved of a person's forms; nothing when no open task has any.
func (t *reads) answersOf(c *oppgaver.Client) func(context.Context, policy.Grant) (map[string]oppgaver.Answer, error) {
	return func(ctx context.Context, g policy.Grant) (map[string]oppgaver.Answer, error) {
		tasks, err := t.openForms(ctx, g)
		if err != nil || !slices.ContainsFunc(tasks, func(one oppgaver.HealthTask) bool { return one.AnswerID() != "" }) {
			return nil, err
		}
		return c.Answers(ctx, g)
	}
}
