package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/sources"
	"helsegraf/sources/pasientjournal"
)

type hospitalJournalResolver struct{ *Resolver }

// HospitalJournal resolves HospitalJournal.
func (r *Resolver) HospitalJournal() graph.HospitalJournalResolver { return hospitalJournalResolver{r} }

// answers are what each region said, in the order of configuration.
func (r hospitalJournalResolver) answers(ctx context.Context, j *graph.HospitalJournal) []sources.Answer[pasientjournal.RegionDocuments] {
	regions := r.Pasientjournal.Regions()
	out := make([]sources.Answer[pasientjournal.RegionDocuments], len(regions))
	for i, region := range regions {
		out[i].Value, out[i].Err = requestOf(ctx).loaders.documents.load(ctx, regionKey{j.Grant, region})
	}
	return out
}

// Documents are the documents of all regions as one list. A region that did
// not answer is told by an error of its own; the others' documents stand, and
// the list says that it is not complete.
func (r hospitalJournalResolver) Documents(ctx context.Context, j *graph.HospitalJournal, first *int, after *string) (*graph.JournalDocumentConnection, error) {
	var parts []pasientjournal.RegionDocuments
	var failures []error
	complete := true
	for _, a := range r.answers(ctx, j) {
		if a.Err != nil {
			failures = append(failures, a.Err)
			continue
		}
		complete = complete && !a.Value.Partial
		parts = append(parts, a.Value)
	}
	if len(parts) == 0 && len(failures) > 0 {
		return nil, failures[0]
	}
	for _, err := range failures {
		graphql.AddError(ctx, err)
	}
	c, err := page(pasientjournal.Merge(parts...), first, after, func(d *pasientjournal.JournalDocument) string { return d.Key })
	if err != nil {
		return nil, err
	}
	out := &graph.JournalDocumentConnection{Connection: *c, Complete: complete && len(failures) == 0}
	if !out.Complete {
		out.TotalCount = nil
	}
	return out, nil
}

// Regions are how each region answered.
func (r hospitalJournalResolver) Regions(ctx context.Context, j *graph.HospitalJournal) ([]graph.RegionStatus, error) {
	regions := r.Pasientjournal.Regions()
	out := make([]graph.RegionStatus, 0, len(regions))
	for i, a := range r.answers(ctx, j) {
		out = append(out, graph.RegionStatus{Region: regions[i], Status: statusOfAnswer(a)})
	}
	return out, nil
}

func statusOfAnswer(a sources.Answer[pasientjournal.RegionDocuments]) graph.SourceStatus {
	if a.Err != nil {
		return statusOf(sources.Entry{Failed: map[sources.Kind]int{sources.KindOf(a.Err): 1}})
	}
	if a.Value.Partial {
		return graph.SourcePartial
	}
	return graph.SourceOK
}

// Notice is always the same, so that it tells nothing.
func (hospitalJournalResolver) Notice(context.Context, *graph.HospitalJournal) (*string, error) {
	notice := "There may be documents that are not shown here. Ask the hospital for full access to your journal."
	return &notice, nil
}
