package resolvers

import (
	"context"
	"mime"
	"net/http"
	"time"

	"helsegraf/graph"
	"helsegraf/graph/ical"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/dialog"
	"helsegraf/sources/oppgaver"
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
	return q.link(link{Subject: subject.Digits(), Ref: d.Ref}), nil
}

// link is the address of a file for the actor, for a while.
func (q *request) link(to link) *string {
	url := q.r.publicURL + "/documents/" + q.sealed(to)
	return &url
}

// sealed is a link to a file, sealed to the actor and the client.
func (q *request) sealed(to link) string {
	to.Actor, to.Until = q.actor.Number().Digits(), q.now.Add(q.r.linkLife).Unix()
	return q.r.ids.sealLink(q.actor.Client(), to)
}

// ServeDocument sends the file behind a link to the actor of ctx. The link grants
// nothing: access is decided again, and logged, before the register is called. The
// content is sent as a download and never displayed, since a hospital's XML file
// may hold anything.
func (r *Resolver) ServeDocument(ctx context.Context, sealed string, w http.ResponseWriter) error {
	actor := graph.ActorFrom(ctx)
	if actor.Number().IsZero() {
		return refused(policy.Unauthenticated)
	}
	subject, to, ok := r.ids.openLink(actor, sealed, r.now())
	if !ok || to.Summary {
		return refused(policy.NotFound)
	}
	service, field := policy.HospitalJournal, "HospitalJournal.documents"
	ahead := "" // of which registers the field's reads are sent ahead: all
	switch {
	case to.Appointment != "":
		service, field = policy.Appointment, "Person.appointments"
	case to.Attachment != (dialog.AttachmentRef{}):
		service, field, ahead = policy.Message, conversationsField, "NONE"
	case to.Archived != "":
		service, field, ahead = policy.DocumentArchive, archiveField, "NONE"
	case to.Letter != "":
		service, field = policy.Message, "Person.tasks"
	}
	q := &request{r: r, actor: actor, now: r.now().In(r.norway), plan: &plan.Plan{Branches: []plan.Branch{{
		Entry: plan.Named,
		IDs:   []string{r.ids.person(actor.Client(), subject)},
		Needs: []plan.Need{{Field: field, Service: service.String(), Register: ahead}},
	}}}}
	q.read(ctx)
	q.start(ctx)
	if _, code := q.reach(subject); code != policy.Open {
		return refused(code)
	}
	d := q.decisionFor(decisionKey{subject: subject, service: service, absent: r.absent[field]})
	g, ok := d.Grant()
	if !ok {
		return denied(d, service)
	}
	if err := q.usage.acknowledged(ctx, q, subject, service, d); err != nil {
		return err
	}
	named := func(contentType, filename string) {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": filename}))
	}
	if to.Appointment != "" {
		event, err := q.event(ctx, g, to.Appointment)
		if err != nil {
			return err
		}
		named(ical.ContentType, "timeavtale.ics")
		return ical.Write(w, r.norway, event)
	}
	head := func(contentType, filename string) error {
		named(contentType, filename)
		return nil
	}
	var err error
	switch {
	case to.Archived != "":
		err = r.Helsearkiv.Content(ctx, g, to.Archived, head, w)
	case to.Attachment != (dialog.AttachmentRef{}):
		err = r.Dialog.Content(ctx, g, q.inboxKey(g).gp, to.Attachment, head, w)
	case to.Letter != "":
		var all []oppgaver.HealthTask
		if all, err = r.reads.tasks.of(q).lookup(ctx, q, g); err == nil {
			err = r.letter(ctx, all, to.Letter, head, w)
		}
	default:
		err = r.Pasientjournal.Content(ctx, g, to.Ref, head, w)
	}
	if sources.KindOf(err) == sources.NotFound {
		return refused(policy.NotFound)
	}
	return err
}

// linkLife is the default lifetime of a link to a document.
const linkLife = 5 * time.Minute
