package resolvers

import (
	"context"
	"io"
	"slices"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources/oppgaver"
)

type healthTaskResolver struct{ *Resolver }

// HealthTask resolves HealthTask.
func (r *Resolver) HealthTask() graph.HealthTaskResolver { return healthTaskResolver{r} }

// Tasks is a page of the open tasks, or of the closed ones.
func (r personResolver) Tasks(ctx context.Context, p *graph.Person, view *oppgaver.TaskView, first *int, after *string) (*graph.HealthTaskConnection, error) {
	all, err := r.tasks(ctx, p)
	if err != nil {
		return nil, err
	}
	open := view == nil || *view == oppgaver.Open
	now := requestOf(ctx).now
	shown := slices.DeleteFunc(slices.Clone(all), func(t oppgaver.HealthTask) bool { return t.OpenAt(now) != open })
	field, at := "Person.tasks", placeOfOpenTask
	if !open {
		field, at = "Person.tasks.CLOSED", placeOfClosedTask
		slices.SortFunc(shown, func(a, b oppgaver.HealthTask) int { return at(nil, &a).compare(at(nil, &b)) })
	}
	return page(ctx, r.cursors(ctx, field), shown, first, after, at)
}

// Task is one of the person's tasks, by id.
func (r personResolver) Task(ctx context.Context, p *graph.Person, id string) (*oppgaver.HealthTask, error) {
	key, err := requestOf(ctx).keyOf(p, "HealthTask", id)
	if err != nil {
		return nil, err
	}
	all, err := r.tasks(ctx, p)
	if err != nil {
		return nil, err
	}
	return taskOf(all, key)
}

func (r personResolver) tasks(ctx context.Context, p *graph.Person) ([]oppgaver.HealthTask, error) {
	g, err := grant(ctx, p, policy.Message)
	if err != nil {
		return nil, err
	}
	return r.reads.tasks.load(ctx, g)
}

func taskOf(all []oppgaver.HealthTask, key string) (*oppgaver.HealthTask, error) {
	i := slices.IndexFunc(all, func(t oppgaver.HealthTask) bool { return t.ID.Key == key })
	if i < 0 {
		return nil, refused(policy.NotFound)
	}
	return &all[i], nil
}

// LetterURL is the link from which the gateway streams the letter.
func (healthTaskResolver) LetterURL(ctx context.Context, t *oppgaver.HealthTask) (*string, error) {
	q := requestOf(ctx)
	if !t.HasLetter(q.now) {
		return nil, nil //nolint:nilnil // in the schema, null without an error means there is none
	}
	return q.link(link{Subject: t.ID.Subject.Digits(), Letter: t.ID.Key}), nil
}

// letter sends the letter of one of somebody's tasks.
func (r *Resolver) letter(ctx context.Context, all []oppgaver.HealthTask, key string, head func(contentType, filename string) error, w io.Writer) error {
	t, err := taskOf(all, key)
	if err != nil {
		return err
	}
	return r.Oppgaver.Letter(ctx, t, head, w)
}

// Status is how far the task has come by now.
func (healthTaskResolver) Status(ctx context.Context, t *oppgaver.HealthTask) (*oppgaver.HealthTaskStatus, error) {
	return t.StatusAt(requestOf(ctx).now), nil
}
