package resolvers

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/sources"
	"helsegraf/sources/pasientjournal"
)

type hospitalJournalResolver struct{ *Resolver }

// HospitalJournal resolves HospitalJournal.
func (r *Resolver) HospitalJournal() graph.HospitalJournalResolver { return hospitalJournalResolver{r} }

// ofRegions returns each region's result, in the order of configuration.
func ofRegions[T any](ctx context.Context, j *graph.HospitalJournal, regions []pasientjournal.Region, from *read[regionKey, T]) []sources.Result[T] {
	out := make([]sources.Result[T], len(regions))
	for i, region := range regions {
		out[i].Value, out[i].Err = from.load(ctx, regionKey{j.Grant, region})
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

func (r hospitalJournalResolver) documents(ctx context.Context, j *graph.HospitalJournal) []sources.Result[pasientjournal.RegionDocuments] {
	return ofRegions(ctx, j, r.regions, &r.reads.documents)
}

// Documents merges the documents of all regions into one list, which says
// whether it is complete.
func (r hospitalJournalResolver) Documents(ctx context.Context, j *graph.HospitalJournal, first *int, after *string) (*graph.JournalDocumentConnection, error) {
	partial := func(p pasientjournal.RegionDocuments) bool { return p.Partial }
	return acrossRegions(ctx, r.documents(ctx, j), partial, func(parts []pasientjournal.RegionDocuments) (*graph.JournalDocumentConnection, error) {
		return page(ctx, r.cursors(ctx, "HospitalJournal.documents"), pasientjournal.Merge(parts...), first, after, placeOfDocument)
	})
}

// AccessLog is who has opened the journal, in all regions.
func (r hospitalJournalResolver) AccessLog(ctx context.Context, j *graph.HospitalJournal, first *int, after *string) (*graph.JournalAccessConnection, error) {
	partial := func(p pasientjournal.RegionAccess) bool { return p.Partial }
	return acrossRegions(ctx, ofRegions(ctx, j, r.regions, &r.reads.journalAccess), partial, func(parts []pasientjournal.RegionAccess) (*graph.JournalAccessConnection, error) {
		return page(ctx, r.cursors(ctx, "HospitalJournal.accessLog"), pasientjournal.MergeAccess(parts...), first, after, placeOfAccess)
	})
}

// acrossRegions pages the rows of the regions that responded. The page is complete
// only if all of them did, and none in part; otherwise the total is unknown.
func acrossRegions[P, T any](ctx context.Context, results []sources.Result[P], partial func(P) bool, paged func([]P) (*graph.Connection[T], error)) (*graph.Connection[T], error) {
	parts, err := succeeded(ctx, results)
	if err != nil {
		return nil, err
	}
	c, err := paged(parts)
	if err != nil {
		return nil, err
	}
	if c.Complete = len(parts) == len(results) && !slices.ContainsFunc(parts, partial); !c.Complete {
		c.TotalCount = nil
	}
	return c, nil
}

// Regions are the regions with their status.
func (r hospitalJournalResolver) Regions(ctx context.Context, j *graph.HospitalJournal) ([]graph.RegionStatus, error) {
	regions := r.regions
	out := make([]graph.RegionStatus, 0, len(regions))
	for i, a := range r.documents(ctx, j) {
		out = append(out, graph.RegionStatus{Region: regions[i], Status: statusOfAnswer(a)})
	}
	return out, nil
}

func statusOfAnswer(a sources.Result[pasientjournal.RegionDocuments]) graph.SourceStatus {
	if a.Err != nil {
		return statusOf(sources.Entry{Failed: map[sources.Kind]int{sources.KindOf(a.Err): 1}})
	}
	if a.Value.Partial {
		return graph.SourcePartial
	}
	return graph.SourceOK
}

// Notice is the same for everyone, so it reveals nothing.
func (hospitalJournalResolver) Notice(ctx context.Context, _ *graph.HospitalJournal) (*string, error) {
	note := notice.to(ctx)
	return &note, nil
}
