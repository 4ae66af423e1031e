//go:build npm

package main

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// across is a router's answer.
type across struct {
	Data struct {
		Viewer struct {
			Person participant
		}
		Sessions []struct {
			Participant participant
			Kind        struct{ Display string }
			Price       struct{ Amount, Currency string }
			Load        struct{ Value, Unit string }
			Trainer     struct {
				Name    struct{ Full string }
				Courses []string
			}
		}
	}
	Errors []struct {
		Path       []any
		Extensions struct{ Code string }
	}
}

// participant is a person, with fields from this graph and the other.
type participant struct {
	Name *struct{ Full string }
	// Goal and Courses come from the other graph.
	Goal                string
	GeneralPractitioner *struct {
		Practitioner struct {
			HPRNumber string
			Courses   []string
		}
	}
}

// The schema composes with another graph's that extends the same people and
// health personnel, and has value types with the same names as ours (B15): by
// Apollo's composition, The Guild's and Cosmo's. Apollo's gateway and Hive's
// answer queries across the two, from either side; a person the viewer may not
// know of does not exist there either.
func TestFederation(t *testing.T) {
	if _, err := exec.LookPath("npm"); err != nil {
		t.Fatal("npm is missing")
	}
	p, line := starts(t, "{", stdout, "demo", "--listen", "127.0.0.1:0", "--people", "0", "--json")
	defer p.ends(t)
	r := parseReady(t, line)
	family, token := selfAndRelated(t, r, "line")
	stranger, _ := selfAndRelated(t, r, "kari")
	body, err := json.Marshal(map[string]any{
		"url": r.GraphQL, "sdl": printed(t, "--federation"), "token": token,
		"queries": map[string]any{
			"ours": map[string]any{"query": `{ viewer { person { name { full } goal generalPractitioner { practitioner { hprNumber courses } } } } }`},
			"theirs": map[string]any{
				"query": `query($people: [ID!]!) { sessions(people: $people) {
				  participant { name { full } goal generalPractitioner { practitioner { hprNumber courses } } }
				  trainer { name { full } courses }
				  kind { display } price { amount currency } load { value unit }
				} }`,
				"variables": map[string]any{"people": []string{family[0], family[1], stranger[0]}},
			},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	dir := npm(t, "federation")
	if err := os.WriteFile(filepath.Join(dir, "asked.json"), body, 0o600); err != nil {
		t.Fatal(err)
	}
	send(t, http.MethodPost, r.Registers["fastlegeregister"]+"/_control/reset", "")
	var routers map[string]struct {
		Errors        []string
		Hints         []string
		SupergraphSDL string
		Answers       map[string]across
	}
	if err := json.Unmarshal([]byte(execute(t, dir, nil, "node", "compose.mjs")), &routers); err != nil {
		t.Fatal(err)
	}
	if len(routers) != 3 {
		t.Fatalf("%d routers", len(routers))
	}
	for router, got := range routers {
		if len(got.Errors) > 0 || len(got.Hints) > 0 {
			t.Errorf("%s: errors %q, hints %q", router, got.Errors, got.Hints)
			continue
		}
		for _, directive := range []string{"@consent", "@proxy", "@register", "@person"} {
			if strings.Contains(got.SupergraphSDL, directive) {
				t.Errorf("%s composes %s", router, directive)
			}
		}
		if router == "cosmo" {
			if !strings.Contains(got.SupergraphSDL, "type Session") || !strings.Contains(got.SupergraphSDL, "type JournalDocument") {
				t.Errorf("%s composes %.300s", router, got.SupergraphSDL)
			}
			continue // its router is not run
		}
		ours := got.Answers["ours"]
		if len(ours.Errors) > 0 {
			t.Errorf("%s: %v", router, ours.Errors)
		}
		ours.Data.Viewer.Person.known(t, router, "Line Testesen")
		theirs := got.Answers["theirs"]
		if len(theirs.Data.Sessions) != 3 {
			t.Errorf("%s: %+v", router, theirs)
			continue
		}
		if one := theirs.Data.Sessions[0]; one.Kind.Display != "Balance" || one.Price.Currency != "NOK" || one.Load.Unit != "kg" {
			t.Errorf("%s: values of the other graph are %+v", router, one)
		}
		theirs.Data.Sessions[0].Participant.known(t, router, "Line Testesen")
		theirs.Data.Sessions[1].Participant.known(t, router, "Dan Testesen")
		if nobody := theirs.Data.Sessions[2]; nobody.Participant.Name != nil || nobody.Participant.GeneralPractitioner != nil || len(nobody.Trainer.Courses) == 0 {
			t.Errorf("%s: somebody the viewer may not know of is %+v", router, nobody)
		}
		if len(theirs.Errors) == 0 {
			t.Errorf("%s: no error tells of whom there is nothing", router)
		}
		for _, e := range theirs.Errors {
			if e.Extensions.Code != "NOT_FOUND" {
				t.Errorf("%s: %+v", router, e)
			}
		}
	}
	if _, body := send(t, http.MethodGet, r.Registers["fastlegeregister"]+"/_control/calls", ""); !strings.Contains(body, `"GetPatientsGPDetailsAtTime":{"calls":4`) {
		t.Error("a query through a router is one call of an operation, whoever it is about:", body)
	}
}

// known expects a person that both graphs know.
func (p participant) known(t *testing.T, router, name string) {
	t.Helper()
	if p.Name == nil || p.Name.Full != name || p.Goal == "" || p.GeneralPractitioner == nil {
		t.Errorf("%s: %s is %+v", router, name, p)
		return
	}
	if gp := p.GeneralPractitioner.Practitioner; gp.HPRNumber == "" || len(gp.Courses) == 0 {
		t.Errorf("%s: the GP of %s is %+v", router, name, gp)
	}
}

// selfAndRelated are the ids that a client has for somebody and for those they
// act for, and the token to ask with.
func selfAndRelated(t *testing.T, r ready, persona string) (ids []string, token string) {
	t.Helper()
	_, out, errs := runs(t, nil, "token", persona, "--issuer", r.Issuer)
	token = strings.TrimSpace(out)
	_, body := send(t, http.MethodPost, r.GraphQL, `{"query":"{ viewer { person { id } represents { person { id } } } }"}`, "Content-Type: application/json", "Authorization: Bearer "+token)
	type person struct{ Person struct{ ID string } }
	var a struct {
		Data struct {
			Viewer struct {
				person
				Represents []person
			}
		}
	}
	if err := json.Unmarshal([]byte(body), &a); err != nil {
		t.Fatal(err, errs)
	}
	ids = append(ids, a.Data.Viewer.Person.ID)
	for _, other := range a.Data.Viewer.Represents {
		ids = append(ids, other.Person.ID)
	}
	return ids, token
}
