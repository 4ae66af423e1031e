package resolvers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"helsegraf/mocks/standin"
)

// A search of several municipalities makes a call for each, is whole, and is paged
// as one list; and what all GPs of a page offer is one call.
func TestSearchOfSeveral(t *testing.T) {
	h := newTestEnv(t)
	const fields = `{ totalCount byMunicipality { municipality { code name } lists acceptingPatients waiting }
	  pageInfo { endCursor hasNextPage } nodes { municipality { code } patientList { id } practitioner { hprNumber } digitalServices } }`
	query := `{ generalPractitioners(municipalities: ["0301", "5001", "0301"], first: 100) ` + fields + ` }`
	if planned := h.planned(query, nil); planned != 3 {
		t.Errorf("planned %d calls", planned)
	}
	whole := h.query("", query, nil).at("generalPractitioners")
	if calls := h.calls("fastlegeregister")["QueryGPContracts"]; calls != 2 {
		t.Errorf("%d calls of the directory", calls)
	}
	if calls := h.calls("dialog"); calls["kapabiliteter/sok"] != 1 || calls["kapabiliteter"] != 0 {
		t.Errorf("%v calls of the dialog register", calls)
	}
	all := whole.(map[string]any)
	nodes := all["nodes"].([]any)
	ids, places, offering := map[any]bool{}, map[any]int{}, 0
	for _, n := range nodes {
		gp := n.(map[string]any)
		ids[gp["patientList"].(map[string]any)["id"]] = true
		places[gp["municipality"].(map[string]any)["code"]]++
		if gp["digitalServices"] != nil {
			offering++
		}
		if (gp["practitioner"] == nil) != (gp["digitalServices"] == nil) {
			t.Errorf("%v", gp)
		}
	}
	counts := all["byMunicipality"].([]any)
	if len(counts) != 2 || len(ids) != len(nodes) || offering == 0 || fmt.Sprint(all["totalCount"]) != fmt.Sprint(len(nodes)) {
		t.Errorf("%d GPs, %d lists, %d offer something, counted %v", len(nodes), len(ids), offering, counts)
	}
	for i, want := range []string{"0301 Oslo", "5001 Trondheim"} {
		one := counts[i].(map[string]any)
		m := one["municipality"].(map[string]any)
		if got := fmt.Sprint(m["code"], " ", m["name"]); got != want || fmt.Sprint(one["lists"]) != fmt.Sprint(places[m["code"]]) || one["waiting"] == nil {
			t.Errorf("%v", one)
		}
	}
	// The pages of a county are those of its municipalities.
	var paged []any
	for after := ""; ; {
		page := h.query("", `{ generalPractitioners(county: "50", first: 3, after: "`+after+`") `+fields+` }`, nil).at("generalPractitioners").(map[string]any)
		paged = append(paged, page["nodes"].([]any)...)
		info := page["pageInfo"].(map[string]any)
		if info["hasNextPage"] != true {
			break
		}
		after = info["endCursor"].(string)
	}
	if len(paged) != places["5001"] {
		t.Errorf("%d GPs in pages, want %d", len(paged), places["5001"])
	}
}

// A search without one of its municipalities is no search.
func TestSearchIsWhole(t *testing.T) {
	h := newTestEnv(t)
	h.fault("fastlegeregister", standin.Fault{Operation: "QueryGPContracts", Status: http.StatusInternalServerError})
	a := h.query("", `{ generalPractitioners(municipalities: ["0301", "5001"]) { totalCount } }`, nil)
	if a.at("generalPractitioners") != nil || a.code("generalPractitioners") != "SOURCE_UNAVAILABLE" {
		t.Errorf("%+v", a)
	}
}

// What cannot be read of what GPs offer is missing, and nothing else.
func TestOffersFail(t *testing.T) {
	h := newTestEnv(t)
	h.fault("dialog", standin.Fault{Operation: "kapabiliteter/sok", Body: "garble"})
	a := h.query("", `{ generalPractitioners(municipality: "0301", first: 2) { nodes { practitioner { hprNumber } digitalServices } } }`, nil)
	for i := range 2 {
		if a.code("generalPractitioners", "nodes", fmt.Sprint(i), "digitalServices") == "" || len(a.at("generalPractitioners", "nodes").([]any)) != 2 {
			t.Errorf("%+v", a)
		}
	}
	if calls := h.calls("dialog")["kapabiliteter/sok"]; calls > 2 { // a repeat at the most
		t.Errorf("%d calls", calls)
	}
}

func TestSearchesThatAreWrong(t *testing.T) {
	h := newTestEnv(t)
	many := strings.Repeat(`"0301",`, 51)
	for _, arguments := range []string{
		``, `name: "a"`, `municipality: null`, `municipalities: []`, `municipalities: ["301"]`, `municipalities: ["0301", "x"]`,
		`municipality: "0301", municipalities: ["5001"]`, `municipality: "0301", county: "03"`, `municipalities: ["0301"], county: "03"`,
		`county: "99"`, `county: "0301"`, `county: ""`, `municipalities: [` + many + `]`, `county: "03", name: "12345678901"`,
	} {
		if arguments != "" {
			arguments = "(" + arguments + ")"
		}
		a := h.query("", `{ generalPractitioners`+arguments+` { totalCount } }`, nil)
		if a.code("generalPractitioners") != "BAD_USER_INPUT" {
			t.Errorf("%s: %+v", arguments, a)
		}
	}
	if made := h.callsOf("fastlegeregister"); made != 0 {
		t.Errorf("%d calls", made)
	}
}

func TestMunicipalities(t *testing.T) {
	h := newTestEnv(t)
	for query, want := range map[string]string{
		`municipalities(first: 1) { totalCount nodes { code name } }`:                     `map[nodes:[map[code:0301 name:Oslo]] totalCount:357]`,
		`municipalities(search: "utsi") { totalCount nodes { code name } }`:               `map[nodes:[map[code:1151 name:Utsira]] totalCount:1]`,
		`municipalities(search: "OG mers", county: "50") { totalCount nodes { code } }`:   `map[nodes:[] totalCount:0]`,
		`municipalities(county: "03") { totalCount nodes { code } }`:                      `map[nodes:[map[code:0301]] totalCount:1]`,
		`municipalities(search: "karasjok") { nodes { name } }`:                           `map[nodes:[map[name:Kárášjohka – Karasjok]]]`,
		`municipalities(search: "kárášjohka") { nodes { code } }`:                         `map[nodes:[map[code:5610]]]`,
		`municipalities(county: "56", search: "vads") { nodes { code name } totalCount }`: `map[nodes:[map[code:5607 name:Vadsø]] totalCount:1]`,
	} {
		a := h.query("", "{ "+query+" }", nil)
		if got := fmt.Sprint(a.at("municipalities")); got != want {
			t.Errorf("%s: %s, %+v", query, got, a)
		}
	}
	if a := h.query("", `{ municipalities(county: "00") { totalCount } }`, nil); a.code("municipalities") != "BAD_USER_INPUT" {
		t.Errorf("%+v", a)
	}
}
