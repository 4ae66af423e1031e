package policy

import "strings"

// rule is one row of the rule table: its number, what it requires, and the code
// when it fails.
type rule struct {
	number  int
	wants   string
	fails   func(evaluation) Code // by value, so that a decision leaves nothing on the heap
	applies scope
}

// scope is whom a rule applies to. A project has no individual user, so most
// rules about people do not apply to it, and it has rules of its own.
type scope uint8

const (
	always scope = iota
	ofPeople
	ofProjects
)

// of reports whether the rule applies to a request.
func (a scope) of(q Request) bool { return a == always || (a == ofProjects) == q.analyst() }

// law is the rules in order of evaluation. Rule 1 belongs to the gateway, which
// responds with HTTP 401; without a token there is no Actor, and the rule is
// repeated here. Rule 13 (labels on records) applies to each record, see
// [Grant.Shows].
var law = []rule{
	{1, "an actor, with a checked token", identified, always},
	{1, "this deployment offers the service (1b)", offered, always},
	{2, "assurance level high for anything personal", assured, always},
	{3, "the token's purpose is what is asked for", purposed, always},
	{3, "the client's scopes cover the service", scoped, always},
	{4, "the actor is alive, 16 or older, active, and has consented", eligible, ofPeople},
	{4, "an analyst is alive and active", present, ofProjects},
	{5, "the actor is the subject, or a relation is on record", related, ofPeople},
	{5, "a project is on record, open, and has the analyst among its people", engaged, ofProjects},
	{6, "the registers told of the subject", factsKnown, always},
	{6, "the change is one for the actor to make", changeable, ofPeople},
	{6, "a parent: the child is within the service's age", withinChildAge, ofPeople},
	{6, "the subject is of the age that the service is for", oldEnough, ofPeople},
	{7, "a power of attorney: given at 16 or later, running, covering service and mode", withinGivenPower, ofPeople},
	{7, "an assigned power (7b): for one of 12 or older, running, covering both", withinAssignedPower, ofPeople},
	{8, "a guardian's power: running, covering both", withinGuardianship, ofPeople},
	{9, "the subject is alive; nobody who moved abroad is represented or represents", alive, always},
	{10, "no block", notBlocked, always},
	{11, "no reservation against the summary care record", notReserved, ofPeople},
	{12, "the subject's consent opens the service", consented, ofPeople},
	{12, "the subject shares data for the project's purpose", shared, ofProjects},
}

// Wants is what a rule requires, in words; "" for an unused number. Rows with
// the same number are joined, except those about projects.
func Wants(number int) string {
	var all []string
	for _, r := range law {
		if r.number == number && r.applies != ofProjects {
			all = append(all, r.wants)
		}
	}
	return strings.Join(all, "; ")
}

func unless(holds bool, code Code) Code {
	if holds {
		return Open
	}
	return code
}

func identified(c evaluation) Code { return unless(!c.Actor.number.IsZero(), Unauthenticated) }

// offered is the same for everybody and depends on no person. An invalid
// service is offered nowhere.
func offered(c evaluation) Code {
	return unless(c.Service.String() != "" && c.Offered.In(c.Mode).Has(c.Service), NotOffered)
}

func assured(c evaluation) Code { return unless(c.Actor.assurance >= AssuranceHigh, AssuranceTooLow) }

// purposed: an analyst's token opens only its own purpose, and nobody else's
// opens a project.
func purposed(c evaluation) Code {
	if c.analyst() {
		return unless(c.Purpose == c.Actor.purpose, PurposeClosed)
	}
	return unless(!c.Actor.purpose.project(), PurposeClosed)
}

// personal closes individual data to projects.
func personal(c evaluation) Code { return unless(!c.analyst(), PurposeClosed) }

// extracted are the services that HEALTH_REGISTERS has an extract of.
var extracted = SetOf(Medication, SummaryCareRecord, Vaccination)

// partsOf are the services that a service has parts of: HEALTH_CONTACT lists the GP
// and the contacts entered in the record, MEDICATION says what the GP's office
// renews, and MESSAGE has the dialogue with that office.
func partsOf(s Service) ServiceSet {
	switch s {
	case HealthContact:
		return SetOf(GPInformation, SummaryCareRecord)
	case Medication:
		return SetOf(GPInformation)
	case Message:
		return SetOf(GPDialogue)
	default:
		return 0
	}
}

// scoped also rejects requests for an extract, a history, a part or a change that
// does not exist.
// An extract needs only the client's scope for HEALTH_REGISTERS, which it is
// part of. Analysts may read, but not settings, which are never shared.
func scoped(c evaluation) Code {
	covers := c.Actor.scopes.In(c.Mode)
	switch {
	case !covers.Has(c.Service):
	case c.Extract != 0 && (c.Service != HealthRegisters || !extracted.Has(c.Extract)):
	case c.History && (c.Mode != Read || c.Service != Medication && c.Extract != Medication):
	case c.History && c.Extract == 0 && !covers.Has(SummaryCareRecord):
	case c.Part != 0 && (c.Mode != Read || !partsOf(c.Service).Has(c.Part) || !covers.Has(c.Part)):
	case c.Change != 0 && (c.Mode != Write || c.Service != Privacy):
	case c.analyst() && (c.Service == Privacy || c.Mode != Read):
	default:
		return Open
	}
	return ClientScopeMissing
}

// youthServices are open at 13–15 with a parent's consent (ungdomstilgang).
var youthServices = SetOf(GPInformation, Vaccination, Medication, Appointment, Tools)

func eligible(c evaluation) Code {
	a := c.facts.Actor
	if a.Citizen.Standing == Unread || a.Settings.Standing != OnFile {
		return ConsentSourceUnavailable
	}
	if a.Citizen.Standing == Missing || a.Citizen.Deceased {
		return ActorNotEligible
	}
	if a.Settings.Inactive && !c.self() {
		// For the actor's own data rule 10 decides, and says how to come back.
		return ActorNotEligible
	}
	from := adult
	if c.self() && a.Settings.YouthAccess && c.Mode == Read && youthServices.Has(c.Service) {
		from = youth
	}
	if code := a.Citizen.Born.reached(from, c.now, ActorNotEligible); code != Open {
		return code
	}
	if c.self() && c.Service == Privacy {
		// The first consent must be possible.
		return Open
	}
	return unless(a.Settings.Level >= Basis, ConsentMissing)
}

// present is rule 4 for an analyst, who needs no consent of their own.
func present(c evaluation) Code {
	a := c.facts.Actor
	if a.Citizen.Standing == Unread || a.Settings.Standing != OnFile {
		return ConsentSourceUnavailable
	}
	return unless(a.Citizen.Standing == OnFile && !a.Citizen.Deceased && !a.Settings.Inactive, ActorNotEligible)
}

// engaged is rule 5 for an analyst: a project that they are not part of, or
// that is not open, looks like one that does not exist.
func engaged(c evaluation) Code {
	p := c.facts.Project
	if p.Standing == Unread {
		return ConsentSourceUnavailable
	}
	return unless(!c.Subject.IsZero() && p.Standing == OnFile && p.open(c.now), NotFound)
}

// related gives the same code for somebody unknown, unrelated, forgotten or
// confidential.
func related(c evaluation) Code {
	if c.self() {
		return Open
	}
	if c.facts.RelationsRead != OnFile {
		return ConsentSourceUnavailable
	}
	code := c.facts.related(c.now)
	if c.Subject.IsZero() || code == NotFound {
		return NotFound
	}
	// Somebody with a confidential address can neither represent nor be
	// represented.
	for _, p := range [...]Citizen{c.facts.Actor.Citizen, c.facts.Subject.Citizen} {
		if p.Standing == Unread {
			return ConsentSourceUnavailable
		}
		if p.Standing == Missing || p.Confidential {
			return NotFound
		}
	}
	return code
}
