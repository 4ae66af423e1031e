package resolvers

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/dialog"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/helsekontakter"
	"helsegraf/sources/kjernejournal"
)

// contactsField is the field that merges several registers, and the others are
// what the GP's practice offers.
const (
	contactsField   = "Person.healthContacts"
	canMessageField = "HealthContact.canMessage"
	canBookField    = "HealthContact.canBook"
)

type healthContactResolver struct{ *Resolver }

// HealthContact resolves HealthContact.
func (r *Resolver) HealthContact() graph.HealthContactResolver { return healthContactResolver{r} }

// partOf is the other service of the part of a service that a need reads; 0 for the
// main part, and for a field that has no parts.
func partOf(need plan.Need) policy.Service {
	switch {
	case need.Field == contactsField:
		return partIn(graph.Register(need.Register))
	case ofPractice(need):
		return policy.GPInformation
	}
	return 0
}

// ofPractice reports whether a need is what the GP's practice offers.
func ofPractice(need plan.Need) bool {
	return need.Field == renewableField || (need.Field == canMessageField || need.Field == canBookField) && need.Register == dialog.About().Enum
}

// unread reports whether what the GP's practice offers is left out: it is there to
// be used, so it is only read for one who may. Null does not say why, and neither
// errors, sources nor explanations mention it.
func (q *request) unread(subject fnr.Number, need plan.Need) bool {
	return ofPractice(need) && !q.decide(subject, policy.GPDialogue, policy.Read).Allowed()
}

func partIn(register graph.Register) policy.Service {
	switch string(register) {
	case fastlegeregister.About().Enum:
		return policy.GPInformation
	case kjernejournal.About().Enum:
		return policy.SummaryCareRecord
	}
	return 0
}

// silent reports whether a part is left out without an error: one that rules 6–12
// close to somebody other than the subject, whose settings it might reveal. A
// missing scope of the client is no secret, nor is a child's setting to a parent
// who manages it.
func (q *request) silent(key decisionKey, d policy.Decision) bool {
	const settings = 10 // the first rule about settings
	switch {
	case key.part == 0, d.Allowed(), key.subject == q.actor.Number(), d.Rule() <= 5, d.Code() == policy.ConsentSourceUnavailable:
		return false
	}
	return d.Rule() < settings || d.Code() != d.Reason()
}

// contactsPart is one register's part of the list.
type contactsPart struct {
	register graph.Register
	there    bool
	read     func(context.Context, policy.Grant) ([]helsekontakter.HealthContact, graph.SourceStatus, error)
}

// HealthContacts merges the parts, each by its own decision and its own register. A
// part that fails has its status and an error, and the others are returned. One that
// is closed is a refusal under HEALTH_CONTACT, which the usage log then has as refused:
// USED says that nothing was.
func (r personResolver) HealthContacts(ctx context.Context, p *graph.Person) (*graph.HealthContacts, error) {
	if _, err := grant(ctx, p, policy.HealthContact); err != nil {
		return nil, err
	}
	q := requestOf(ctx)
	out := &graph.HealthContacts{Contacts: []helsekontakter.HealthContact{}, Parts: []graph.HealthContactPart{}, Complete: true}
	answered := false
	var failures []error
	for _, part := range []contactsPart{
		{r.reads.healthContacts.name, r.reads.healthContacts.there, r.teams},
		{r.reads.history.name, r.reads.history.there, r.generalPractitioners},
		{r.reads.ownContacts.name, r.reads.ownContacts.there, r.entered},
	} {
		if !part.there {
			continue
		}
		key := decisionKey{subject: p.Subject(), service: policy.HealthContact, part: partIn(part.register)}
		d := q.decisionFor(key)
		if q.silent(key, d) {
			continue
		}
		status := graph.SourceNotCalled
		if g, ok := d.Grant(); ok {
			var some []helsekontakter.HealthContact
			var err error
			some, status, err = part.read(ctx, g)
			out.Contacts = append(out.Contacts, some...)
			if err != nil {
				failures = append(failures, err)
			}
			answered = answered || status == graph.SourceOK || status == graph.SourcePartial
		}
		out.Parts = append(out.Parts, graph.HealthContactPart{Register: part.register, Status: status})
		out.Complete = out.Complete && status == graph.SourceOK
	}
	if !answered && len(failures) > 0 {
		out.Contacts, out.Failure = nil, failures[0]
		return out, nil
	}
	for _, err := range failures {
		graphql.AddError(ctx, err)
	}
	today := string(fhir.DateOf(q.now))
	slices.SortStableFunc(out.Contacts, func(a, b helsekontakter.HealthContact) int {
		return cmp.Or(past(a, today)-past(b, today), a.Kind.Rank()-b.Kind.Rank(), cmp.Compare(fhir.Known(b.Since), fhir.Known(a.Since)), strings.Compare(a.ID.Key, b.ID.Key))
	})
	return out, nil
}

// past is 1 for a contact that has ended.
func past(c helsekontakter.HealthContact, today string) int {
	if c.Until != nil && string(*c.Until) < today {
		return 1
	}
	return 0
}

// teams are the contacts that hospitals and municipalities have sent.
func (r personResolver) teams(ctx context.Context, g policy.Grant) ([]helsekontakter.HealthContact, graph.SourceStatus, error) {
	all, err := r.reads.healthContacts.load(ctx, g)
	if err == nil && !all.Complete {
		return all.All, graph.SourcePartial, nil
	}
	return all.All, statusOfError(err), err
}

// generalPractitioners are the present GP and those before. Each is a call of its
// own, and one may fail without the other.
func (r personResolver) generalPractitioners(ctx context.Context, g policy.Grant) ([]helsekontakter.HealthContact, graph.SourceStatus, error) {
	subject, _ := g.Subject(policy.GPInformation)
	gp, now := r.reads.generalPractitioner.load(ctx, g)
	periods, before := r.reads.history.load(ctx, g)
	if sources.KindOf(now) == sources.NotFound {
		gp, now = nil, nil
	}
	var all []helsekontakter.HealthContact
	add := func(by *fhir.Practitioner, since *fhir.Date) *helsekontakter.HealthContact {
		key := "fastlege/" + string(fhir.Known(since))
		if by != nil {
			key += "/" + fhir.Known(by.HPRNumber)
		}
		c := helsekontakter.HealthContact{ID: fhir.RecordID{Subject: subject, Key: key}, Kind: helsekontakter.GeneralPractitioner, Since: since, Role: fhir.String("Fastlege")}
		if by != nil {
			c.Name = by.Name
		}
		all = append(all, c)
		return &all[len(all)-1]
	}
	if now == nil && gp != nil {
		c := add(gp.Practitioner, gp.Since)
		c.Organization, c.GP = gp.Office, g
		c.Role = roleWords(gp.Role)
	}
	no := false
	for _, period := range periods {
		if period.Practitioner != nil && period.ValidUntil != nil {
			c := add(period.Practitioner, period.ValidFrom)
			c.Until, c.TakesMessages, c.TakesBookings = period.ValidUntil, &no, &no
		}
	}
	switch {
	case now != nil && before != nil:
		return nil, statusOfError(now), now
	case now != nil || before != nil:
		return all, graph.SourcePartial, cmp.Or(now, before)
	}
	return all, graph.SourceOK, nil
}

// CanMessage reports whether one can write to the contact.
func (r healthContactResolver) CanMessage(ctx context.Context, c *helsekontakter.HealthContact) (*bool, error) {
	return r.offers(ctx, c, dialog.Contact, c.TakesMessages)
}

// CanBook reports whether one can book an appointment with the contact.
func (r healthContactResolver) CanBook(ctx context.Context, c *helsekontakter.HealthContact) (*bool, error) {
	return r.offers(ctx, c, dialog.Book, c.TakesBookings)
}

// offers reports whether the practice of the present GP offers a service. Of any
// other contact it is known already.
func (r healthContactResolver) offers(ctx context.Context, c *helsekontakter.HealthContact, service dialog.DigitalService, known *bool) (*bool, error) {
	subject, ok := c.GP.Subject(policy.GPInformation)
	if !ok || !r.reads.digitalServices.there || !requestOf(ctx).decide(subject, policy.GPDialogue, policy.Read).Allowed() {
		return known, nil
	}
	all, err := r.reads.digitalServices.load(ctx, c.GP)
	if err != nil {
		return nil, err
	}
	offers := slices.Contains(all, service)
	return &offers, nil
}

// roleWords are the words of code list 7750; nil for a list without a doctor.
func roleWords(role *fastlegeregister.GeneralPractitionerRole) *string {
	switch fhir.Known(role) {
	case fastlegeregister.Regular:
		return fhir.String("Fastlege")
	case fastlegeregister.Substitute:
		return fhir.String("Vikar")
	case fastlegeregister.Shared:
		return fhir.String("Delelege")
	}
	return nil
}

// entered are the contacts that the person has entered in the summary care record.
// They are no services: one neither writes to them here nor books.
func (r personResolver) entered(ctx context.Context, g policy.Grant) ([]helsekontakter.HealthContact, graph.SourceStatus, error) {
	all, err := r.reads.ownContacts.load(ctx, g)
	no := false
	out := make([]helsekontakter.HealthContact, 0, len(all))
	for _, one := range all {
		if one.Kind == kjernejournal.Employer {
			continue
		}
		c := helsekontakter.HealthContact{
			ID: fhir.RecordID{Subject: one.ID.Subject, Key: "kjernejournal/" + one.ID.Key}, Kind: helsekontakter.OwnContact, Name: one.Name, Role: one.Relationship, Phone: one.Phone,
			Since: one.Since, Until: one.Until, TakesMessages: &no, TakesBookings: &no,
		}
		if one.Kind == kjernejournal.NextOfKin {
			c.Kind = helsekontakter.NextOfKin
		}
		out = append(out, c)
	}
	return out, statusOfError(err), err
}

// statusOfError is how a register answered one operation.
func statusOfError(err error) graph.SourceStatus {
	var f *fault
	switch {
	case err == nil:
		return graph.SourceOK
	case errors.As(err, &f) && f.code == codeOverBudget:
		return graph.SourceOverBudget
	}
	return statusOf(sources.Entry{Failed: map[sources.Kind]int{sources.KindOf(err): 1}})
}
