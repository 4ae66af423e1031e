package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/helsearkiv"
)

const archiveField = "Person.archive"

type archivedDocumentResolver struct{ *Resolver }

// ArchivedDocument resolves ArchivedDocument.
func (r *Resolver) ArchivedDocument() graph.ArchivedDocumentResolver {
	return archivedDocumentResolver{r}
}

// Archive is a page of the person's personal health archive.
func (r personResolver) Archive(ctx context.Context, p *graph.Person, first *int, after *string) (*graph.ArchivedDocumentConnection, error) {
	g, err := grant(ctx, p, policy.DocumentArchive)
	if err != nil {
		return nil, err
	}
	c := r.cursors(ctx, archiveField)
	w, read, err := windowIn(ctx, c, first, after)
	if err != nil {
		return nil, err
	}
	rows, err := r.reads.archive.load(ctx, window{g, read})
	if err != nil {
		return nil, err
	}
	return rowsPage(ctx, c, w, rows), nil
}

// ContentURL is the link from which the gateway streams the document.
func (archivedDocumentResolver) ContentURL(ctx context.Context, d *helsearkiv.ArchivedDocument) (*string, error) {
	subject, ok := d.Grant.Subject(policy.DocumentArchive)
	if !ok {
		return nil, sources.Internal
	}
	if d.Binary == "" {
		return nil, nil //nolint:nilnil // null without an error: there is no content
	}
	return requestOf(ctx).link(link{Subject: subject.Digits(), Archived: d.ID.Key}), nil
}
