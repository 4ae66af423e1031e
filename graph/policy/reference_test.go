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
	if w.c.Assurance != policy.AssuranceHigh {
		return no(2, policy.AssuranceTooLow)
	}
	scopes := w.c.Read
	if q.Mode == policy.Write {
		scopes = w.c.Write
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

	// Projects: the subject's sharing, and nothing else.
	if q.Purpose != policy.ForCare && q.Purpose != policy.ForRepresentation {
		if q.Mode == policy.Write || name == "PRIVACY" {
			return no(3, policy.ClientScopeMissing)
		}
		if f.Subject.Settings.Standing != policy.OnFile {
			return no(12, policy.ConsentSourceUnavailable)
		}
		if q.Purpose == policy.ForResearch && f.Subject.Settings.SharesResearch && q.Subject != nobody {
			return verdict{}
		}
		if q.Purpose == policy.ForStatistics && f.Subject.Settings.SharesStatistics && q.Subject != nobody {
			return verdict{}
		}
		return verdict{code: policy.NotAvailableOnBehalf, reason: policy.ConsentMissing, rule: 12}
	}

	if q.Subject == w.c.Number {
		v := referenceSelf(w, service, at)
		if v.reason == policy.ActorNotEligible && f.Actor.Citizen.Standing == policy.OnFile && !f.Actor.Citizen.Deceased {
			for _, birthday := range []time.Time{turns(f.Actor.Citizen.Born, 13), turns(f.Actor.Citizen.Born, 16)} {
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

// referenceActor is rule 4, for oneself or for another.
func referenceActor(w *world, own bool, at time.Time) verdict {
	a, name := w.f.Actor, w.q.Service.String()
	if a.Citizen.Standing == policy.Unread || a.Settings.Standing != policy.OnFile {
		return no(4, policy.ConsentSourceUnavailable)
	}
	if a.Citizen.Standing == policy.Missing || a.Citizen.Deceased {
		return no(4, policy.ActorNotEligible)
	}
	if years(a.Citizen.Born, at) < 16 {
		youth := strings.Contains(" GP_INFORMATION VACCINATION MEDICATION APPOINTMENT TOOLS ", " "+name+" ")
		if years(a.Citizen.Born, at) < 13 || !a.Settings.YouthAccess || !own || !youth || w.q.Mode == policy.Write {
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
	s := w.f.Actor.Settings
	if s.AllBlocked {
		return no(10, policy.AccessBlocked)
	}
	if s.Inactive {
		return no(10, policy.Inactive)
	}
	return referenceChosen(w, s, service)
}

// referenceChosen is the rest of 10–12, alike for everybody.
func referenceChosen(w *world, s policy.Settings, service printed) verdict {
	blocked := s.Blocked.List()
	if slices.Contains(blocked, w.q.Service) || slices.Contains(blocked, w.q.Extract) {
		return no(10, policy.AccessBlocked)
	}
	name := w.q.Service.String()
	if s.Reserved && (name == "SUMMARY_CARE_RECORD" || name == "DONOR_CARD" || w.q.Extract == policy.SummaryCareRecord) {
		return no(11, policy.Reserved)
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
		if onRecord(r, at) {
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
		return no(6, policy.ConsentSourceUnavailable)
	}

	// 6–8: each relation by itself.
	v := verdict{}
	opens := false
	for _, r := range record {
		rule, code := referenceRelation(w, r, at)
		if code == policy.Open {
			opens = true
		}
		if rule > v.rule || rule == v.rule && code == policy.ProxyScopeMissing {
			v = no(rule, code)
		}
	}
	changes := referenceChange(w, opens, at)
	if !opens {
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
	} else if s.AllBlocked {
		v = no(10, policy.AccessBlocked)
	} else if w.q.Service == policy.Privacy && w.q.Mode == policy.Write && f.Actor.Settings.AllBlocked {
		v = no(10, policy.AccessBlocked)
	} else {
		v = referenceChosen(w, s, service)
	}
	parentOfMinor := asParent && years(f.Subject.Citizen.Born, at) < 16
	if v.rule == 9 || v.rule != 0 && !parentOfMinor {
		v.code = policy.NotAvailableOnBehalf
	}
	v.changes = changes
	return v
}
