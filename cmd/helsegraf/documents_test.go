package main

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// A running gateway loads a new manifest, and keeps the old one when the new one
// is invalid.
func TestServeReadsDocumentsAnew(t *testing.T) {
	private, public := keys(t)
	_, line := starts(t, "{", stdout, "registers", "--listen", "127.0.0.1:0", "--people", "0", "--client-key", write(t, "public.jwk", public), "--json")
	r := parseReady(t, line)
	documents := write(t, "documents.json", `{"name-1": "query Name { viewer { person { name { full } } } }"}`)
	config := strings.Replace(serveConfig(r, write(t, "helseid.jwk", private)), "{id: web,", "{id: web, documents: {file: "+documents+"},", 1)
	ctx, stop := context.WithCancel(t.Context())
	var log output
	served := make(chan error, 1)
	go func() {
		served <- serveCommand{Config: write(t, "helsegraf.yaml", config)}.Run(&program{Context: ctx, stdout: &log, stderr: &log, look: time.Millisecond})
	}()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	logged := func(word string) (line string) {
		t.Helper()
		for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(time.Millisecond) {
			for line := range strings.Lines(log.String()) {
				if strings.Contains(line, word) && strings.HasSuffix(line, "\n") {
					return line
				}
			}
		}
		t.Fatalf("%q is not logged: %s", word, log.String())
		return ""
	}
	var listening struct{ Address string }
	if err := json.Unmarshal([]byte(logged("listening")), &listening); err != nil {
		t.Fatal(err)
	}
	_, token, _ := runs(t, nil, "token", "line", "--issuer", r.Issuer)
	queryByID := func(id string) string {
		t.Helper()
		_, body := send(t, http.MethodPost, "http://"+listening.Address+"/graphql", `{"documentId":"`+id+`"}`, "Content-Type: application/json", "Authorization: Bearer "+strings.TrimSpace(token))
		return body
	}
	if body := queryByID("name-1"); !strings.Contains(body, "Line Testesen") {
		t.Error(body)
	}
	put := func(text string) { // atomically, as deployments do
		t.Helper()
		if err := os.Rename(write(t, "new.json", text), documents); err != nil {
			t.Fatal(err)
		}
	}
	put(`{"age-1": "query Age { viewer { person { age } } }"}`)
	logged("trusted documents read anew")
	if body := queryByID("age-1"); !strings.Contains(body, `"age":41`) {
		t.Error(body)
	}
	if body := queryByID("name-1"); !strings.Contains(body, "PERSISTED_QUERY_NOT_FOUND") {
		t.Error(body)
	}
	put(`{"age-1": "query Age { viewer { persn { age } } }"}`)
	if line := logged("trusted documents left as they were"); !strings.Contains(line, "persn") {
		t.Error(line)
	}
	if body := queryByID("age-1"); !strings.Contains(body, `"age":41`) {
		t.Error(body)
	}
}
