package policy_test

import (
	"slices"
	"strings"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fnr"
)

// The reference is the rules once more, written from their text and not from
// the code: the table as it is printed, and straight down, one paragraph after
// the other. It is slow and repeats itself, so that it shares no thought with
// what it is compared to.

// verdict is what the reference says.
type verdict struct {
	code, reason policy.Code
	rule         int
	changes      time.Time
	by           string // the relation
}

func no(rule int, code policy.Code) verdict { return verdict{code: code, reason: code, rule: rule} }

// reference decides, slowly.
func reference(w *world, at time.Time) verdict {
	q, f := w.q, w.f
	name := q.Service.String()
	service, exists := tableByName[name]

	if w.c.Number == (fnr.Number{}) {
		return no(1, policy.Unauthenticated)
	}
	scopes, offers := w.c.Read, q.Offered[0]
	if q.Mode == policy.Write {
		scopes, offers = w.c.Write, q.Offered[1]
	}
	if !slices.Contains(offers.List(), q.Service) {
		return no(1, policy.NotOffered)
	}
	if w.c.Assurance != policy.AssuranceHigh {
		return no(2, policy.AssuranceTooLow)
	}
	project := q.Purpose != policy.ForCare && q.Purpose != policy.ForRepresentation
	analyst := w.c.Purpose != policy.ForCare && w.c.Purpose != policy.ForRepresentation
	if project != analyst || project && q.Purpose != w.c.Purpose {
		return no(3, policy.PurposeClosed)
	}
	if !exists || !slices.Contains(scopes.List(), q.Service) {
		return no(3, policy.ClientScopeMissing)
	}
	if q.Extract != 0 {
		of := q.Extract.String()
		if name != "HEALTH_REGISTERS" || of != "MEDICATION" && of != "SUMMARY_CARE_RECORD" && of != "VACCINATION" {
			return no(3, policy.ClientScopeMissing)
		}
	}
	if q.History {
		if q.Mode != policy.Read || name != "MEDICATION" && q.Extract != policy.Medication {
			return no(3, policy.ClientScopeMissing)
		}
		if q.Extract == 0 && !slices.Contains(scopes.List(), policy.SummaryCareRecord) {
			return no(3, policy.ClientScopeMissing)
		}
	}

	if q.Part != 0 {
		if q.Mode != policy.Read || !referencePart(name, q.Part.String()) || !slices.Contains(scopes.List(), q.Part) {
			return no(3, policy.ClientScopeMissing)
		}
	}

	if q.Change != 0 && (q.Mode != policy.Write || name != "PRIVACY") {
		return no(3, policy.ClientScopeMissing)
	}

	// Projects: whether they take part, and the subject's sharing.
	if project {
		if q.Mode == policy.Write || name == "PRIVACY" {
			return no(3, policy.ClientScopeMissing)
		}
		return referenceProject(w, at)
	}

	if q.Subject == w.c.Number {
		v := referenceSelf(w, service, at)
		if v.rule == 0 || v.rule > 5 {
			v.by = "SELF"
		}
		if v.reason == policy.ActorNotEligible && f.Actor.Citizen.Standing == policy.OnFile && !f.Actor.Citizen.Deceased {
			for _, birthday := range []time.Time{turns(f.Actor.Citizen.Born.First(), 13), turns(f.Actor.Citizen.Born.First(), 16)} {
				if birthday.After(at) && referenceSelf(w, service, birthday).code == policy.Open {
					v.changes = birthday
					break
				}
			}
		}
		return v
	}
	return referenceOther(w, service, at)
}

// referenceProject is what is asked for a project after rules 1–3.
func referenceProject(w *world, at time.Time) verdict {
	hidden := func(rule int, reason policy.Code) verdict {
		return verdict{code: policy.NotAvailableOnBehalf, reason: reason, rule: rule}
	}
	me, them, project := w.f.Actor, w.f.Subject, w.f.Project
	if me.Settings.Standing != policy.OnFile || me.Citizen.Standing == policy.Unread {
		return no(4, policy.ConsentSourceUnavailable)
	}
	if me.Citizen.Standing == policy.Missing || me.Citizen.Deceased || me.Settings.Inactive {
		return no(4, policy.ActorNotEligible)
	}
	if project.Standing == policy.Unread {
		return no(5, policy.ConsentSourceUnavailable)
	}
	if project.Standing != policy.OnFile || !project.Participant || project.From.IsZero() || project.From.After(at) || w.q.Subject == nobody {
		return no(5, policy.NotFound)
	}
	if !project.Until.IsZero() && !project.Until.After(at) {
		return no(5, policy.NotFound)
	}
	if them.Citizen.Standing != policy.OnFile || them.Settings.Standing != policy.OnFile {
		return no(6, policy.ConsentSourceUnavailable)
	}
	if them.Citizen.Deceased {
		return hidden(9, policy.SubjectDeceased)
	}
	for _, s := range referenceServices(w) {
		if them.Settings.AllBlocked || slices.Contains(them.Settings.Blocked.List(), s) {
			return hidden(10, policy.AccessBlocked)
		}
	}
	if w.q.Purpose == policy.ForResearch && them.Settings.SharesResearch || w.q.Purpose == policy.ForStatistics && them.Settings.SharesStatistics {
		return verdict{}
	}
	return hidden(12, policy.ConsentMissing)
}

// referenceActor is rule 4, for oneself or for another.
func referenceActor(w *world, own bool, at time.Time) verdict {
	a, name := w.f.Actor, w.q.Service.String()
	if a.Citizen.Standing == policy.Unread || a.Settings.Standing != policy.OnFile {
		return no(4, policy.ConsentSourceUnavailable)
	}
	if a.Citizen.Standing == policy.Missing || a.Citizen.Deceased {
		return no(4, policy.ActorNotEligible)
	}
	if years(a.Citizen.Born.First(), at) < 16 {
		youth := strings.Contains(" GP_INFORMATION VACCINATION MEDICATION APPOINTMENT TOOLS ", " "+name+" ")
		if years(a.Citizen.Born.First(), at) < 13 || !a.Settings.YouthAccess || !own || !youth || w.q.Mode == policy.Write {
			return no(4, policy.ActorNotEligible)
		}
	}
	if !own && a.Settings.Inactive {
		return no(4, policy.ActorNotEligible)
	}
	if a.Settings.Level == policy.None && (!own || name != "PRIVACY") {
		return no(4, policy.ConsentMissing)
	}
	return verdict{}
}

func referenceSelf(w *world, service printed, at time.Time) verdict {
	if v := referenceActor(w, true, at); v.rule != 0 {
		return v
	}
	if w.q.Change == policy.SetYouthAccess || w.q.Change == policy.GivePower && w.f.Actor.Citizen.Confidential {
		return no(6, policy.ActorNotEligible)
	}
	s := w.f.Actor.Settings
	if s.AllBlocked && w.q.Change != policy.BlockEverything {
		return no(10, policy.AccessBlocked)
	}
	if s.Inactive {
		return no(10, policy.Inactive)
	}
	return referenceChosen(w, s, service)
}

// referenceChosen is the rest of 10–12, alike for everybody.
func referenceChosen(w *world, s policy.Settings, service printed) verdict {
	for _, of := range referenceServices(w) {
		if slices.Contains(s.Blocked.List(), of) {
			return no(10, policy.AccessBlocked)
		}
	}
	name := w.q.Service.String()
	if s.Reserved && (name == "SUMMARY_CARE_RECORD" || name == "DONOR_CARD" || w.q.Extract == policy.SummaryCareRecord || w.q.Part == policy.SummaryCareRecord || w.q.History) {
		return no(11, policy.Reserved)
	}
	if w.q.Change == policy.GivePower && s.Level == policy.None {
		return no(12, policy.ConsentMissing)
	}
	if s.Level < service.level {
		if s.Level == policy.None {
			return no(12, policy.ConsentMissing)
		}
		return no(12, policy.ConsentTooLow)
	}
	return verdict{}
}

func referenceOther(w *world, service printed, at time.Time) verdict {
	if v := referenceActor(w, false, at); v.rule != 0 {
		return v
	}
	f := w.f

	// 5: on record.
	if f.RelationsRead != policy.OnFile {
		return no(5, policy.ConsentSourceUnavailable)
	}
	var record []policy.Relationship
	asParent := false
	for _, r := range f.Relations {
		if onRecord(r, at) && stillKnown(w, r, at) {
			record = append(record, r)
			asParent = asParent || r.Relation == policy.Parent
		}
	}
	if len(record) == 0 || w.q.Subject == nobody || f.Actor.Citizen.Confidential {
		return no(5, policy.NotFound)
	}
	if f.Subject.Citizen.Standing == policy.Unread {
		return no(5, policy.ConsentSourceUnavailable)
	}
	if f.Subject.Citizen.Standing == policy.Missing || f.Subject.Citizen.Confidential {
		return no(5, policy.NotFound)
	}
	if f.Subject.Settings.Standing != policy.OnFile {
		v := no(6, policy.ConsentSourceUnavailable)
		first := record[0].Relation
		for _, r := range record {
			first = min(first, r.Relation)
		}
		v.by = first.String()
		return v
	}

	// 6–8: each relation by itself.
	slices.SortStableFunc(record, func(a, b policy.Relationship) int { return int(a.Relation) - int(b.Relation) })
	v := verdict{}
	opens := ""
	for _, r := range record {
		rule, code := referenceRelation(w, r, at)
		if code == policy.Open && opens == "" {
			opens = r.Relation.String()
		}
		if rule > v.rule || rule == v.rule && code == policy.ProxyScopeMissing && v.code != code {
			v = no(rule, code)
			v.by = r.Relation.String()
		}
	}
	changes := referenceChange(w, opens != "", at)
	if opens == "" {
		v.changes = changes
		return v
	}

	// 9–12: the subject, and what they may not know who act for them.
	s := f.Subject.Settings
	v = verdict{}
	if f.Subject.Citizen.Deceased {
		v = no(9, policy.SubjectDeceased)
	} else if f.Subject.Citizen.Emigrated || f.Actor.Citizen.Emigrated {
		v = no(9, policy.ProxyExpired)
	} else if s.AllBlocked && w.q.Change != policy.BlockEverything {
		v = no(10, policy.AccessBlocked)
	} else if w.q.Service == policy.Privacy && w.q.Mode == policy.Write && f.Actor.Settings.AllBlocked {
		v = no(10, policy.AccessBlocked)
	} else {
		v = referenceChosen(w, s, service)
	}
	parentOfMinor := asParent && years(f.Subject.Citizen.Born.First(), at) < 16
	if v.rule == 9 || v.rule != 0 && !parentOfMinor {
		v.code = policy.NotAvailableOnBehalf
	}
	v.by, v.changes = opens, changes
	return v
}

// referencePart reports whether a list of the one service has a part of the other.
func referencePart(of, part string) bool {
	switch of {
	case "HEALTH_CONTACT":
		return part == "GP_INFORMATION" || part == "SUMMARY_CARE_RECORD"
	case "MEDICATION":
		return part == "GP_INFORMATION"
	case "MESSAGE":
		return part == "GP_DIALOGUE"
	}
	return false
}
