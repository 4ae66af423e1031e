package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/sources"
	"helsegraf/sources/nhn"
	"helsegraf/sources/pasientjournal"
)

type hospitalJournalResolver struct{ *Resolver }

// HospitalJournal resolves HospitalJournal.
func (r *Resolver) HospitalJournal() graph.HospitalJournalResolver { return hospitalJournalResolver{r} }

const (
	documentsField = "HospitalJournal.documents"
	accessLogField = "HospitalJournal.accessLog"
)

// shownDocuments is the window that documents and regions share: they are
// fetched once. The access log needs all of the documents, which are then shared
// by all three.
func shownDocuments(q *request, need plan.Need) nhn.Window {
	if _, ok := q.beside(need, accessLogField); ok {
		return nhn.Window{}
	}
	if need.Field == documentsField {
		return q.windowOf(need)
	}
	if documents, ok := q.beside(need, documentsField); ok {
		return q.windowOf(documents)
	}
	return nhn.Window{First: 1}
}

func allDocuments(*request, plan.Need) nhn.Window { return nhn.Window{} }

// ofRegions returns each region's result, in the order of configuration.
func ofRegions[T any](ctx context.Context, j *graph.HospitalJournal, regions []pasientjournal.Region, from *read[regionWindow, T], w nhn.Window) []sources.Result[T] {
	out := make([]sources.Result[T], len(regions))
	for i, region := range regions {
		out[i].Value, out[i].Err = from.load(ctx, regionWindow{j.Grant, region, w})
	}
	return out
}

// succeeded returns the values of the regions that responded. Each failed
// region adds an error of its own; when all failed, the first failure is
// returned.
func succeeded[T any](ctx context.Context, results []sources.Result[T]) ([]T, error) {
	var parts []T
	var failures []error
	for _, a := range results {
		if a.Err != nil {
			failures = append(failures, a.Err)
			continue
		}
		parts = append(parts, a.Value)
	}
	if len(parts) == 0 && len(failures) > 0 {
		return nil, failures[0]
	}
	for _, err := range failures {
		graphql.AddError(ctx, err)
	}
	return parts, nil
}

// documents are those that the field being resolved is made of; read is its own
// window.
func (r hospitalJournalResolver) documents(ctx context.Context, j *graph.HospitalJournal, read nhn.Window) []sources.Result[pasientjournal.RegionDocuments] {
	q := requestOf(ctx)
	if need, ok := q.needOf(ctx); ok {
		read = shownDocuments(q, need)
	}
	return ofRegions(ctx, j, r.regions, &r.reads.documents, read)
}

// Documents merges the documents of all regions into one list, which says
// whether it is complete.
func (r hospitalJournalResolver) Documents(ctx context.Context, j *graph.HospitalJournal, first *int, after *string) (*graph.JournalDocumentConnection, error) {
	c := r.cursors(ctx, documentsField)
	w, read, err := windowIn(ctx, c, first, after)
	if err != nil {
		return nil, err
	}
	return acrossRegions(ctx, c, w, r.documents(ctx, j, read), func(d pasientjournal.RegionDocuments) nhn.Rows[pasientjournal.JournalDocument] { return d.Rows })
}

// AccessLog is who has opened the journal, in all regions.
func (r hospitalJournalResolver) AccessLog(ctx context.Context, j *graph.HospitalJournal, first *int, after *string) (*graph.JournalAccessConnection, error) {
	c := r.cursors(ctx, accessLogField)
	w, read, err := windowIn(ctx, c, first, after)
	if err != nil {
		return nil, err
	}
	return acrossRegions(ctx, c, w, ofRegions(ctx, j, r.regions, &r.reads.journalAccess, read), func(a pasientjournal.RegionAccess) nhn.Rows[pasientjournal.JournalAccess] { return a.Rows })
}

// acrossRegions pages the rows of the regions that responded. The page is complete
// only if all of them did, and none in part; otherwise the total is unknown.
func acrossRegions[P, T any](ctx context.Context, c cursors, w nhn.Window, results []sources.Result[P], rows func(P) nhn.Rows[T]) (*graph.Connection[T], error) {
	responded, err := succeeded(ctx, results)
	if err != nil {
		return nil, err
	}
	parts := make([]nhn.Rows[T], len(responded))
	for i := range responded {
		parts[i] = rows(responded[i])
	}
	out := rowsPage(ctx, c, w, parts...)
	if len(parts) < len(results) {
		out.Complete, out.TotalCount = false, nil
	}
	return out, nil
}

// Regions are the regions with their status.
func (r hospitalJournalResolver) Regions(ctx context.Context, j *graph.HospitalJournal) ([]graph.RegionStatus, error) {
	regions := r.regions
	out := make([]graph.RegionStatus, 0, len(regions))
	for i, a := range r.documents(ctx, j, nhn.Window{First: 1}) {
		out = append(out, graph.RegionStatus{Region: regions[i], Status: statusOfAnswer(a)})
	}
	return out, nil
}

func statusOfAnswer(a sources.Result[pasientjournal.RegionDocuments]) graph.SourceStatus {
	if a.Err != nil {
		return statusOf(sources.Entry{Failed: map[sources.Kind]int{sources.KindOf(a.Err): 1}})
	}
	if !a.Value.Complete {
		return graph.SourcePartial
	}
	return graph.SourceOK
}

// Notice is the same for everyone, so it reveals nothing.
func (hospitalJournalResolver) Notice(ctx context.Context, _ *graph.HospitalJournal) (*string, error) {
	note := notice.to(ctx)
	return &note, nil
}
