package gateway_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"helsegraf/graph/gateway"
	"helsegraf/graph/gateway/gatewaytest"
	"helsegraf/graph/gateway/quota"
	"helsegraf/sources"
)

// preflight is the header that a GET must have.
const preflight = "GraphQL-Require-Preflight: 1"

func startPublic(t *testing.T, change ...func(*gateway.Options)) *gatewaytest.Front {
	t.Helper()
	f := gatewaytest.Start(t, append(change, func(o *gateway.Options) {
		o.Rates = quota.Rates{Client: quota.Rate{PerMinute: 6000, AtOnce: 6000}}
	})...)
	f.Toy.Stale = func(ctx context.Context) { sources.Stands(ctx, sources.MostStale) }
	f.Toy.Extensions = map[string]any{"sources": []string{"here"}}
	return f
}

func get(t *testing.T, f *gatewaytest.Front, query string, headers ...string) gatewaytest.Reply {
	t.Helper()
	return f.Send(t, http.MethodGet, "/graphql?query="+url.QueryEscape(query), "", append([]string{preflight}, headers...)...)
}

// The answer to a query of open data alone may be kept by anybody, and says nothing
// about the request that it was made for.
func TestPublicAnswer(t *testing.T) {
	f := startPublic(t, func(o *gateway.Options) {
		o.Clients = []gateway.Client{{ID: "web", Origins: []string{"https://app.example"}}}
	})
	for query, kept := range map[string]string{
		`{ places { name } }`: "7200", `{ places { name } towns { name } __typename }`: "600", `{ towns { __typename } }`: "600",
		`{ ...F } fragment F on Query { places { ... on Place { name } } }`: "7200", `{ places { stale name } }`: "60",
		`query Q($with: Boolean! = true) { places { name } ... @include(if: $with) { towns { name } } }`: "600",
	} {
		r := get(t, f, query, "Origin: https://app.example")
		if r.Status != http.StatusOK || r.Header.Get("Cache-Control") != "public, max-age="+kept || strings.Contains(r.Body, "extensions") {
			t.Errorf("%s: %d %v %s", query, r.Status, r.Header, r.Body)
		}
		for _, name := range []string{"X-Request-Id", "RateLimit", "RateLimit-Policy", "DPoP-Nonce", "Set-Cookie", "Traceparent", "Etag"} {
			if r.Header.Get(name) != "" {
				t.Errorf("%s: has %s", query, name)
			}
		}
		varies := strings.Join(r.Header.Values("Vary"), ", ")
		for _, name := range []string{"Accept", "Authorization", "DPoP", "Cookie", "Origin"} {
			if !strings.Contains(varies, name) {
				t.Errorf("%s: varies by %s", query, varies)
			}
		}
		for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Content-Type", "Content-Length", "Access-Control-Allow-Origin"} {
			if r.Header.Get(name) == "" {
				t.Errorf("%s: has no %s", query, name)
			}
		}
	}
}

// Whatever is not open data alone, or says who is asking, is nobody else's.
func TestAnswerThatIsNotPublic(t *testing.T) {
	f := startPublic(t)
	const open = `{ places { name } }`
	for name, r := range map[string]gatewaytest.Reply{
		"a person":            get(t, f, `{ me { name } }`),
		"a person beside":     get(t, f, `{ places { name } me { name } }`),
		"a person below":      get(t, f, `{ places { owner { name } } }`),
		"a guarded field":     get(t, f, `{ places { guarded } }`),
		"in a fragment":       get(t, f, `{ ...F } fragment F on Query { places { ...G } } fragment G on Place { owner { name } }`),
		"left out":            get(t, f, `{ places { name } me @skip(if: true) { name } }`),
		"not marked":          get(t, f, `{ places { name } actor }`),
		"nothing but a name":  get(t, f, `{ __typename }`),
		"the schema":          get(t, f, `{ places { name } __schema { queryType { name } } }`),
		"the schema's text":   get(t, f, `{ places { name } _service { sdl } }`),
		"an error":            get(t, f, `{ places { name closed } }`),
		"a panic":             get(t, f, `{ places { name boom } }`),
		"invalid":             get(t, f, `{ places { nothing } }`),
		"a token":             get(t, f, open, "Authorization: Bearer web"),
		"an expired token":    get(t, f, open, "Authorization: Bearer expired"),
		"no token":            get(t, f, open, "Authorization: "),
		"a proof":             get(t, f, open, "DPoP: x"),
		"a cookie":            get(t, f, open, "Cookie: a=b"),
		"by POST":             f.Ask(t, open),
		"not as it is":        get(t, f, open, "Accept: text/plain"),
		"deferred":            get(t, f, `{ places { ... @defer { name } } }`, "Accept: multipart/mixed"),
		"other extensions":    f.Send(t, http.MethodGet, "/graphql?query="+url.QueryEscape(open)+"&extensions="+url.QueryEscape(`{"explain":true}`), "", preflight),
		"without preflight":   f.Send(t, http.MethodGet, "/graphql?query="+url.QueryEscape(open), ""),
		"an unknown document": f.Send(t, http.MethodGet, "/graphql?documentId=x", "", preflight),
	} {
		if r.Header.Get("Cache-Control") != "no-store" || r.Header.Get("X-Request-Id") == "" {
			t.Errorf("%s: %d %v %s", name, r.Status, r.Header, r.Body)
		}
	}
}

// An answer that is too large is an error, and is not kept.
func TestTooLargeIsNotPublic(t *testing.T) {
	f := startPublic(t, func(o *gateway.Options) { o.Limits.Answer = 30 })
	if r := get(t, f, `{ places { name } towns { name } }`); r.Code() != "ANSWER_TOO_LARGE" || r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%v %s", r.Header, r.Body)
	}
}
