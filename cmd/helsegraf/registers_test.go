package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"helsegraf/cmd/registers"
	"helsegraf/sources"
)

// undeciding are the registers that no decision rests on, and deciding the
// others.
func undeciding() (undeciding, deciding []string) {
	for _, r := range registers.All() {
		if slices.ContainsFunc(r.Endpoints, func(e sources.Endpoint) bool { return e.Role == sources.Decides }) {
			deciding = append(deciding, r.Key)
		} else {
			undeciding = append(undeciding, r.Key)
		}
	}
	return undeciding, deciding
}

// sampled is a query of every register's sample fields.
func sampled() string {
	of := map[registers.Place]string{}
	for _, r := range registers.All() {
		for _, q := range r.Queries {
			of[q.On] += " " + q.Selection
		}
	}
	return "{ viewer { person {" + of[registers.OnPerson] + " }" + of[registers.OnViewer] + " }" + of[registers.AtRoot] + " }"
}

// Only the given page may be used for login.
func TestRegistersLetAPageIn(t *testing.T) {
	p, line := starts(t, "{", stdout, "registers", "--listen", "127.0.0.1:0", "--people", "0", "--page", "http://127.0.0.1:8080/", "--json")
	defer p.ends(t)
	for page, want := range map[string]string{"http://127.0.0.1:8080/": "Who are you?", "http://127.0.0.1:8081/": "not its own"} {
		query := url.Values{
			"response_type": {"code"}, "client_id": {"graphiql"}, "redirect_uri": {page}, "scope": {"openid helsegraf:read"}, "state": {"s"}, "nonce": {"n"},
			"code_challenge": {strings.Repeat("A", 43)}, "code_challenge_method": {"S256"},
		}
		if _, body := send(t, http.MethodGet, parseReady(t, line).Issuer+"/connect/authorize?"+query.Encode(), ""); !strings.Contains(body, want) {
			t.Errorf("%s: %s", page, body)
		}
	}
	if status, _, errs := runs(t, nil, "registers", "--listen", "127.0.0.1:0", "--page", "http://gateway.example/"); status != 1 || !strings.Contains(errs, "page: ") {
		t.Error(status, errs)
	}
}
