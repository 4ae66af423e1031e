package policy_test

import (
	"slices"
	"time"

	"helsegraf/graph/policy"
)

// The reference on relations, see reference_test.go.

func ends(r policy.Relationship) (time.Time, bool) {
	until, has := r.Until, !r.Until.IsZero()
	if r.Relation == policy.Assigned {
		if five := turns(r.From, 5); !has || five.Before(until) {
			until, has = five, true
		}
	}
	return until, has
}

func onRecord(r policy.Relationship, at time.Time) bool {
	if r.Relation == policy.Parent {
		return r.SharesAddress
	}
	if r.Relation != policy.PowerOfAttorney && r.Relation != policy.Assigned && r.Relation != policy.Guardian {
		return false
	}
	if r.FinancialOnly || r.From.IsZero() || r.From.After(at) {
		return false
	}
	until, has := ends(r)
	if !has || until.After(at) {
		return true
	}
	y, m, d := until.Date()
	return at.Before(time.Date(y, m, d+30, 0, 0, 0, 0, until.Location()))
}

// referenceServices are those that a question is about.
func referenceServices(w *world) []policy.Service {
	all := []policy.Service{w.q.Service}
	if w.q.Extract != 0 {
		all = append(all, w.q.Extract)
	}
	if w.q.History {
		all = append(all, policy.SummaryCareRecord)
	}
	if w.q.Part != 0 {
		all = append(all, w.q.Part)
	}
	return all
}

// stillKnown reports whether a relation on record is remembered: death ends it,
// and the 16th birthday a parent's, and thirty days later it is forgotten.
func stillKnown(w *world, r policy.Relationship, at time.Time) bool {
	for _, c := range []policy.Citizen{w.f.Actor.Citizen, w.f.Subject.Citizen} {
		if !c.Deceased {
			continue
		}
		y, m, d := c.Died.Date()
		if c.Died.IsZero() || at.After(time.Date(y, m, d+31, 0, 0, 0, -1, c.Died.Location())) {
			return false
		}
	}
	if r.Relation != policy.Parent || w.f.Subject.Citizen.Standing != policy.OnFile {
		return true
	}
	y, m, d := turns(w.f.Subject.Citizen.Born.First(), 16).Date()
	return at.Before(time.Date(y, m, d+30, 0, 0, 0, 0, w.f.Subject.Citizen.Born.First().Location()))
}

// referenceRepresented are the relations in the list of those one acts for.
func referenceRepresented(w *world, at time.Time) []policy.Relation {
	if w.c.Number == nobody || w.c.Assurance != policy.AssuranceHigh || w.c.Purpose > policy.ForRepresentation || w.q.Purpose > policy.ForRepresentation {
		return nil
	}
	if w.q.Subject == w.c.Number {
		return []policy.Relation{policy.Self}
	}
	me, them := w.f.Actor.Citizen, w.f.Subject.Citizen
	if w.f.RelationsRead != policy.OnFile || w.q.Subject == nobody || me.Standing != policy.OnFile || them.Standing != policy.OnFile ||
		me.Confidential || them.Confidential || me.Deceased || them.Deceased {
		return nil
	}
	var all []policy.Relation
	for _, r := range w.f.Relations {
		if onRecord(r, at) && (r.Relation != policy.Parent || years(them.Born.First(), at) < 16) {
			all = append(all, r.Relation)
		}
	}
	slices.Sort(all)
	return all
}

func referenceRelation(w *world, r policy.Relationship, at time.Time) (int, policy.Code) {
	subject, rule := w.f.Subject.Citizen.Born.First(), 7
	needed := referenceServices(w)
	if r.Relation == policy.Parent {
		if w.q.Change == policy.GivePower || w.q.Change == policy.SetYouthAccess && years(subject, at) < 13 {
			return 6, policy.ChildAgeLimit
		}
		for _, s := range needed {
			if child := tableByName[s.String()].child; child == 0 || years(subject, at) >= child {
				return 6, policy.ChildAgeLimit
			}
		}
		return 0, policy.Open
	}
	if (w.q.Service == policy.GPDialogue || w.q.Part == policy.GPDialogue) && years(subject, at) < 16 {
		return 6, policy.ChildAgeLimit
	}
	if r.Relation == policy.Guardian {
		rule = 8
	}
	if r.Relation == policy.PowerOfAttorney && years(subject, r.From) < 16 {
		return rule, policy.ProxyScopeMissing
	}
	if r.Relation == policy.Assigned && years(subject, at) < 12 {
		return rule, policy.ProxyScopeMissing
	}
	if years(w.f.Actor.Citizen.Born.First(), at) < 18 {
		return rule, policy.ProxyScopeMissing
	}
	if until, has := ends(r); has && !until.After(at) {
		return rule, policy.ProxyExpired
	}
	for _, s := range needed {
		if !tableByName[s.String()].proxy || !slices.Contains(w.q.Delegable.List(), s) {
			return rule, policy.ProxyScopeMissing
		}
		list := r.Named[0]
		if w.q.Mode == policy.Write {
			list = r.Named[1]
		}
		named := r.All || slices.Contains(list.List(), s)
		reads := r.Read && w.q.Mode == policy.Read && s != policy.GPDialogue
		writes := r.Write && (w.q.Mode == policy.Write || s == policy.GPDialogue)
		if !named && !reads && !writes {
			return rule, policy.ProxyScopeMissing
		}
	}
	return 0, policy.Open
}

// referenceChange walks through all days on which something may change.
func referenceChange(w *world, opens bool, at time.Time) time.Time {
	days := []time.Time{turns(w.f.Subject.Citizen.Born.First(), 12), turns(w.f.Subject.Citizen.Born.First(), 13), turns(w.f.Subject.Citizen.Born.First(), 16), turns(w.f.Actor.Citizen.Born.First(), 18)}
	for _, r := range w.f.Relations {
		days = append(days, r.From)
		if until, has := ends(r); has {
			days = append(days, until)
		}
	}
	slices.SortFunc(days, time.Time.Compare)
	for _, day := range days {
		if !day.After(at) {
			continue
		}
		then := false
		for _, r := range w.f.Relations {
			if onRecord(r, day) {
				_, code := referenceRelation(w, r, day)
				then = then || code == policy.Open
			}
		}
		if then != opens {
			return day
		}
	}
	return time.Time{}
}
