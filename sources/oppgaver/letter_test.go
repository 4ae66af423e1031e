package oppgaver_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/policy"
	mockoppgaver "helsegraf/mocks/oppgaver"
	"helsegraf/sources"
	"helsegraf/sources/oppgaver"
	"helsegraf/sources/sourcetest"
)

// A letter that the register holds is streamed as a PDF, and a letter of somebody else's
// is not found.
func TestLetter(t *testing.T) {
	env := sourcetest.Start(t, mockoppgaver.New)
	c := oppgaver.New(env.Client(t, register, env.Login(t, oppgaver.Audience, oppgaver.Scope)), oppgaver.Options{})
	letterOf := func(persona string) *oppgaver.HealthTask {
		all, err := c.Tasks(t.Context(), granted(t, env.Number(t, persona)))
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(all, func(one oppgaver.HealthTask) bool { return one.HasLetter(env.World.Now()) })
		if i < 0 {
			return &oppgaver.HealthTask{Grant: granted(t, env.Number(t, persona))}
		}
		return &all[i]
	}
	read := func(one *oppgaver.HealthTask) (media, name, body string, err error) {
		var out bytes.Buffer
		err = c.Letter(t.Context(), one, func(m, n string) error { media, name = m, n; return nil }, &out)
		return media, name, out.String(), err
	}
	letter := letterOf("line")
	if media, name, body, err := read(letter); err != nil || media != "application/pdf" || name != "brev.pdf" || !strings.HasPrefix(body, "%PDF-") || !strings.Contains(body, "Informasjon om operasjonen din") {
		t.Errorf("%s %s %q %v", media, name, body, err)
	}
	if _, _, body, err := read(letterOf("berit")); sources.KindOf(err) != sources.NotFound || body != "" { // hers is at the sender's
		t.Error(body, err)
	}
	stolen := *letter
	stolen.Grant = granted(t, env.Number(t, "berit"))
	if _, _, body, err := read(&stolen); sources.KindOf(err) != sources.NotFound || body != "" {
		t.Error(body, err)
	}
	stolen.Grant = policy.Grant{}
	if _, _, _, err := read(&stolen); sources.KindOf(err) != sources.Denied {
		t.Error(err)
	}
}

// A letter is there only as a PDF of a letter that has not been withdrawn, and none of
// what is no PDF leaves.
func TestLetterIsAPDF(t *testing.T) {
	input := func(media, url string) string {
		return `"input":[{"type":{"text":"Brev"},"valueAttachment":{"contentType":"` + media + `","url":"` + url + `"}}],`
	}
	const about = `"focus":{"type":"Communication"},"id":"1","status":`
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for fields, want := range map[string]bool{
		input("application/pdf", "Binary/1") + about + `"ready"`:                                               true,
		input("application/pdf", "Binary/1") + about + `"completed"`:                                           true,
		input("application/pdf", "Binary/1") + about + `"cancelled"`:                                           false,
		input("application/pdf", "Binary/1") + about + `"ready","restriction":{"period":{"end":"2026-11-01"}}`: false,
		input("text/html", "Binary/1") + about + `"ready"`:                                                     false,
		input("application/pdf", "https://brev.example.no/1") + about + `"ready"`:                              false,
		input("application/pdf", "Binary/../1") + about + `"ready"`:                                            false,
		input("application/pdf", "Binary/1") + `"focus":{"type":"Task"},"id":"1","status":"ready"`:             false,
	} {
		all, err := answering(t, fields).Tasks(t.Context(), mine(t))
		if err != nil || len(all) != 1 || all[0].HasLetter(now) != want {
			t.Errorf("%s: %+v, %v", fields, all, err)
		}
	}
	task := `{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Task","owner":{"type":"Patient","identifier":{"value":"` + sourcetest.Subject + `"}},` +
		input("application/pdf", "Binary/1") + about + `"ready"}}]}`
	c := oppgaver.New(sourcetest.Replies(func(r *http.Request) (int, string, string) {
		if r.Method == http.MethodGet {
			return http.StatusOK, "application/pdf", "<!DOCTYPE html><script>alert(1)</script>"
		}
		return http.StatusOK, "application/fhir+json", task
	}).Client(t, register), oppgaver.Options{})
	all, err := c.Tasks(t.Context(), mine(t))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = c.Letter(t.Context(), &all[0], func(string, string) error { t.Error("it is begun"); return nil }, &out)
	if sources.KindOf(err) != sources.Garbled || out.Len() > 0 {
		t.Errorf("%d bytes, %v", out.Len(), err)
	}
}
