package manifest_test

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"helsegraf/graph/manifest"
)

const query = "query Mine { viewer { person { id } } }"

func md5Of(text string) string    { s := md5.Sum([]byte(text)); return hex.EncodeToString(s[:]) }
func sha1Of(text string) string   { s := sha1.Sum([]byte(text)); return hex.EncodeToString(s[:]) }
func sha256Of(text string) string { s := sha256.Sum256([]byte(text)); return hex.EncodeToString(s[:]) }

// byID is a manifest of pairs of id and text, as they are written.
func byID(pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		text, _ := json.Marshal(pairs[i+1])
		fmt.Fprintf(&b, ",%q:%s", pairs[i], text)
	}
	return "{" + strings.TrimPrefix(b.String(), ",") + "}"
}

func apollo(operations string) string {
	return `{"format":"apollo-persisted-query-manifest","version":1,"operations":[` + operations + `]}`
}

func TestForms(t *testing.T) {
	operation := fmt.Sprintf(`{"id":%q,"name":"Mine","type":"query","body":%q}`, sha256Of(query), query)
	for name, c := range map[string]struct {
		text string
		want manifest.Document
	}{
		"Apollo":                 {apollo(operation), manifest.Document{ID: sha256Of(query), Name: "Mine", Type: "query", Text: query}},
		"Apollo, of one's own":   {apollo(`{"id":"mine-1.0","name":"Mine","type":"query","body":"{ a }","clientName":null}`), manifest.Document{ID: "mine-1.0", Name: "Mine", Type: "query", Text: "{ a }"}},
		"Relay":                  {byID(md5Of(query), query), manifest.Document{ID: md5Of(query), Text: query}},
		"graphql-codegen":        {byID(sha1Of(query), query), manifest.Document{ID: sha1Of(query), Text: query}},
		"graphql-codegen sha256": {byID(sha256Of(query), query), manifest.Document{ID: sha256Of(query), Text: query}},
		"with a prefix":          {byID("sha256:"+sha256Of(query), query), manifest.Document{ID: "sha256:" + sha256Of(query), Text: query}},
		"a prefix of one's own":  {byID("x-app:mine", query), manifest.Document{ID: "x-app:mine", Text: query}},
		"hexadecimal by chance":  {byID("decade", query), manifest.Document{ID: "decade", Text: query}},
	} {
		got, faults := manifest.Read([]byte(c.text))
		if len(faults) > 0 || len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: %+v %q", name, got, faults)
			continue
		}
		if ids := got[0].IDs(); !slices.Equal(ids[1:], []string{"sha256:" + sha256Of(c.want.Text), sha256Of(c.want.Text)}) || ids[0] != c.want.ID {
			t.Errorf("%s: called by %q", name, ids)
		}
	}
}

// All that is wrong is told at once, and where.
func TestFaults(t *testing.T) {
	other := query + " "
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"nothing":          {"", []string{"is not a JSON object"}},
		"a list":           {"[]", []string{"is not a JSON object"}},
		"cut off":          {`{"a":"{ b }"`, []string{"is not a JSON object"}},
		"something after":  {`{"a":"{ b }"}{}`, []string{"is not a JSON object"}},
		"empty":            {"{}", []string{"has no documents"}},
		"no operations":    {apollo(""), []string{"has no documents"}},
		"another format":   {`{"format":"other","version":1}`, []string{"of another format"}},
		"another version":  {strings.Replace(apollo(""), "1", "2", 1), []string{"of another format"}},
		"not of the form":  {`{"format":"apollo-persisted-query-manifest","version":1,"operations":{}}`, []string{"not a manifest of Apollo's form"}},
		"format twice":     {`{"format":"x","format":"apollo-persisted-query-manifest"}`, []string{"not a manifest of Apollo's form"}},
		"no texts":         {`{"a":1,"b":{"c":"d"}}`, []string{"document (a): is not text", "document (b): is not text"}},
		"one id for two":   {byID("a", query, "a", other), []string{"document (a): has the id of document (a)"}},
		"no text":          {byID("a", " "), []string{"document (a): has no text"}},
		"no id":            {apollo(`{"name":"Mine","type":"query","body":"{ a }"}`), []string{"Mine: has no id"}},
		"signs":            {byID("a b", query), []string{"has an id of other signs"}},
		"a foreign prefix": {byID("md5:"+md5Of(query), query), []string{"has an id of other signs"}},
		"not a SHA-256":    {byID("sha256:abc", query), []string{"has an id that is no SHA-256"}},
		"changed": {byID(md5Of(query), other, sha1Of(query), other, sha256Of(query), other, "sha256:"+sha256Of(other), query), []string{
			"(" + md5Of(query)[:12] + "): has an id that is not the hash", "(" + sha1Of(query)[:12] + "): has an id that is not the hash",
			"(" + sha256Of(query)[:12] + "): has an id that is not the hash", "(" + sha256Of(other)[:12] + "): has an id that is not the hash",
		}},
	} {
		_, faults := manifest.Read([]byte(c.text))
		if len(faults) != len(c.want) {
			t.Errorf("%s: %q", name, faults)
			continue
		}
		for i, want := range c.want {
			if !strings.Contains(faults[i], want) {
				t.Errorf("%s: %q, not %q", name, faults[i], want)
			}
		}
	}
}

// What is good stands beside what is not, so that both can be told.
func TestGoodOnesAreKept(t *testing.T) {
	got, faults := manifest.Read([]byte(byID("a", query, "b", "", "c", query)))
	if len(got) != 2 || len(faults) != 1 {
		t.Errorf("%v %q", got, faults)
	}
}
