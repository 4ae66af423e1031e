package main

import (
	"bufio"
	"fmt"
	"strings"
	"testing"
)

// Requests about the same people have the same key, whoever makes them and
// however.
func TestQuestionsAreToldApart(t *testing.T) {
	const one, two, three = "01858012345", "02858054321", "03858099999"
	post := func(target, header, body string) string {
		return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n%s", target, header, len(body), body)
	}
	for name, c := range map[string]struct {
		a, b string
		same bool
	}{
		"people in another order":  {post("/a", "", one+","+two), post("/a", "", "x="+two+"&y="+one), true},
		"in pieces":                {post("/a", "", one+","+two), "POST /a HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n6\r\n018580\r\n5\r\n12345\r\nc\r\n," + two + "\r\n0\r\n\r\n", true},
		"at another time":          {post("/a", "", "2026-11-23T10:00:00 "+one), post("/a", "", "2026-11-24T11:11:11 "+one), true},
		"in a header":              {post("/a", "nhn-patient-nin: "+one+"\r\n", ""), post("/a", "Nhn-Patient-Nin: "+one+"\r\n", ""), true},
		"about others":             {post("/a", "", one), post("/a", "", three), false},
		"about more":               {post("/a", "", one), post("/a", "", one+" "+two), false},
		"at another address":       {post("/a", "", one), post("/b", "", one), false},
		"by another action":        {post("/a", "SOAPAction: \"x\"\r\n", one), post("/a", "soapaction: \"y\"\r\n", one), false},
		"by the same, not quoted":  {post("/a", "SOAPAction: \"x\"\r\n", one), post("/a", "SOAPAction: x\r\n", one), true},
		"a longer number is none":  {post("/a", "", "1"+one), post("/a", "", "2"+one), true},
		"with a number beside one": {post("/a", "", one+" 9"), post("/a", "", "8 "+one), true},
	} {
		t.Run(name, func(t *testing.T) {
			q := registerRequest{from: bufio.NewReader(strings.NewReader(c.a + c.b))}
			var keys [2]string
			for i := range keys {
				if err := q.read(); err != nil {
					t.Fatal(err)
				}
				keys[i] = string(q.key())
			}
			if (keys[0] == keys[1]) != c.same {
				t.Errorf("%q and %q", keys[0], keys[1])
			}
		})
	}
}

func TestAcknowledgement(t *testing.T) {
	const body = `{"entry":[{"request":{"method":"PUT","url":"AuditEvent/A1"}},{"request":{"url":"AuditEvent/B2"}}]}`
	_, response, _ := strings.Cut(string(acknowledged([]byte(body))), "\r\n\r\n")
	const want = `{"resourceType":"Bundle","type":"batch-response","entry":[{"response":{"status":"201 Created","location":"AuditEvent/A1"}},{"response":{"status":"201 Created","location":"AuditEvent/B2"}}]}`
	if response != want {
		t.Errorf("got %s", response)
	}
}

func TestDiffersTellsWhere(t *testing.T) {
	want := map[string]any{"a": []any{1.0, map[string]any{"b": "x"}}}
	for _, c := range []struct {
		got   any
		where string
	}{
		{map[string]any{"a": []any{1.0, map[string]any{"b": "x"}}}, ""},
		{map[string]any{"a": []any{1.0, map[string]any{"b": "y"}}}, "data.a.1.b"},
		{map[string]any{"a": []any{1.0}}, "data.a:"},
		{map[string]any{"a": []any{1.0, map[string]any{"b": "x", "c": nil}}}, "data.a.1"},
		{nil, "data"},
	} {
		if got := differs(want, c.got, "data"); !strings.HasPrefix(got, c.where) || (got == "") != (c.where == "") {
			t.Errorf("%v differs at %q, want %q", c.got, got, c.where)
		}
	}
}
