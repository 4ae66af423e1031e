package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"helsegraf/cmd/lab"
	"helsegraf/mocks/world"
	"helsegraf/sources"
)

// write is a mutation of the table of changes, with an input that changes something
// once the one before it has been made.
type write struct {
	field, input  string
	before, after string // the mutation that is made first, and its input; "" for none
	closes        bool   // it only closes, and is made without the usage log
	byParent      bool   // of a child's setting
	ofPower       bool   // of the power that was given before
	holds         func(standing) bool
}

// writes are all mutations. A test compares them with the schema.
func writes() []write {
	return []write{
		{field: "setConsentLevel", input: "level: BASIS_PLUS", before: "setConsentLevel", after: "level: FULL", holds: func(s standing) bool { return s.Consent == "BASIS_PLUS" }},
		{field: "withdrawConsent", before: "setConsentLevel", after: "level: FULL", holds: func(s standing) bool { return s.Consent == "NONE" }},
		{field: "blockService", input: "service: TOOLS", closes: true, holds: func(s standing) bool { return slices.Contains(s.Blocks, "TOOLS") }},
		{field: "unblockService", input: "service: VACCINATION", before: "blockService", after: "service: VACCINATION", holds: func(s standing) bool { return !slices.Contains(s.Blocks, "VACCINATION") }},
		{field: "blockEverything", closes: true, holds: func(s standing) bool { return slices.Contains(s.Blocks, "") }},
		{field: "setYouthAccess", input: "allowed: true", before: "setYouthAccess", after: "allowed: false", byParent: true, holds: func(s standing) bool { return s.YouthAccess }},
		{field: "reserveSummaryCareRecord", before: "withdrawReservation", holds: func(s standing) bool { return s.Reserved }},
		{field: "withdrawReservation", before: "reserveSummaryCareRecord", holds: func(s standing) bool { return !s.Reserved }},
		{field: "setSharing", input: "purpose: RESEARCH, allowed: true", before: "setSharing", after: "purpose: RESEARCH, allowed: false", holds: func(s standing) bool { return s.Sharing["RESEARCH"] }},
		{field: "givePower", input: onePower, holds: func(s standing) bool { return slices.Contains(s.Powers, "MEDICATION") }},
		{field: "changePower", input: "services: [APPOINTMENT], mode: WRITE", before: "givePower", after: onePower, ofPower: true, holds: func(s standing) bool { return slices.Contains(s.Powers, "APPOINTMENT") }},
		{field: "endPower", before: "givePower", after: onePower, ofPower: true, closes: true, holds: func(s standing) bool { return len(s.Powers) == 0 }},
	}
}

// aboutPowers reports whether it is of a power. A soak leaves those out: a giver names
// a holder five times a day, and ends the power that was given before.
func (w write) aboutPowers() bool { return w.ofPower || w.field == "givePower" }

// onePower is the input of givePower beside who is to hold it.
const onePower = "services: [MEDICATION], mode: READ"

// standing is what the register has as a person's settings.
type standing struct {
	Consent     string          `json:"consent"`
	Blocks      []string        `json:"blocks"`
	Reserved    bool            `json:"reserved"`
	YouthAccess bool            `json:"youthAccess"`
	Sharing     map[string]bool `json:"sharing"`
	Powers      []string        `json:"powers"` // given: the services of each
}

// told is a request to change something, as the register counts it.
type told struct {
	Reference string `json:"reference"`
	Became    string `json:"became"`
}

// carriedOut reports whether it was, rather than refused or known already.
func (t told) carriedOut() bool { return t.Became == "endret" || t.Became == "ikkeEndret" }

// entry is an entry of the usage log.
type entry struct {
	ID     string `json:"id"`
	Action string `json:"action"`
	Code   string `json:"code"`
}

// ofChange reports whether it is of a change, rather than of a refusal to make one,
// which has its reason as its code.
func (e entry) ofChange() bool {
	return slices.Contains([]string{"", done, "ACCEPTED", "UNKNOWN", notDone}, e.Code)
}

// account is what register and log have of one person.
type account struct {
	now     standing
	told    []told
	entries []entry // of changes
}

// account reads it from the stand-ins.
func (h *testbed) account(ctx context.Context, number string) (a account, err error) {
	if err := h.changes.control(ctx, "settings?subject="+number, &a.now); err != nil {
		return a, err
	}
	if err := h.changes.control(ctx, "told?subject="+number, &a.told); err != nil {
		return a, err
	}
	err = h.log().control(ctx, "entries?subject="+number, &a.entries)
	a.entries = slices.DeleteFunc(a.entries, func(e entry) bool { return e.Action != "U" || !e.ofChange() })
	return a, err
}

// since is what is new in an account.
func (a account) since(before account) account {
	a.told = slices.Clone(a.told)
	a.told = slices.DeleteFunc(a.told, func(t told) bool {
		return slices.ContainsFunc(before.told, func(b told) bool { return b.Reference == t.Reference })
	})
	a.entries = slices.DeleteFunc(slices.Clone(a.entries), func(e entry) bool {
		return slices.ContainsFunc(before.entries, func(b entry) bool { return b.ID == e.ID })
	})
	return a
}

// carriedOut is how often the register carried something out.
func (a account) carriedOut() (n int) {
	for _, t := range a.told {
		if t.carriedOut() {
			n++
		}
	}
	return n
}

// log is the endpoint of the usage log.
func (h *testbed) log() *endpoint {
	all := h.all()
	return all[slices.IndexFunc(all, func(e *endpoint) bool { return e.Role == sources.Logs })]
}

// control reads something of an endpoint's stand-in.
func (e *endpoint) control(ctx context.Context, what string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+e.front.address+"/_control/"+what, http.NoBody)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: /_control answers %s", e.key, resp.Status)
	}
	return json.NewDecoder(resp.Body).Decode(into)
}

// writer is somebody who makes changes of one person's settings: their own, or a
// child's.
type writer struct {
	*person
	id, of string        // the id and the number of the person
	holder *world.Person // whom they give a power to
	power  string        // its id
}

// answer is what is said of a change: its outcome, or else the code of a problem or
// an error, or "" where nothing came.
type answer struct {
	outcome, code string
}

func (a answer) String() string { return strings.TrimSpace(a.outcome + " " + a.code) }

// make sends a change under a key.
func (a *asker) make(ctx context.Context, w *writer, field, input, key string) answer {
	variables, person, given := "$key: ID!", "", map[string]string{"key": key}
	switch field {
	case "withdrawConsent": // which is of one's own only, as what follows
	case "givePower":
		variables, person = variables+", $holder: IdentityNumber!, $name: String!", ", holderNumber: $holder, holderLastName: $name"
		given["holder"], given["name"] = w.holder.Number, w.holder.Family
	case "changePower", "endPower":
		variables, person, given["power"] = variables+", $power: ID!", ", power: $power", w.power
	default:
		variables, person, given["id"] = variables+", $id: ID!", ", person: $id", w.id
	}
	if input != "" {
		input = ", " + input
	}
	body, err := json.Marshal(map[string]any{
		"query":     "mutation (" + variables + ") { " + field + "(input: {key: $key" + person + input + "}) { receipt { outcome } problems { code } } }",
		"variables": given,
	})
	if err != nil {
		return answer{}
	}
	r := a.send(ctx, body, w.person)
	out := answer{}
	if r.err != nil {
		return out
	}
	out.outcome, _ = at(r.data, field+".receipt.outcome").(string)
	if problems, _ := at(r.data, field+".problems").([]any); len(problems) > 0 {
		out.code, _ = at(problems[0], "code").(string)
	}
	if codes := r.codes("", ""); len(codes) > 0 {
		out.code = codes[0]
	}
	return out
}

// writers are people who may make every change of their own settings, and the
// parent of a child of 13–15 at the end.
func (h *testbed) writers(ctx context.Context, a *asker, most int) (all []*writer, parent *writer, err error) {
	people := slices.DeleteFunc(lab.Citizens(h.World), func(p *world.Person) bool { return len(p.Powers) > 0 })
	if len(people) < most {
		return nil, nil, fmt.Errorf("%d people are all there are", len(people))
	}
	for _, p := range people[:most] {
		w, err := h.writer(ctx, a, p, p)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, w)
	}
	parent, err = h.writer(ctx, a, h.World.Persona("line"), h.World.Persona("dina"))
	return all, parent, err
}

// writer is who makes changes of a person's settings.
func (h *testbed) writer(ctx context.Context, a *asker, who, of *world.Person) (*writer, error) {
	token, err := h.Token(who)
	if err != nil {
		return nil, err
	}
	w := &writer{person: &person{number: who.Number, token: token}, of: of.Number, holder: h.World.Persona("asle")}
	r := a.query(ctx, "{ viewer { person { id } represents { person { id name { full } } } } }", w.person)
	w.id, _ = at(r.data, "viewer.person.id").(string)
	if who != of {
		w.id = ""
		represented, _ := at(r.data, "viewer.represents").([]any)
		for _, one := range represented {
			if at(one, "person.name.full") == of.Name() {
				w.id, _ = at(one, "person.id").(string)
			}
		}
	}
	if w.id == "" {
		return nil, fmt.Errorf("a person has no id: status %d, %v, %w", r.status, r.codes("", ""), r.err)
	}
	return w, nil
}

// findPower finds the power that a writer has given.
func (w *writer) findPower(ctx context.Context, a *asker) error {
	r := a.query(ctx, "{ viewer { person { privacy { powersGiven { id } } } } }", w.person)
	given, _ := at(r.data, "viewer.person.privacy.powersGiven").([]any)
	if len(given) != 1 {
		return fmt.Errorf("%d powers are given, %v", len(given), r.codes("", ""))
	}
	w.power, _ = at(given[0], "id").(string)
	return nil
}
