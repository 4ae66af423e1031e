package resolvers

import (
	"bytes"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/mocks/world"
	"helsegraf/sources/fhir"
	"helsegraf/sources/sourcetest"
)

// The id of a record is stable for one client and type, and only we can read
// whose record it is.
func TestIDsOfRecords(t *testing.T) {
	people, err := world.New(world.Options{Now: sourcetest.Now})
	if err != nil {
		t.Fatal(err)
	}
	line, berit := sourcetest.Number(t, people.Persona("line").Number), sourcetest.Number(t, people.Persona("berit").Number)
	sealed, err := newIDs([][]byte{bytes.Repeat([]byte{7}, 64)})
	if err != nil {
		t.Fatal(err)
	}
	r := &Resolver{ids: sealed}
	web, app := policy.Client{ID: "web"}, policy.Client{ID: "app"}
	record := fhir.RecordID{Subject: line, Key: "urn:oid:2.16|8"}
	id := sealed.record(web, "TestResult", record)
	if id != sealed.record(web, "TestResult", record) || strings.ContainsAny(id, `"\`) {
		t.Errorf("%q is another each time, or needs quoting", id)
	}
	for name, other := range map[string]string{
		"another client's": sealed.record(app, "TestResult", record),
		"of another type":  sealed.record(web, "Vaccination", record),
		"of another":       sealed.record(web, "TestResult", fhir.RecordID{Subject: berit, Key: record.Key}),
		"a person's":       sealed.person(web, line),
		"nothing":          "",
		"something":        id + "A",
		"without a key":    sealed.sealTo(ofType(web, "TestResult"), []byte("x")),
		"of nobody":        sealed.record(web, "TestResult", fhir.RecordID{Key: "none"}),
	} {
		if other == id {
			t.Errorf("%s id is the same", name)
		}
		if got, ok := sealed.openRecord(web, "TestResult", other); ok && got.Subject != berit {
			t.Errorf("%s id opens to %v", name, got)
		}
		q := &request{r: r, actor: policy.Authenticated(policy.Credentials{Number: line, Client: web})}
		_, err := q.keyOf(graph.PersonOf(line), "TestResult", other)
		if err == nil || r.PresentError(graphql.WithFieldContext(t.Context(), &graphql.FieldContext{}), err).Extensions["code"] != "NOT_FOUND" {
			t.Errorf("%s id: %v", name, err)
		}
		if key, err := q.keyOf(graph.PersonOf(line), "TestResult", id); key != record.Key || err != nil {
			t.Error(key, err)
		}
	}
	if got, ok := sealed.openRecord(web, "TestResult", id); !ok || got != record {
		t.Error(got)
	}
}
