package personvern

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"helsegraf/mocks/world"
)

// mostAttempts is how many holders a giver may name in a day.
const mostAttempts = 5

// powerOrder is what an order about a power has beside the rest.
type powerOrder struct {
	Giver    string   `json:"fullmaktsgiverFnr"`
	Holder   string   `json:"fullmaktshaverFnr"`
	LastName string   `json:"fullmaktshaverEtternavn"`
	Replaces string   `json:"erstatter"`
	Services []string `json:"tjenester"`
	Access   string   `json:"tilgang"`
	From     string   `json:"gyldigFra"`
	Until    string   `json:"gyldigTil"`
	Key      string   `json:"fullmaktReferanseId"`
	EndedBy  string   `json:"avsluttetAv"`
}

// delegable are the services that a power may name.
var delegable = strings.Fields(`PROFILE GP_INFORMATION CHANGE_GP EXEMPTION_CARD HEALTH_REGISTERS HOSPITAL_JOURNAL MEDICATION SUMMARY_CARE_RECORD
 VACCINATION TEST_RESULT APPOINTMENT REFERRAL HEALTH_CONTACT MESSAGE GP_DIALOGUE PATIENT_TRAVEL`)

// powersWhere are the powers that have not been ended here and for which holds is
// true.
func (c *changes) powersWhere(holds func(givenPower) bool) []givenPower {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []givenPower
	for _, g := range c.powers {
		if holds(g) {
			out = append(out, g)
		}
	}
	return out
}

// gives reports whether a running power has been given by somebody. It is called
// with the changes locked.
func (v register) gives(number string) bool {
	return slices.ContainsFunc(v.changes.powers, func(g givenPower) bool { return g.giver.Number == number && v.runs(g) })
}

// runs reports whether a power has not ended. It includes its last day.
func (v register) runs(g givenPower) bool {
	return g.Until.IsZero() || !g.Until.Before(v.World.Today())
}

// powerOrder reads an order about a power, or answers with an error.
func (v register) powerOrder(w http.ResponseWriter, r *http.Request, operation string) (o order, ok bool) {
	var body struct {
		order
		powerOrder
	}
	if !v.read(w, r, &body) {
		return o, false
	}
	o = body.order
	o.operation, o.power = operation, body.powerOrder
	return o, true
}

// givePower gives a power, or puts one in the place of another of the giver's.
func (v register) givePower(w http.ResponseWriter, r *http.Request) {
	o, ok := v.powerOrder(w, r, "Fullmakt")
	if !ok {
		return
	}
	o.Number = o.power.Giver
	from, badFrom := v.day(o.power.From)
	until, badUntil := v.day(o.power.Until)
	if o.power.Until == "" {
		until, badUntil = time.Time{}, nil
	}
	named := world.ValidNumber(o.power.Holder) && o.power.LastName != "" && o.power.Replaces == ""
	changes := o.power.Holder == "" && o.power.LastName == "" && o.power.Replaces != ""
	access := o.power.Access == "INNSYN" || o.power.Access == "DIGITALE_HELSETJENESTER"
	if !v.complete(w, o, (named || changes) && access && badFrom == nil && badUntil == nil && len(o.power.Services) > 0) {
		return
	}
	v.answerChange(w, r, o, func(giver *world.Person) (answer, code string) {
		if o.By.Number != giver.Number || o.By.Role != "" || v.World.Now().Before(giver.Born.AddDate(16, 0, 0)) || !v.reachable(giver) || v.changes.of(giver).consent.Level == "NONE" {
			return "", codeRole
		}
		return v.changes.once(o, func() (bool, string) {
			given := givenPower{giver: giver, reference: o.Reference, access: o.power.Access}
			given.Power = world.Power{ID: v.NewGUID(), Kind: "FU", Holder: o.power.Holder, From: from, Until: until, Services: o.power.Services}
			return true, v.give(given, o.power)
		})
	})
}

// give adds a power, or returns why not. The holder comes last, so that an attempt
// says no more than that.
func (v register) give(given givenPower, o powerOrder) (code string) {
	c, today := v.changes, v.World.Today()
	replaced := slices.IndexFunc(c.powers, func(g givenPower) bool {
		return g.ID == o.Replaces && g.giver == given.giver && g.Kind == "FU" && v.runs(g)
	})
	foreign := func(service string) bool { return !slices.Contains(delegable, service) }
	attempts := fmt.Sprint(given.giver.Number, " ", today.Format(time.DateOnly))
	switch {
	case slices.ContainsFunc(o.Services, foreign):
		return codeDelegable
	case given.From.Before(today), !given.Until.IsZero() && given.Until.Before(given.From):
		return codePast
	case o.Replaces != "" && replaced < 0:
		return codeNothing
	case o.Replaces != "":
		given.Holder, o.LastName = c.powers[replaced].Holder, v.World.Person(c.powers[replaced].Holder).Family
	case c.attempts[attempts] >= mostAttempts:
		return codeAttempts
	default:
		c.attempts[attempts]++
	}
	if holder := v.World.Person(given.Holder); holder == nil || holder == given.giver || !v.reachable(holder) ||
		!holder.Adult(v.World.Now()) || !strings.EqualFold(strings.TrimSpace(o.LastName), holder.Family) {
		return codeHolder
	}
	for i, g := range c.powers {
		same := func(service string) bool { return slices.Contains(g.Services, service) }
		if i != replaced && g.giver == given.giver && g.Holder == given.Holder && g.Kind == "FU" && v.runs(g) && (g.All || slices.ContainsFunc(o.Services, same)) {
			return codeExists
		}
	}
	if replaced >= 0 {
		c.powers = slices.Delete(c.powers, replaced, replaced+1)
	}
	c.powers = append(c.powers, given)
	return ""
}

// reachable reports whether somebody is alive and at no confidential address.
func (v register) reachable(p *world.Person) bool {
	return p.Died.IsZero() && p.Confidentiality != "Confidential" && p.Confidentiality != "StrictlyConfidential"
}

// endPower ends a power for whoever gave it or holds it.
func (v register) endPower(w http.ResponseWriter, r *http.Request) {
	o, ok := v.powerOrder(w, r, "AvsluttFullmakt")
	if !ok || !v.complete(w, o, o.power.Key != "" && (o.power.EndedBy == "giver" || o.power.EndedBy == "haver")) {
		return
	}
	v.answerChange(w, r, o, func(p *world.Person) (answer, code string) {
		if o.By.Number != p.Number || o.By.Role != "" {
			return "", codeRole
		}
		return v.changes.once(o, func() (bool, string) {
			at := slices.IndexFunc(v.changes.powers, func(g givenPower) bool {
				return g.ID == o.power.Key && (o.power.EndedBy == "giver" && g.giver == p || o.power.EndedBy == "haver" && g.Holder == p.Number)
			})
			switch {
			case at < 0:
				return false, ""
			case v.changes.powers[at].Kind != "FU":
				return false, codeForm
			}
			v.changes.powers = slices.Delete(v.changes.powers, at, at+1)
			return true, ""
		})
	})
}

// day reads a date, as a midnight in Norway.
func (v register) day(s string) (time.Time, error) {
	return time.ParseInLocation(time.DateOnly, s, v.World.Zone())
}
