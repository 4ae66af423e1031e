package transport_test

import (
	"bufio"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"helsegraf/graph/gateway/gatewaytest"

	"helsegraf/graph"
	"helsegraf/graph/gateway"
)

const deferring = `{ me { id ... @defer { name } } }`

const (
	acceptOld   = "Accept: multipart/mixed;deferSpec=20220824, application/graphql-response+json, application/json;q=0.9"
	acceptNewer = "Accept: multipart/mixed;incrementalSpec=v0.2, application/graphql-response+json, application/json;q=0.9"
	acceptSSE   = "Accept: text/event-stream"
)

// partsOf reads a response in parts.
func partsOf(t *testing.T, r gatewaytest.Reply) []string {
	t.Helper()
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(r.Status, r.Header, r.Body)
	}
	var out []string
	switch media {
	case "multipart/mixed":
		in := multipart.NewReader(strings.NewReader(r.Body), params["boundary"])
		for {
			p, err := in.NextPart()
			if errors.Is(err, io.EOF) {
				return out
			}
			if err != nil || p.Header.Get("Content-Type") != "application/json; charset=utf-8" {
				t.Fatal(err, r.Body)
			}
			b, err := io.ReadAll(p)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, string(b))
		}
	case "text/event-stream":
		events := strings.Split(r.Body, "\n\n")
		if n := len(events); n < 3 || events[n-1] != "" || events[n-2] != "event: complete\ndata:" {
			t.Fatal(r.Body)
		}
		for _, e := range events[:len(events)-2] {
			data, ok := strings.CutPrefix(e, "event: next\ndata: ")
			if !ok {
				t.Fatal(r.Body)
			}
			out = append(out, data)
		}
	default:
		t.Fatal(media, r.Body)
	}
	return out
}

// Parts go to clients that name them and do not prefer one piece, for operations that
// defer something. Errors before execution are plain HTTP.
func TestWhoGetsParts(t *testing.T) {
	f, _ := startSerial(t, []episode{
		{found: []graph.Deferral{later("me late name")}, data: `{"me":{"name":null}}`},
		{path: "me", label: "late", data: `{"name":"name"}`},
	})
	const old, newer, sse, typed, plain = `multipart/mixed; boundary="-"; deferSpec=20220824`, `multipart/mixed; boundary="-"; incrementalSpec=v0.2`,
		"text/event-stream; charset=utf-8", "application/graphql-response+json; charset=utf-8", "application/json; charset=utf-8"
	for accept, want := range map[string][2]string{ // for an operation that defers, and for one that does not
		"":                 {plain, plain},
		"*/*, multipart/*": {plain, plain},
		"multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9":                       {old, typed},
		"multipart/mixed;incrementalSpec=v0.2,application/graphql-response+json,application/json;q=0.9":                     {newer, typed},
		"multipart/mixed;deferSpec=20220824;q=0.5, multipart/mixed;incrementalSpec=v0.2;q=0.6, application/json;q=0.1":      {newer, plain},
		"multipart/mixed;deferSpec=20220824;q=0.5, application/json":                                                        {plain, plain},
		"multipart/mixed;deferSpec=20220824;q=0, application/json;q=0.1":                                                    {plain, plain},
		"multipart/mixed;deferSpec=20990101, application/json":                                                              {plain, plain},
		"multipart/mixed;boundary=graphql;subscriptionSpec=1.0, application/json":                                           {plain, plain},
		"application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed": {sse, typed},
		"application/json, multipart/mixed":                                                                                 {old, plain},
		"text/event-stream":                                                                                                 {sse, sse},
		"multipart/mixed;deferSpec=20220824":                                                                                {old, old},
		"text/event-stream;q=0":                                                                                             {"", ""},
	} {
		for i, query := range []string{deferring, `{ me { id } }`} {
			r := f.Ask(t, query, "Accept: "+accept)
			if want[i] == "" {
				if r.Status != http.StatusNotAcceptable {
					t.Error(accept, r.Status)
				}
				continue
			}
			if got := r.Header.Get("Content-Type"); r.Status != http.StatusOK || got != want[i] {
				t.Errorf("Accept %q, %s: %d %s", accept, query, r.Status, got)
			}
			if strings.HasPrefix(want[i], "application/") && !strings.Contains(r.Body, `"me":{"`) {
				t.Error(r.Body)
			}
		}
	}
	for _, headers := range [][]string{{acceptSSE}, {acceptOld}} {
		if r := f.Ask(t, `{ me { nothing ... @defer { name } } }`, headers...); r.Code() != "GRAPHQL_VALIDATION_FAILED" || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/") {
			t.Error(r.Status, r.Header, r.Body)
		}
	}
}

// The first part arrives before the rest is ready. When the client leaves, the rest is
// not waited for; when the deadline passes, it is null and the response is complete.
func TestPartsComeOneByOne(t *testing.T) {
	episodes := []episode{
		{found: []graph.Deferral{later("me late name")}, data: `{"me":{"name":null}}`},
		{path: "me", label: "late", data: `{"name":"name"}`},
	}
	begin := func(t *testing.T, f *gatewaytest.Front) (rest *bufio.Reader, leave func()) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.URL+"/graphql", strings.NewReader(`{"query":`+quote(t, deferring)+`}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "text/event-stream")
		resp, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		leave = sync.OnceFunc(func() { _ = resp.Body.Close() })
		t.Cleanup(leave)
		in := bufio.NewReader(resp.Body)
		for _, want := range []string{"event: next\n", `data: {"data":{"me":{}},"hasNext":true}` + "\n", "\n"} {
			if line, err := in.ReadString('\n'); err != nil || line != want {
				t.Fatalf("%q %v", line, err)
			}
		}
		return in, leave
	}
	t.Run("in time", func(t *testing.T) {
		f, s := startSerial(t, episodes)
		s.hold = make(chan struct{})
		in, _ := begin(t, f)
		close(s.hold)
		rest, err := io.ReadAll(in)
		if want := "event: next\ndata: " + `{"incremental":[{"data":{"name":"name"},"path":["me"],"label":"late"}],"hasNext":false}` + "\n\nevent: complete\ndata:\n\n"; err != nil || string(rest) != want {
			t.Error(err, string(rest))
		}
	})
	t.Run("late", func(t *testing.T) {
		f, s := startSerial(t, episodes, func(o *gateway.Options) { o.Deadline = 200 * time.Millisecond })
		s.hold = make(chan struct{})
		in, _ := begin(t, f)
		rest, err := io.ReadAll(in)
		if err != nil || !strings.Contains(string(rest), `"data":null,"path":["me"],"label":"late"`) || !strings.Contains(string(rest), `"TIMEOUT"`) || !strings.HasSuffix(string(rest), "event: complete\ndata:\n\n") {
			t.Error(err, string(rest))
		}
	})
	t.Run("the client goes", func(t *testing.T) {
		f, s := startSerial(t, episodes, func(o *gateway.Options) { o.Deadline, o.Limits.InFlight = time.Hour, 1 })
		s.hold = make(chan struct{})
		_, leave := begin(t, f)
		leave()
		for f.Ask(t, `{ me { id } }`).Status != http.StatusOK { // until its slot is free
			time.Sleep(time.Millisecond)
		}
	})
}
