package sources_test

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"helsegraf/sources"
)

func TestHelseIDFailures(t *testing.T) {
	answer := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	for name, c := range map[string]struct {
		token http.HandlerFunc
		want  sources.Kind
	}{
		"down":               {answer(http.StatusServiceUnavailable, ""), sources.Unavailable},
		"too many":           {answer(http.StatusTooManyRequests, ""), sources.Unavailable},
		"no such page":       {answer(http.StatusNotFound, ""), sources.Unavailable},
		"reset":              {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, sources.Unavailable},
		"hangs":              {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, sources.Timeout},
		"refuses the client": {answer(http.StatusBadRequest, `{"error":"invalid_client"}`), sources.Denied},
		"refuses with 401":   {answer(http.StatusUnauthorized, `{"error":"invalid_client"}`), sources.Denied},
		"nonce without end": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("DPoP-Nonce", rand.Text())
			answer(400, `{"error":"use_dpop_nonce"}`)(w, nil)
		}, sources.Denied},
		"nonce without nonce": {answer(http.StatusBadRequest, `{"error":"use_dpop_nonce"}`), sources.Denied},
		"garbled":             {answer(http.StatusOK, `{"access_token":`), sources.Garbled},
		"no token":            {answer(http.StatusOK, `{"token_type":"DPoP","expires_in":600}`), sources.Garbled},
		"no expiry":           {answer(http.StatusOK, `{"access_token":"eyJ","token_type":"DPoP"}`), sources.Garbled},
		"a Bearer token":      {answer(http.StatusOK, `{"access_token":"eyJ","token_type":"Bearer","expires_in":600}`), sources.Garbled},
		"sends somewhere else": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, sources.Garbled},
	} {
		t.Run(name, func(t *testing.T) {
			h := startHealth(t)
			client := h.client(func(cfg *sources.HelseIDConfig) {
				if c.want == sources.Timeout {
					cfg.Timeout = 500 * time.Millisecond
				}
			})
			h.put(&h.atIssuer, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/connect/token" {
					h.issuer.ServeHTTP(w, r)
					return
				}
				// A body left unread keeps the server from noticing that the
				// asker has gone.
				_, _ = io.Copy(io.Discard, r.Body)
				c.token(w, r)
			})
			h.want(c.want, ask(t.Context(), client))
			if h.calls.Load() != 0 {
				t.Error("the service was called without a token")
			}
			h.atIssuer.Store(nil)
			h.want(0, ask(t.Context(), client))
		})
	}
}

func TestHelseIDMetadataPointNowhereElse(t *testing.T) {
	h := startHealth(t)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a client assertion went elsewhere") }))
	defer elsewhere.Close()
	for name, metadata := range map[string]map[string]string{
		"another endpoint": {"issuer": h.helseID.URL, "token_endpoint": elsewhere.URL + "/connect/token"},
		"a longer name":    {"issuer": h.helseID.URL, "token_endpoint": h.helseID.URL + ".elsewhere.test/connect/token"},
		"another issuer":   {"issuer": elsewhere.URL, "token_endpoint": h.helseID.URL + "/connect/token"},
		"nothing":          {},
	} {
		t.Run(name, func(t *testing.T) {
			client := h.client()
			h.put(&h.atIssuer, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				_ = json.NewEncoder(w).Encode(metadata)
			})
			h.want(sources.Garbled, ask(t.Context(), client))
		})
	}
}

func TestHelseIDTellsWhyItRefuses(t *testing.T) {
	for _, c := range []struct {
		status    int
		code, say string
	}{
		{http.StatusBadRequest, "invalid_scope", "invalid_scope"},
		{http.StatusUnauthorized, "invalid_client", "invalid_client"},
		{http.StatusBadRequest, "invalid_target", "invalid_target"},
		{http.StatusBadRequest, "line testesen", ""},
	} {
		h := startHealth(t)
		helseID, err := sources.NewHelseID(h.config())
		if err != nil {
			t.Fatal(err)
		}
		h.put(&h.atIssuer, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/connect/token" {
				h.issuer.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, `{"error":"`+c.code+`"}`)
		})
		if said, err := helseID.Check(t.Context(), audience, scope); sources.KindOf(err) != sources.Denied || said.Refusal != c.say {
			t.Errorf("%d %s: %q, %v", c.status, c.code, said.Refusal, err)
		}
	}
}
