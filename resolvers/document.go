package resolvers

import (
	"context"
	"mime"
	"net/http"
	"time"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/pasientjournal"
)

type journalDocumentResolver struct{ *Resolver }

// JournalDocument resolves JournalDocument.
func (r *Resolver) JournalDocument() graph.JournalDocumentResolver { return journalDocumentResolver{r} }

// ContentURL is the link from which the gateway streams the document.
func (r journalDocumentResolver) ContentURL(ctx context.Context, d *pasientjournal.JournalDocument) (*string, error) {
	q := requestOf(ctx)
	subject, ok := d.Grant.Subject(policy.HospitalJournal)
	if !ok {
		return nil, sources.Internal
	}
	sealed := r.ids.sealLink(q.actor.Client(), link{
		Actor: q.actor.Number().Digits(), Subject: subject.Digits(), Ref: d.Ref, Until: q.now.Add(r.linkLife).Unix(),
	})
	url := r.publicURL + "/documents/" + sealed
	return &url, nil
}

// ServeDocument streams the document behind a link to the actor of ctx. The link
// grants nothing: access is decided again, and logged, before the hospital is
// called. The content is sent as a download and never displayed, since a
// hospital's XML file may hold anything.
func (r *Resolver) ServeDocument(ctx context.Context, sealed string, w http.ResponseWriter) error {
	actor := graph.ActorFrom(ctx)
	if actor.Number().IsZero() {
		return refused(policy.Unauthenticated)
	}
	subject, ref, ok := r.ids.openLink(actor, sealed, r.now())
	if !ok {
		return refused(policy.NotFound)
	}
	q := &request{r: r, actor: actor, now: r.now().In(r.norway), plan: &plan.Plan{Roads: []plan.Road{{
		Entry: plan.Named,
		IDs:   []string{r.ids.person(actor.Client(), subject)},
		Needs: []plan.Need{{Field: "HospitalJournal.documents", Service: policy.HospitalJournal.String()}},
	}}}}
	q.read(ctx)
	q.start(ctx)
	if _, code := q.reach(subject); code != policy.Open {
		return refused(code)
	}
	d := q.answer(decisionKey{subject: subject, service: policy.HospitalJournal, absent: r.absent["HospitalJournal.documents"]})
	g, ok := d.Grant()
	if !ok {
		return denied(d, policy.HospitalJournal)
	}
	if err := q.usage.acknowledged(ctx, q, subject, policy.HospitalJournal, d); err != nil {
		return err
	}
	err := r.Pasientjournal.Content(ctx, g, ref, func(contentType, filename string) error {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": filename}))
		return nil
	}, w)
	if sources.KindOf(err) == sources.NotFound {
		return refused(policy.NotFound)
	}
	return err
}

// linkLife is the default lifetime of a link to a document.
const linkLife = 5 * time.Minute
