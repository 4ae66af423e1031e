package resolvers

import (
	"context"
	"slices"

	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
	"helsegraf/sources/personvern"
	"helsegraf/sources/usagelog"
)

// usageLogField is read from the log and, for what the holder of one power has used,
// from Personvern, which knows who that is.
const usageLogField = "Person.usageLog"

// powerGiven is the type of a power to who gave it, whose ids the field's argument
// takes.
const powerGiven = "PowerGiven"

type usageKey struct {
	window
	power string // Personvern's key of the power whose holder's uses are read; "" is everybody's
}

// powerIn is the key of the power that a need's argument names; "" names none. It is
// false for one that is not the subject's, for which no call is made.
func (q *request) powerIn(need plan.Need, g policy.Grant) (string, bool) {
	id, named := need.Args["power"].(string)
	subject, ok := g.Subject(policy.Privacy)
	if !named || !ok { // the zero Grant only counts, and stands for any subject
		return "", true
	}
	record, known := q.r.ids.openRecord(q.actor.Client(), powerGiven, id)
	return record.Key, known && record.Subject == subject
}

func byUsage[V any](l *loader[usageKey, V], q *request, need plan.Need, g policy.Grant) {
	if power, ok := q.powerIn(need, g); ok {
		l.expect(usageKey{window{g, q.windowOf(need)}, power})
	}
}

// byPower is by Grant, for the powers that one is named of. What the schema says of a
// field has no arguments.
func byPower[V any](l *loader[policy.Grant, V], q *request, need plan.Need, g policy.Grant) {
	if need.Args != nil && need.Args["power"] == nil {
		return
	}
	if _, ok := q.powerIn(need, g); ok {
		l.expect(g)
	}
}

// usageOf reads the log.
func (t *reads) usageOf(log *usagelog.Client) func(context.Context, usageKey) (nhn.Rows[usagelog.UsageLogEntry], error) {
	return func(ctx context.Context, k usageKey) (nhn.Rows[usagelog.UsageLogEntry], error) {
		var holder fnr.Number
		if k.power != "" {
			powers, err := t.powersGiven.load(ctx, k.grant)
			if err != nil {
				return nhn.Rows[usagelog.UsageLogEntry]{}, err
			}
			at := slices.IndexFunc(powers, func(p personvern.Power) bool { return p.Key == k.power })
			if at < 0 {
				return nhn.Rows[usagelog.UsageLogEntry]{}, refused(policy.NotFound)
			}
			holder = powers[at].Holder
		}
		requestOf(ctx).usage.settle(ctx) // so that this use is always in the log that is read
		return log.Read(ctx, k.grant, holder, k.window.window)
	}
}
