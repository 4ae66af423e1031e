package main

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/graph/gateway"
	"helsegraf/mocks/world"
	"helsegraf/resolvers"
)

// argued is a gateway whose answers to arguments are checked.
type argued struct {
	front     *gateway.Gateway
	resolver  *resolvers.Resolver
	log       output
	token, id string
	arguments []argument
}

func newArgued(t testing.TB) *argued {
	t.Helper()
	a := &argued{}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	p := &program{Context: t.Context(), stdout: io.Discard, stderr: io.Discard}
	registers, err := p.startStandIns("127.0.0.1", 0, world.Options{})
	must(err)
	t.Cleanup(registers.close)
	c, err := demoConfig(registers, "http://127.0.0.1")
	must(err)
	c.Rates = config.Rates{Client: config.Rate{PerMinute: -1}, Subject: config.Rate{PerMinute: -1}}
	for i := range c.Clients {
		c.Clients[i].Introspection = true // it has arguments too
	}
	s := surroundings{log: slog.New(slog.NewJSONHandler(&a.log, &slog.HandlerOptions{Level: slog.LevelError}))}
	a.resolver, err = resolve(c, s)
	must(err)
	a.front, err = front(c, s, a.resolver)
	must(err)
	a.token, err = registers.issuer.Token("line")
	must(err)
	_, body := a.send(t, `{"query":"{ viewer { person { id } } }"}`, mediaOne)
	_, rest, _ := strings.Cut(body, `"id":"`)
	a.id, _, _ = strings.Cut(rest, `"`)
	if a.id == "" {
		t.Fatal(body)
	}
	a.arguments = argumentsOf(a.resolver.Schema().Schema(), a.id)
	return a
}

const (
	mediaOne   = "application/graphql-response+json"
	mediaParts = "multipart/mixed;incrementalSpec=v0.2"
)

func (a *argued) send(t testing.TB, body, accept string) (int, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", accept)
	r.Header.Set("Authorization", "Bearer "+a.token)
	w := httptest.NewRecorder()
	a.front.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// try sends a query and checks what must hold for every query.
func (a *argued) try(t testing.TB, what, body, accept string) (int, string) {
	t.Helper()
	status, response := a.send(t, body, accept)
	if status != http.StatusOK && status != http.StatusBadRequest && status != http.StatusServiceUnavailable {
		t.Errorf("%s: %s: %d %.500s", what, body, status, response)
	}
	if strings.Contains(response, "INTERNAL_SERVER_ERROR") || strings.Contains(response, "canary") {
		t.Errorf("%s: %s: %.500s", what, body, response)
	}
	if accept == mediaOne && !json.Valid([]byte(response)) {
		t.Errorf("%s: %s: no JSON: %.500s", what, body, response)
	}
	if log := a.log.String(); log != "" {
		t.Fatalf("%s: %s: %s", what, body, log)
	}
	if n := a.resolver.Unforeseen(); n != 0 {
		t.Fatalf("%s: %s: plan and executor disagree: %d unforeseen", what, body, n)
	}
	return status, response
}

// values are the kinds of values, in JSON and in GraphQL.
func (a *argued) values(of argument) [][2]string {
	wells := sound(of.def, a.id)
	inJSON := strings.NewReplacer("__typename:", `"__typename":`, " id:", ` "id":`).Replace(wells)
	if of.def.Type.Name() == "Service" || strings.ToUpper(wells) == wells && !strings.ContainsAny(wells, `"{0123456789`) {
		inJSON = `"` + wells + `"`
	}
	return [][2]string{
		{inJSON, wells}, {"[" + inJSON + "]", "[" + wells + "]"}, {"[[" + inJSON + "]]", "[[" + wells + "]]"},
		{"null", "null"}, {"[null]", "[null]"}, {"[]", "[]"}, {"{}", "{}"}, {`{"canary":1}`, "{canary: 1}"},
		{"true", "true"}, {"false", "false"}, {`"canary"`, `"canary"`}, {`""`, `""`}, {`"2"`, `"2"`}, {`"2025"`, `"2025"`}, {`"read"`, "read"}, {`"CANARY"`, "CANARY"},
		{"0", "0"}, {"2.0", "2.0"}, {"2.5", "2.5"}, {"2e0", "2e0"}, {"-3", "-3"}, {"101", "101"}, {"-0", "-0"},
		{"2147483648", "2147483648"}, {"99999999999", "99999999999"}, {"99999999999999999999", "99999999999999999999"}, {"1e999", "1e999"},
		{`{"__typename":"Person","id":99999999999999999999}`, `{__typename: "Person", id: 99999999999999999999}`},
		{`[{"__typename":"Person","id":{"a":[1e999]}}]`, `[{__typename: "Person", id: {a: [1e999]}}]`},
	}
}

// Every argument in the schema is given every kind of value in every way: none
// causes an internal error, and what was planned is what is executed.
func TestCaseB2EveryArgument(t *testing.T) {
	t.Parallel()
	a := newArgued(t)
	if len(a.arguments) < 35 {
		t.Errorf("only %d arguments were found", len(a.arguments))
	}
	for i, of := range a.arguments {
		for way := range ways {
			if way == inNullableBare && !of.def.Type.NonNull {
				continue // as inVariable
			}
			for j, v := range a.values(of) {
				if way == inList && strings.HasPrefix(v[0], "[") {
					continue // never of the right type
				}
				body := of.query(way, v[0], v[1], a.id)
				accept := mediaOne
				if (i+j)%7 == 0 || strings.HasPrefix(of.path, "@defer") {
					accept = mediaParts
				}
				status, response := a.try(t, of.path+" "+of.name, body, accept)
				if way == inVariable && j == 0 && (status != http.StatusOK || strings.Contains(response, "VALIDATION")) {
					t.Errorf("%s %s: what will do is refused: %s %d %s", of.path, of.name, body, status, response)
				}
			}
		}
	}
}

// Any value for any argument, in any way: see TestCaseB2EveryArgument.
func FuzzArguments(f *testing.F) {
	a := newArgued(f)
	for i, of := range a.arguments {
		for way := range ways {
			v := a.values(of)[(i+way)%len(a.values(of))]
			f.Add(uint(i), uint(way), v[0], v[1])
		}
	}
	f.Fuzz(func(t *testing.T, which, way uint, value, literal string) {
		of := a.arguments[which%uint(len(a.arguments))]
		if !json.Valid([]byte(value)) {
			value = "null"
		}
		accept := mediaOne
		if way%2 == 1 {
			accept = mediaParts
		}
		status, response := a.send(t, of.query(int(way/2%ways), value, literal, a.id), accept)
		if status != http.StatusOK && status != http.StatusBadRequest && status != http.StatusServiceUnavailable {
			t.Errorf("%d %.500s", status, response)
		}
		if strings.Contains(response, "INTERNAL_SERVER_ERROR") {
			t.Errorf("%.500s", response)
		}
		if log := a.log.String(); log != "" {
			t.Fatal(log)
		}
		if n := a.resolver.Unforeseen(); n != 0 {
			t.Fatal("plan and executor disagree")
		}
	})
}
