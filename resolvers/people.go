package resolvers

import (
	"context"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"helsegraf/graph"
	"helsegraf/graph/plan"
	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/folkeregister"
	"helsegraf/sources/personvern"
)

// people is what the privacy registers say of the actor and those related to the
// actor. It is read in wave one and not changed after.
type people struct {
	citizens  map[fnr.Number]sources.Result[folkeregister.Person]
	settings  map[fnr.Number]sources.Result[personvern.Settings]
	powers    sources.Result[[]personvern.Power] // that the actor holds
	relations map[fnr.Number][]policy.Relationship
	// related are the subjects of relations: children first, then those who gave
	// powers, by name. represented are those of them the actor may act for.
	related, represented []fnr.Number
	// unasked are those whose settings were not read, being too many.
	unasked map[fnr.Number]bool
	// read reports that the registers answered who is related.
	read policy.Standing
}

// wants is what an operation needs to know about people.
type wants struct {
	citizen  bool // the actor's own name and age
	settings bool // decisions are to be made
	others   bool // someone other than the actor may be addressed
}

// wants derives what the plan needs. Of the ids it recognises only the actor's
// own: the calls for someone who does not exist, is not related or is
// confidential must be the same.
func (q *request) wants() wants {
	w := wants{others: q.plan.Represents}
	for i := range q.plan.Branches {
		branch := &q.plan.Branches[i]
		if branch.Entry != plan.Self && !q.onlyActor(branch) {
			w.others = true
		}
		w.citizen = w.citizen || branch.Knows
		w.settings = w.settings || branch.Access || q.explainsLater(branch) || slices.ContainsFunc(branch.Needs, q.undecided)
		w.others = w.others || slices.ContainsFunc(branch.Needs, q.r.namesOthers)
	}
	w.settings = w.settings || w.others
	w.citizen = w.citizen || w.settings
	return w
}

// undecided reports whether facts can change the decision of a need: what the
// token does not allow is denied without any call.
func (q *request) undecided(need plan.Need) bool {
	key, ok := q.about(q.actor.Number(), need)
	return ok && policy.Decide(q.decisionKey(key), policy.Facts{}, q.now).Code() == policy.ConsentSourceUnavailable
}

// namesOthers reports whether the answer to a need names other people.
func (r *Resolver) namesOthers(need plan.Need) bool {
	return slices.ContainsFunc(r.reads.byField[need.Field], func(one row) bool { return one.about().names })
}

// onlyActor reports whether a branch reaches nobody but the actor.
func (q *request) onlyActor(branch *plan.Branch) bool {
	if branch.Entry != plan.Named {
		return false
	}
	return !slices.ContainsFunc(branch.IDs, func(id string) bool { return q.subjectOf(id) != q.actor.Number() })
}

// read calls the privacy registers, always from the actor's side: first about
// the actor, then once about everyone related, then for the settings of those
// the operation addresses.
func (q *request) read(ctx context.Context) {
	w := q.wants()
	inquiry := q.actor.Inquiry()
	if _, ok := inquiry.About(); !ok || !w.citizen {
		return
	}
	q.people.citizens = map[fnr.Number]sources.Result[folkeregister.Person]{}
	q.people.settings = map[fnr.Number]sources.Result[personvern.Settings]{}
	q.readActor(ctx, inquiry, w)
	if !w.others {
		return
	}
	q.readRelated(ctx, inquiry)
	q.budget = q.budgetFor(ctx)
	q.readSettings(ctx, inquiry)
}

func (q *request) readActor(ctx context.Context, inquiry policy.Inquiry, w wants) {
	var group errgroup.Group
	var citizens map[fnr.Number]sources.Result[folkeregister.Person]
	var settings sources.Result[personvern.Settings]
	group.Go(func() error {
		citizens = q.r.Folkeregister.Persons(ctx, []policy.Inquiry{inquiry})
		return nil
	})
	if w.settings {
		group.Go(func() error {
			settings.Value, settings.Err = q.r.Personvern.Settings(ctx, inquiry)
			return nil
		})
	}
	if w.others {
		group.Go(func() error {
			q.people.powers.Value, q.people.powers.Err = q.r.Personvern.PowersReceived(ctx, inquiry)
			return nil
		})
	}
	_ = group.Wait()
	q.people.citizens = citizens
	if w.settings {
		q.people.settings[q.actor.Number()] = settings
	}
}

// readRelated calls Folkeregisteret once about everyone the actor has a relation
// to, and the other parents of the actor's children: whether a child lives with
// a parent is found by comparing addresses.
func (q *request) readRelated(ctx context.Context, inquiry policy.Inquiry) {
	actor := q.people.citizens[q.actor.Number()]
	if actor.Err != nil || q.people.powers.Err != nil {
		return
	}
	var named []fnr.Number
	add := func(n fnr.Number) {
		if n != q.actor.Number() && !slices.Contains(named, n) {
			named = append(named, n)
		}
	}
	for _, child := range actor.Value.Children {
		add(child.Number)
		for _, parent := range child.Responsible {
			add(parent)
		}
	}
	for _, power := range q.people.powers.Value {
		add(power.Giver)
	}
	if len(named) == 0 {
		named = append(named, q.actor.Number()) // so that the calls do not reveal whether someone is hidden
	}
	results := q.r.Folkeregister.Persons(ctx, inquiry.Related(named...))
	if unavailable(results) {
		return
	}
	maps.Copy(q.people.citizens, results)
	q.people.relate(actor.Value, q.r)
	for _, subject := range q.people.related {
		if by, _ := q.representing(subject); len(by) > 0 {
			q.people.represented = append(q.people.represented, subject)
		}
	}
}

// unavailable reports whether the register failed as a whole. A record that
// cannot be trusted closes only its own person.
func unavailable(results map[fnr.Number]sources.Result[folkeregister.Person]) bool {
	believed := 0
	for _, a := range results {
		switch sources.KindOf(a.Err) {
		case 0, sources.NotFound:
			believed++
		case sources.Garbled, sources.Mismatch:
		default:
			return true
		}
	}
	return believed == 0
}

// relate records every known relation.
func (p *people) relate(actor folkeregister.Person, r *Resolver) {
	p.relations, p.read = map[fnr.Number][]policy.Relationship{}, policy.OnFile
	add := func(n fnr.Number, relation policy.Relationship) {
		if len(p.relations[n]) == 0 {
			p.related = append(p.related, n)
		}
		p.relations[n] = append(p.relations[n], relation)
	}
	for _, child := range actor.Children {
		parents := make([]folkeregister.Person, 0, len(child.Responsible))
		for _, n := range child.Responsible {
			parent := p.citizens[n]
			if kind := sources.KindOf(parent.Err); kind != 0 && kind != sources.NotFound {
				// The other parent may live there at a confidential address.
				p.citizens[child.Number] = sources.Result[folkeregister.Person]{Err: parent.Err}
			}
			parents = append(parents, parent.Value)
		}
		add(child.Number, policy.Relationship{
			Relation:      policy.Parent,
			SharesAddress: folkeregister.SharesAddress(p.citizens[child.Number].Value, parents...),
		})
	}
	for _, power := range p.powers.Value {
		add(power.Giver, power.Relationship(r.norway))
	}
}

// readSettings calls Personvern about those the operation addresses and the
// actor may know of.
func (q *request) readSettings(ctx context.Context, inquiry policy.Inquiry) {
	subjects := q.undecidedPeople()
	var mu sync.Mutex
	var group errgroup.Group
	group.SetLimit(inFlight)
	for _, about := range inquiry.Related(subjects...) {
		group.Go(func() error {
			n, _ := about.About()
			settings, err := q.r.Personvern.Settings(ctx, about)
			mu.Lock()
			defer mu.Unlock()
			q.people.settings[n] = sources.Result[personvern.Settings]{Value: settings, Err: err}
			return nil
		})
	}
	_ = group.Wait()
}

// undecidedPeople are those whose settings decide something. Those the viewer
// acts for may use at most half of the budget, so that decisions leave room for
// answers; the rest are noted as unasked.
func (q *request) undecidedPeople() []fnr.Number {
	var named, represented []fnr.Number
	for i := range q.plan.Branches {
		branch := &q.plan.Branches[i]
		if len(branch.Needs) == 0 && !branch.Access && !q.explainsLater(branch) {
			continue
		}
		into := &named
		if branch.Entry == plan.Represented {
			into = &represented
		}
		for _, n := range q.subjects(branch) {
			if _, requested := q.people.settings[n]; requested || slices.Contains(*into, n) {
				continue
			}
			if _, code := q.reach(n); code == policy.Open {
				*into = append(*into, n)
			}
		}
	}
	represented = slices.DeleteFunc(represented, func(n fnr.Number) bool { return slices.Contains(named, n) })
	room := min(len(represented), (q.budget.left+1)/2)
	for _, n := range represented[room:] {
		if q.people.unasked == nil {
			q.people.unasked = map[fnr.Number]bool{}
		}
		q.people.unasked[n] = true
		q.budget.refuse(graph.Personvern)
	}
	q.budget.take(room)
	return append(named, represented[:room]...)
}

// facts are the known facts about the actor and one subject.
func (q *request) facts(subject fnr.Number) policy.Facts {
	return policy.Facts{
		Actor:         q.people.person(q.actor.Number(), q.r),
		Subject:       q.people.person(subject, q.r),
		Relations:     q.people.relations[subject],
		RelationsRead: q.people.read,
	}
}

// person is what is known of one person; facts not requested, or not answered,
// stay unread.
func (p *people) person(n fnr.Number, r *Resolver) policy.Person {
	var out policy.Person
	if r == nil {
		return out
	}
	if citizen, ok := p.citizens[n]; ok {
		out.Citizen = folkeregister.Citizen(citizen, r.norway)
	}
	if settings, ok := p.settings[n]; ok {
		out.Settings = personvern.Facts(settings.Value, settings.Err)
	}
	return out
}
