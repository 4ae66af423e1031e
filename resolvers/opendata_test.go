package resolvers_test

import (
	"fmt"
	"net/http"
	"os"
	"testing"
	"time"

	"helsegraf/mocks/standin"
)

const waits = `{ treatments(search: "KNE oper", first: 2) { totalCount asOf nodes { id name providers(region: VEST, sort: %s, first: 3) {
  totalCount asOf pageInfo { endCursor hasNextPage } nodes { place { name } regions waitingTimes { kind weeks } ownership choosable } } } } }`

func TestTreatments(t *testing.T) {
	h := newTestEnv(t)
	query := fmt.Sprintf(waits, "SHORTEST_WAIT")
	if planned := h.planned(query, nil); planned != 1+2 {
		t.Errorf("planned %d calls", planned)
	}
	a := h.query("", query, nil)
	found := a.list("treatments", "nodes")
	if len(a.Errors) > 0 || len(found) != 2 || a.at("treatments", "asOf") == nil {
		t.Fatalf("%+v", a)
	}
	for _, one := range found {
		of := one.(map[string]any)["providers"].(map[string]any)
		last := -1.0
		for _, p := range of["nodes"].([]any) {
			shortest := 1e9
			for _, w := range p.(map[string]any)["waitingTimes"].([]any) {
				if weeks, ok := w.(map[string]any)["weeks"].(float64); ok {
					shortest = min(shortest, weeks)
				}
			}
			if shortest < last || fmt.Sprint(p.(map[string]any)["regions"]) != "[VEST]" {
				t.Errorf("%v after %v: %v", shortest, last, p)
			}
			last = shortest
		}
	}
	h.query("", fmt.Sprintf(waits, "NAME"), nil)
	if calls := h.calls("behandlingssted"); calls["Behandlinger"] != 1 || calls["VentetiderForBehandling"] != 2 {
		t.Errorf("%v", calls)
	}
	// All the pages together are the list, in both orders.
	for _, sort := range []string{"SHORTEST_WAIT", "NAME"} {
		names, after, total := map[any]bool{}, "", 0.0
		for more := true; more; {
			a := h.query("", `query($after: String!) { treatments(search: "hofteprotese") { nodes { providers(sort: `+sort+`, first: 5, after: $after) {
			  totalCount pageInfo { endCursor hasNextPage } nodes { place { name } } } } } }`, map[string]any{"after": after})
			page := a.list("treatments", "nodes")[0].(map[string]any)["providers"].(map[string]any)
			for _, p := range page["nodes"].([]any) {
				names[p.(map[string]any)["place"].(map[string]any)["name"]] = true
			}
			info := page["pageInfo"].(map[string]any)
			more, total = info["hasNextPage"].(bool), page["totalCount"].(float64)
			after, _ = info["endCursor"].(string)
		}
		if len(names) != int(total) || total < 10 {
			t.Errorf("%s: %d of %v", sort, len(names), total)
		}
	}
}

func TestQualityIndicators(t *testing.T) {
	h := newTestEnv(t)
	a := h.query("", `{ qualityIndicators(search: "ventetid") { totalCount nodes { id title description measurements(place: "liksom", first: 2) {
	  totalCount asOf nodes { location { name parent level } period value unit } } } } }`, nil)
	found := a.list("qualityIndicators", "nodes")
	if len(a.Errors) > 0 || len(found) != 2 {
		t.Fatalf("%+v", a)
	}
	for _, one := range found {
		of := one.(map[string]any)["measurements"].(map[string]any)
		if of["totalCount"] != 4.0 || len(of["nodes"].([]any)) != 2 || of["asOf"] == nil {
			t.Errorf("%v", of)
		}
	}
}

// The sample query of open data runs without a login, and every list has something.
func TestSampleOfOpenData(t *testing.T) {
	h := newTestEnv(t)
	query, err := os.ReadFile("../cmd/helsegraf/testdata/journeys/open-data.graphql")
	if err != nil {
		t.Fatal(err)
	}
	a := h.query("", string(query), nil)
	if len(a.Errors) > 0 {
		t.Fatalf("%+v", a.Errors)
	}
	var full func(at string, v any)
	full = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, one := range v {
				full(at+"."+key, one)
			}
		case []any:
			if len(v) == 0 {
				t.Errorf("%s is empty", at)
			}
			for i, one := range v {
				if at != ".generalPractitioners.nodes" || one.(map[string]any)["practitioner"] != nil {
					full(fmt.Sprint(at, "[", i, "]"), one)
				}
			}
		}
	}
	delete(a.Data, "generalPractitioners") // where no practice need offer anything
	full("", a.Data)
}

// While a source is down its data stands, and says how old it is, for a day.
func TestOpenDataOfASourceThatIsDown(t *testing.T) {
	h := newTestEnv(t)
	const query = `{ treatments(first: 1) { asOf nodes { name providers(first: 1) { asOf nodes { place { name } } } } }
	  qualityIndicators(first: 1) { asOf nodes { title measurements(first: 1) { asOf } } } }`
	before := h.query("", query, nil)
	if len(before.Errors) > 0 {
		t.Fatalf("%+v", before)
	}
	for _, register := range []string{"behandlingssted", "kvalitetsindikatorer"} {
		h.fault(register, standin.Fault{Operation: "*", Status: http.StatusInternalServerError})
	}
	began := h.world.Now()
	h.setClock(began.Add(5 * time.Hour)) // an hour after it should have been read
	during := h.query("", query, nil)
	if fmt.Sprint(during.Data) != fmt.Sprint(before.Data) || len(during.Errors) > 0 {
		t.Errorf("%+v", during)
	}
	h.setClock(began.Add(24 * time.Hour))
	after := h.query("", query, nil)
	for _, field := range []string{"treatments", "qualityIndicators"} {
		if after.at(field) != nil || after.code(field) != "SOURCE_UNAVAILABLE" {
			t.Errorf("%+v", after)
		}
	}
}
