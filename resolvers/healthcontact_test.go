package resolvers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/mocks/personvern"
	"helsegraf/mocks/world"
)

const contactsOf = `query($id: ID!) { person(id: $id) { healthContacts { complete parts { register status } nodes { id kind name { full } role team organization { name } phone since until canMessage canBook } } } }`

// contacts asks for a person's health contacts, and returns the parts as words.
func (h *testEnv) contacts(persona, of string) (a response, parts string) {
	h.t.Helper()
	a = h.query(persona, contactsOf, map[string]any{"id": h.id(of, "web")})
	var all []string
	for _, part := range a.list("person", "healthContacts", "parts") {
		p := part.(map[string]any)
		all = append(all, fmt.Sprint(p["register"], " ", p["status"]))
	}
	return a, strings.Join(all, ", ")
}

// kinds are the kinds of contacts, in their order, each once; those of the past with
// "before".
func kinds(a response) (all []string) {
	for _, node := range a.list("person", "healthContacts", "nodes") {
		n := node.(map[string]any)
		kind := fmt.Sprint(n["kind"])
		if n["until"] != nil {
			kind += " before"
		}
		if len(all) == 0 || all[len(all)-1] != kind {
			all = append(all, kind)
		}
	}
	return all
}

const allParts = "HELSEKONTAKTER OK, FASTLEGEREGISTER OK, KJERNEJOURNAL OK"

// The list is merged from three registers, each called as often as foreseen, and is
// one use.
func TestHealthContacts(t *testing.T) {
	h := newTestEnv(t)
	for _, register := range []string{"helsekontakter", "fastlegeregister", "kjernejournal", "dialog"} {
		h.reset(register)
	}
	a, parts := h.contacts("line", "line")
	if len(a.Errors) > 0 || parts != allParts || a.at("person", "healthContacts", "complete") != true {
		t.Fatal(parts, a.raw)
	}
	if got := kinds(a); len(got) < 4 || !slices.Equal(got[:4], []string{"GENERAL_PRACTITIONER", "CARE_TEAM", "NEXT_OF_KIN", "OWN_CONTACT"}) {
		t.Error(got)
	}
	ids := map[any]bool{}
	for _, node := range a.list("person", "healthContacts", "nodes") {
		ids[node.(map[string]any)["id"]] = true
	}
	if len(ids) != len(a.list("person", "healthContacts", "nodes")) {
		t.Error("two contacts have one id")
	}
	h.expectCalls(map[string]map[string]int{
		"helsekontakter": {"EpisodeOfCare/_search": 1}, "fastlegeregister": {"GetPatientsGPDetailsAtTime": 1, "GetPatientGPHistory": 1}, "kjernejournal": {"RelatedPerson/_search": 1},
		"dialog": {"kapabiliteter": 1},
	})
	h.expectLogged("line", "line", "Line Testesen SELF HEALTH_CONTACT USED <nil>")
	h.foreseen()
	if a, parts := h.contacts("line", "dan"); len(a.Errors) > 0 || parts != allParts {
		t.Error(parts, a.raw)
	}
}

// A GP that another field asks for too is asked for once.
func TestTheGPIsAskedForOnce(t *testing.T) {
	h := newTestEnv(t)
	h.reset("fastlegeregister")
	h.query("line", `{ viewer { person { healthContacts { complete } generalPractitioner { since history { totalCount } } } } }`, nil)
	h.expectCalls(map[string]map[string]int{"fastlegeregister": {"GetPatientsGPDetailsAtTime": 1, "GetPatientGPHistory": 1}})
	h.foreseen()
}

// A part that fails is told of and never looks empty; the others stand. When all
// fail there is no list.
func TestPartsOfHealthContactsFail(t *testing.T) {
	h := newTestEnv(t, "helsekontakter", "fastlegeregister", "kjernejournal")
	registers := map[string]string{"helsekontakter": "CARE_TEAM", "fastlegeregister": "GENERAL_PRACTITIONER", "kjernejournal": "NEXT_OF_KIN"}
	for register, kind := range registers {
		h.fault(register, stopped)
		a, parts := h.contacts("line", "line")
		if want := strings.Replace(allParts, strings.ToUpper(register)+" OK", strings.ToUpper(register)+" UNAVAILABLE", 1); parts != want {
			t.Error(register, parts)
		}
		if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "SOURCE_UNAVAILABLE" || a.at("person", "healthContacts", "complete") != false {
			t.Error(register, a.raw)
		}
		if got := kinds(a); len(got) == 0 || slices.Contains(got, kind) {
			t.Error(register, got)
		}
		h.control(register, "DELETE", "fault", nil)
	}
	for register := range registers {
		h.fault(register, stopped)
	}
	a, parts := h.contacts("line", "line")
	if parts != strings.ReplaceAll(allParts, "OK", "UNAVAILABLE") || a.at("person", "healthContacts", "nodes") != nil || len(a.Errors) != 1 || a.at("person", "healthContacts", "complete") != false {
		t.Error(parts, a.raw)
	}
}

// One who is reserved is told that the part of the summary care record is closed, which
// is not asked for, and the use is logged as refused.
func TestAClosedPartIsToldToTheSubject(t *testing.T) {
	h := newTestEnv(t)
	h.reset("kjernejournal")
	a, parts := h.contacts("randi", "randi")
	if len(a.Errors) > 0 || parts != "HELSEKONTAKTER OK, FASTLEGEREGISTER OK, KJERNEJOURNAL DENIED_NOT_CALLED" || a.at("person", "healthContacts", "complete") != false || len(kinds(a)) == 0 {
		t.Error(parts, a.raw)
	}
	if calls := h.calls("kjernejournal"); len(calls) > 0 {
		t.Error("the register was called: ", calls)
	}
	h.expectLogged("randi", "randi", "Randi Tenkvik SELF HEALTH_CONTACT REFUSED RESERVED")
}

// A parent manages the settings of a child under 16, and is told as the child would
// be.
func TestAClosedPartIsToldToAParent(t *testing.T) {
	h := newTestEnv(t)
	dan := h.world.Persona("dan")
	dan.Reserved = world.Reservation{Since: h.world.Today()}
	h.reset("kjernejournal")
	a, parts := h.contacts("line", "dan")
	if len(a.Errors) > 0 || parts != "HELSEKONTAKTER OK, FASTLEGEREGISTER OK, KJERNEJOURNAL DENIED_NOT_CALLED" || a.at("person", "healthContacts", "complete") != false {
		t.Error(parts, a.raw)
	}
	h.expectCalls(map[string]map[string]int{"kjernejournal": {}})
	h.expectLogged("line", "dan", "Line Testesen PARENT HEALTH_CONTACT REFUSED <nil>")
}

// A representative for whom a part is closed sees no trace of it, and cannot tell a
// reservation or a block from a power that does not reach.
func TestAClosedPartIsLeftOutForARepresentative(t *testing.T) {
	h := newTestEnv(t)
	randi := h.world.Persona("randi")
	seen := func() string {
		h.reset("kjernejournal")
		a, parts := h.contacts("birger", "randi")
		if len(a.Errors) > 0 || parts != "HELSEKONTAKTER OK, FASTLEGEREGISTER OK" || a.at("person", "healthContacts", "complete") != true || strings.Contains(a.raw, "KJERNEJOURNAL") {
			t.Error(parts, a.raw)
		}
		if calls := h.calls("kjernejournal"); len(calls) > 0 {
			t.Error("the register was called: ", calls)
		}
		rows := h.explained("birger", contactsOf, map[string]any{"id": h.id("randi", "web")})
		return times.ReplaceAllString(a.raw, "") + fmt.Sprint(rows)
	}
	reserved := seen()
	h.expectLogged("randi", "randi", "Birger Syntestad POWER_OF_ATTORNEY HEALTH_CONTACT REFUSED RESERVED")
	randi.Reserved = world.Reservation{}
	if _, parts := h.contacts("birger", "randi"); parts != allParts {
		t.Error(parts)
	}
	randi.Blocks = []world.Block{{Service: "SUMMARY_CARE_RECORD", Since: h.world.Today()}}
	blocked := seen()
	randi.Blocks = nil
	randi.Powers[0].All, randi.Powers[0].Services = false, []string{"HEALTH_CONTACT", "GP_INFORMATION", "GP_DIALOGUE"}
	h.urls["personvern"] = h.serve(personvern.New(h.world, h.issuer)) // which indexes the powers
	h.resolve(h.config(everyEndpoint))
	narrow := seen()
	if blocked != reserved || narrow != reserved {
		t.Errorf("they differ:\n%s\n%s\n%s", reserved, blocked, narrow)
	}
}

// The parts are those whose registers are configured.
func TestHealthContactsOfTheRegistersThereAre(t *testing.T) {
	h := newTestEnv(t)
	c := h.config(everyEndpoint)
	c.Registers.Helsekontakter, c.Registers.Kjernejournal = nil, nil
	h.resolve(c)
	a, parts := h.contacts("line", "line")
	if len(a.Errors) > 0 || parts != "FASTLEGEREGISTER OK" || a.at("person", "healthContacts", "complete") != true {
		t.Error(parts, a.raw)
	}
}

// gp is whether one can write to the present GP and book there, and the errors.
func gp(a response) string {
	for _, node := range a.list("person", "healthContacts", "nodes") {
		if n := node.(map[string]any); n["kind"] == "GENERAL_PRACTITIONER" && n["until"] == nil {
			return fmt.Sprint(n["canMessage"], n["canBook"], len(a.Errors))
		}
	}
	return "none"
}

// What the GP's practice offers is read for one who may use it, where it is selected,
// once whatever selects it. For others it is null, and nothing tells why.
func TestWhatTheGPOffersContacts(t *testing.T) {
	h := newTestEnv(t)
	randi := h.world.Persona("randi")
	check := func(name, persona, of, want string, calls map[string]int) {
		t.Helper()
		h.resolve(h.config(everyEndpoint)) // so that nothing is kept
		h.reset("dialog")
		a := h.query(persona, contactsOf, map[string]any{"id": h.id(of, "web")})
		if got := gp(a); got != want || len(calls) == 0 && strings.Contains(a.raw, "DIALOG") {
			t.Error(name, got, a.raw)
		}
		h.expectCalls(map[string]map[string]int{"dialog": calls})
		rows := fmt.Sprint(h.explained(persona, contactsOf, map[string]any{"id": h.id(of, "web")}))
		if shown := strings.Contains(rows, "DIALOG"); shown != (len(calls) > 0) {
			t.Error(name, rows)
		}
	}
	once := map[string]int{"kapabiliteter": 1}
	check("all is offered", "line", "line", "true true 0", once)
	check("a mother, whom no dialogue is open to", "line", "dan", "<nil> <nil> 0", map[string]int{})
	check("a holder", "birger", "randi", "true false 0", once)
	randi.Blocks = []world.Block{{Service: "GP_DIALOGUE", Since: h.world.Today()}}
	check("a block", "randi", "randi", "<nil> <nil> 0", map[string]int{})
	check("a block, for a holder", "birger", "randi", "<nil> <nil> 0", map[string]int{})
	randi.Blocks = nil
	h.covers = policy.SetOf(policy.Services()...) &^ policy.SetOf(policy.GPDialogue)
	check("a client without the scope", "line", "line", "<nil> <nil> 0", map[string]int{})
	h.covers = 0

	h.resolve(h.config(everyEndpoint))
	h.reset("dialog")
	h.reset("fastlegeregister")
	h.query("line", `{ viewer { person { healthContacts { nodes { canMessage canBook } } generalPractitioner { digitalServices } } } }`, nil)
	h.expectCalls(map[string]map[string]int{"dialog": once, "fastlegeregister": {"GetPatientsGPDetailsAtTime": 1, "GetPatientGPHistory": 1}})
	h.resolve(h.config(everyEndpoint))
	h.reset("dialog")
	h.query("line", `{ viewer { person { healthContacts { nodes { kind } } } } }`, nil)
	h.expectCalls(map[string]map[string]int{"dialog": {}})
	h.foreseen()

	h.fault("dialog", stopped)
	if a, parts := h.contacts("line", "line"); gp(a) != "<nil> <nil> 2" || parts != allParts || a.Errors[0].Extensions["register"] != "DIALOG" {
		t.Error(parts, a.raw)
	}
}
