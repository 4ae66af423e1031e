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

func referenceRelation(w *world, r policy.Relationship, at time.Time) (int, policy.Code) {
	subject, rule := w.f.Subject.Citizen.Born, 7
	needed := []policy.Service{w.q.Service}
	if w.q.Extract != 0 {
		needed = append(needed, w.q.Extract)
	}
	if r.Relation == policy.Parent {
		for _, s := range needed {
			if child := tableByName[s.String()].child; child == 0 || years(subject, at) >= child {
				return 6, policy.ChildAgeLimit
			}
		}
		return 0, policy.Open
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
	if years(w.f.Actor.Citizen.Born, at) < 18 {
		return rule, policy.ProxyScopeMissing
	}
	if until, has := ends(r); has && !until.After(at) {
		return rule, policy.ProxyExpired
	}
	for _, s := range needed {
		if !tableByName[s.String()].proxy || !slices.Contains(w.q.Delegable.List(), s) {
			return rule, policy.ProxyScopeMissing
		}
		named := r.All || slices.Contains(r.Named.List(), s)
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
	days := []time.Time{turns(w.f.Subject.Citizen.Born, 12), turns(w.f.Subject.Citizen.Born, 16), turns(w.f.Actor.Citizen.Born, 18)}
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
