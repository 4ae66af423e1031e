package personvern

import (
	"context"
	"net/http"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
)

var (
	opSet   = write("SettInnbyggersPersonvernInnstilling")
	opBlock = write("Akuttsperre")
)

// write is an operation that changes something. Its refusals have a body that says
// why.
func write(name string) sources.Operation {
	return sources.Operation{
		Name: name, Accepts: []string{"application/json"},
		Statuses: []int{http.StatusBadRequest, http.StatusForbidden, http.StatusConflict, http.StatusUnprocessableEntity},
	}
}

// Setting is what a [Client.Set] changes, by its definition.
type Setting struct {
	definition, name, owner, kind string
}

// ConsentTo is the consent at a level, which is BASIS or more.
func ConsentTo(level policy.Level) Setting {
	return Setting{find(levels, level), "Samtykke " + level.String(), partPortal, typeConsent}
}

// BlockOf is the block of one service; false for a service that has none of its
// own.
func BlockOf(service policy.Service) (Setting, bool) {
	guid := find(blockedServices, service)
	owner := partPortal
	if service == policy.SummaryCareRecord {
		guid, owner = piOwnAccess, partCareRecord
	}
	return Setting{guid, "Sperret " + service.String(), owner, typeRestriction}, guid != ""
}

// SharingFor is the consent to share data for a purpose.
func SharingFor(purpose Purpose) Setting {
	return Setting{find(purposes, purpose), "Deling " + string(purpose), partPortal, typeConsent}
}

// YouthAccess is a parent's agreement that a child of 13–15 logs in
// (ungdomstilgang).
func YouthAccess() Setting {
	return Setting{piYouthAccess, "Foreldresamtykke til ungdomstilgang", partPortal, typeConsent}
}

// CareRecordReservation is the reservation against the summary care record.
func CareRecordReservation() Setting {
	return Setting{piReserved, "Reservasjon mot kjernejournal", partCareRecord, typeReservation}
}

// find is the key of a value; "" if there is none.
func find[V comparable](in map[string]V, value V) string {
	for key, v := range in {
		if v == value {
			return key
		}
	}
	return ""
}

// Change is one change of a person's settings.
type Change struct {
	Setting Setting
	Active  bool
	At      time.Time
	// Reference is the caller's own for this change, the same each time it is
	// tried: Personvern carries out one change per reference.
	Reference string
}

// Problem is why Personvern refused a change.
type Problem string

// The problems. None is the zero Problem.
const (
	PowersRemain    Problem = "POWERS_REMAIN"    // powers given must be ended first
	FormNeeded      Problem = "FORM_NEEDED"      // done by form only
	VersionConflict Problem = "VERSION_CONFLICT" // the setting has changed since it was read
	Refused         Problem = "REFUSED"          // and nothing is said of why

	HolderNotAccepted Problem = "HOLDER_NOT_ACCEPTED" // and nothing is said of why
	TooManyAttempts   Problem = "TOO_MANY_ATTEMPTS"   // to name a holder, today
	PowerExists       Problem = "POWER_EXISTS"        // the holder has one for a service of these
	NotDelegable      Problem = "SERVICE_NOT_DELEGABLE"
	DateInPast        Problem = "DATE_IN_PAST"
	NothingThere      Problem = "NOTHING_THERE" // the power has ended, or never was
)

const pathSet = "/personvern/Personverninnstillinger/SettInnbyggersPersonvernInnstilling/v2"

// changeWire is a request to change a setting. Its first seven fields are
// published; who does it, and the reference, are ours.
type changeWire struct {
	Number     string `json:"innbyggerFnr"`
	Definition string `json:"definisjonGuid,omitzero"`
	Name       string `json:"definisjonNavn,omitzero"`
	Owner      string `json:"partKode,omitzero"`
	Type       string `json:"typePi,omitzero"`
	Active     bool   `json:"aktiv"`
	At         string `json:"tidspunkt"`
	Reference  string `json:"avsenderReferanse"`
	By         byWire `json:"utfortAv"`
}

// byWire is who makes the change, with the code of list 7611 for whoever is not
// the citizen.
type byWire struct {
	Number string `json:"fnr"`
	Role   string `json:"rolle,omitzero"`
}

// Set changes one setting. Giving consent at a level ends it at every other
// (assumed). That it was so already is [sources.OutcomeDone] too.
func (c *Client) Set(ctx context.Context, w policy.Warrant, change Change) (sources.Outcome, Problem, error) {
	if change.Setting.definition == "" || change.Setting.isLevel() && !change.Active {
		return sources.OutcomeNotDone, "", sources.Internal
	}
	return c.change(ctx, w, opSet, pathSet, change)
}

// WithdrawConsent ends the consent at the level that the person has, so that there
// is none. If that level is not the one given any more, nothing is changed, and the
// problem is VersionConflict.
func (c *Client) WithdrawConsent(ctx context.Context, w policy.Warrant, from policy.Level, reference string, at time.Time) (sources.Outcome, Problem, error) {
	change := Change{Setting: ConsentTo(from), At: at, Reference: reference}
	return c.change(ctx, w, opSet, pathSet, change)
}

// BlockEverything sets akuttsperre, which only a form lifts.
func (c *Client) BlockEverything(ctx context.Context, w policy.Warrant, reference string, at time.Time) (sources.Outcome, Problem, error) {
	return c.change(ctx, w, opBlock, "/personvern/Akuttsperre/v1", Change{Active: true, At: at, Reference: reference})
}

func (c *Client) change(ctx context.Context, w policy.Warrant, op sources.Operation, path string, change Change) (sources.Outcome, Problem, error) {
	// An end of a consent that changed nothing was of another than the one given.
	ends := change.Setting.isLevel() && !change.Active
	return c.tell(ctx, w, op, path, ends, func(about, by string, relation policy.Relation) any {
		return changeWire{
			Number: about, Definition: change.Setting.definition, Name: change.Setting.name, Owner: change.Setting.owner, Type: change.Setting.kind,
			Active: change.Active, At: change.At.UTC().Format(time.RFC3339), Reference: change.Reference,
			By: byWire{by, relation.Code()},
		}
	})
}

// tell sends a change about the Warrant's subject; body makes it from the numbers
// of the subject and of who makes the change. With mustChange, a change that
// changed nothing is a VersionConflict.
func (c *Client) tell(ctx context.Context, w policy.Warrant, op sources.Operation, path string, mustChange bool, body func(about, by string, relation policy.Relation) any) (sources.Outcome, Problem, error) {
	about, ok := w.Subject(policy.Privacy)
	if !ok {
		return sources.OutcomeNotDone, "", sources.Denied
	}
	by, relation := w.By()
	q, err := newRequest(path, body(about.Digits(), by.Digits(), relation))
	if err != nil {
		return sources.OutcomeNotDone, "", err
	}
	var problem Problem
	outcome, err := c.writes.Tell(ctx, op, q, func(r *sources.Response) (outcome sources.Outcome, err error) {
		outcome, problem, err = readChange(r, mustChange)
		return outcome, err
	})
	return outcome, problem, err
}

// isLevel reports whether the setting is the consent at a level.
func (s Setting) isLevel() bool { _, ok := levels[s.definition]; return ok }

// readChange reads the outcome of a change. Whether it changed anything or not,
// the setting is now as requested, unless it mustChange.
func readChange(r *sources.Response, mustChange bool) (sources.Outcome, Problem, error) {
	var wire struct {
		Result  string `json:"returKode"`
		Changed string `json:"instansEndret"`
		Code    string `json:"code"`
	}
	err := sources.DecodeJSON(r.Body, &wire)
	switch {
	case r.Status/100 == 4: // a refusal, whatever else it says
		if problem := problemOf(wire.Code); problem != "" {
			return sources.OutcomeNotDone, problem, nil
		}
		return sources.OutcomeNotDone, "", refusal(r.Status)
	case err != nil:
		return sources.OutcomeUnknown, "", err
	case wire.Result == "ok" && wire.Changed == "ikkeEndret" && mustChange:
		return sources.OutcomeNotDone, VersionConflict, nil
	case wire.Result == "ok" && (wire.Changed == "endret" || wire.Changed == "ikkeEndret"):
		return sources.OutcomeDone, "", nil
	case wire.Result == "ikkeOk":
		return sources.OutcomeNotDone, Refused, nil
	}
	return sources.OutcomeUnknown, "", sources.Garbled
}

// problemOf is the problem of an error code; "" if it is none of the matter's.
func problemOf(code string) Problem { return problems[code] }

// problems are assumed: the codes published say that the request itself is wrong.
var problems = map[string]Problem{
	"EPVK-101422": PowersRemain,
	"EPVK-101423": FormNeeded,
	"EPVK-101425": NotDelegable,
	"EPVK-101426": DateInPast,
	"EPVK-101427": TooManyAttempts,
	"EPVK-101428": HolderNotAccepted,
	"EPVK-101429": PowerExists,
	"EPVK-101430": NothingThere,
}

// refusal is the kind of a refusal that no code explains.
func refusal(status int) error {
	if status == http.StatusForbidden {
		return sources.Denied
	}
	return sources.Invalid
}
