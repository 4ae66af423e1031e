package resolvers_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"

	"helsegraf/mocks/standin"
	"helsegraf/sources/sourcetest"
)

// calls are the calls each stand-in has counted, by operation.
func (h *testEnv) calls(register string) map[string]int {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), http.MethodGet, h.urls[register]+"/_control/calls", http.NoBody)
	h.must(err)
	resp, err := http.DefaultClient.Do(r)
	h.must(err)
	var calls map[string]sourcetest.CallCount
	err = json.NewDecoder(resp.Body).Decode(&calls)
	h.must(resp.Body.Close())
	h.must(err)
	out := map[string]int{}
	for operation, t := range calls {
		out[operation] = t.Calls
	}
	return out
}

// expectCalls fails unless each named register has had exactly these calls, and
// the plan foresaw all of them.
func (h *testEnv) expectCalls(want map[string]map[string]int) {
	h.t.Helper()
	for register, operations := range want {
		if got := h.calls(register); !maps.Equal(got, operations) {
			h.t.Errorf("%s: calls %v, want %v", register, got, operations)
		}
	}
	h.foreseen()
}

func (h *testEnv) foreseen() {
	h.t.Helper()
	if n := h.resolver.Unforeseen(); n != 0 {
		h.t.Errorf("%d keys or log entries were not foreseen by a plan", n)
	}
}

func (h *testEnv) reset(register string) {
	h.t.Helper()
	h.control(register, http.MethodPost, "reset", nil)
}

// fault makes the stand-ins of a register fail in this way: all of them, or
// those of some regions.
func (h *testEnv) fault(register string, f standin.Fault, in ...string) {
	h.t.Helper()
	f.Rate = 1
	b, err := json.Marshal(f)
	h.must(err)
	h.control(register, http.MethodPost, "fault", b, in...)
}

func (h *testEnv) control(register, method, what string, body []byte, in ...string) {
	h.t.Helper()
	at := []string{""}
	if len(in) > 0 {
		at = nil
	}
	for _, region := range in {
		at = append(at, "/"+region)
	}
	for _, prefix := range at {
		r, err := http.NewRequestWithContext(h.t.Context(), method, h.urls[register]+prefix+"/_control/"+what, bytes.NewReader(body))
		h.must(err)
		resp, err := http.DefaultClient.Do(r)
		h.must(err)
		h.must(resp.Body.Close())
		if resp.StatusCode/100 != 2 {
			h.t.Fatalf("_control/%s: %s", what, resp.Status)
		}
	}
}

// id returns the id a client has for a persona.
func (h *testEnv) id(persona, client string) string {
	h.t.Helper()
	h.through = client
	defer func() { h.through = "" }()
	id, _ := h.query(persona, `{ viewer { person { id } } }`, nil).at("viewer", "person", "id").(string)
	return id
}
