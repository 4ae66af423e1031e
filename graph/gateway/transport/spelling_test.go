package transport_test

import (
	"net/http"
	"testing"

	"helsegraf/graph/gateway/gatewaytest"
)

// Where HTTP, OAuth and JSON allow several spellings, each is accepted.
func TestCaseB10SpellingsOfRequests(t *testing.T) {
	t.Parallel()
	f := gatewaytest.Start(t)
	const body, want = `{"query":"{ me { id } }"}`, `{"data":{"me":{"id":"id"}}}`
	for name, c := range map[string]struct{ body, media, accept string }{
		"charset utf8":              {body, "application/json; charset=utf8", "*/*"},
		"charset in capitals":       {body, "application/json; charset=UTF8", "*/*"},
		"charset in quotes":         {body, `application/json; charset="UTF-8"`, "*/*"},
		"utf8 in quotes":            {body, `application/json;charset="utf8"`, "*/*"},
		"Charset with a capital":    {body, "application/json; Charset=Utf-8", "*/*"},
		"other parameters first":    {body, `application/json; profile="a; charset=b"; charset=utf-8`, "*/*"},
		"media type in capitals":    {body, "Application/JSON", "*/*"},
		"blanks around":             {body, "application/json ;  charset=utf-8 ;", "*/*"},
		"a byte order mark":         {"\ufeff" + body, "application/json", "*/*"},
		"a byte order mark, blanks": {"\ufeff \r\n" + body + "\n", "application/json; charset=utf-8", "*/*"},
		"accepts utf8":              {body, "application/json", "application/json;charset=utf8"},
		"accepts UTF-8 in quotes":   {body, "application/json", `application/json; charset="UTF-8"; q=0.5`},
		"accepts in capitals":       {body, "application/json", "Application/JSON;Q=0.3"},
	} {
		t.Run(name, func(t *testing.T) {
			if r := f.Send(t, http.MethodPost, "/graphql", c.body, "Content-Type: "+c.media, "Accept: "+c.accept); r.Status != http.StatusOK || r.Body != want {
				t.Errorf("%d %s", r.Status, r.Body)
			}
		})
	}
	for name, c := range map[string]struct{ body, media string }{
		"Latin-1":              {body, "application/json; charset=iso-8859-1"},
		"UTF-16 and its mark":  {"\xff\xfe{\x00", "application/json; charset=utf-16"},
		"two character sets":   {body, "application/json; charset=utf-8; charset=utf-16"},
		"a word that ends so":  {body, "application/json; charset=xutf8"},
		"another type in case": {body, "Text/Plain; charset=utf8"},
	} {
		t.Run("not "+name, func(t *testing.T) {
			if r := f.Send(t, http.MethodPost, "/graphql", c.body, "Content-Type: "+c.media); r.Status != http.StatusUnsupportedMediaType {
				t.Errorf("%d %s", r.Status, r.Body)
			}
		})
	}
}
