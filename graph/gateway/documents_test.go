package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph"
	"helsegraf/graph/gateway"
	"helsegraf/graph/gateway/gatewaytest"
)

type files map[string]string

func (f files) ServeDocument(ctx context.Context, sealed string, w http.ResponseWriter) error {
	body, ok := f[sealed]
	if !ok {
		return errors.New("no " + gatewaytest.Canary)
	}
	w.Header().Set("Content-Type", "application/pdf")
	_, _ = io.WriteString(w, body+" for "+graph.ActorFrom(ctx).Client().ID)
	if sealed == "broken" {
		return errors.New("cut off")
	}
	return nil
}

func (f files) ServeSummary(ctx context.Context, sealed string, format graph.SummaryFormat, w http.ResponseWriter) error {
	if _, ok := ctx.Deadline(); !ok {
		return errors.New("no deadline")
	}
	_, _ = fmt.Fprint(w, f[sealed], " ", format, " ", graph.LanguageFrom(ctx))
	return nil
}

// A summary comes in the format and language that is asked for, bokmål when none
// is.
func TestSummaries(t *testing.T) {
	f := gatewaytest.Start(t, func(o *gateway.Options) { o.Documents = files{"hers": "summary"} })
	for _, tt := range []struct{ query, accept, language, want string }{
		{"", "", "", "summary 0 1"},
		{"", "*/*", "*", "summary 0 1"},
		{"", "application/fhir+json", "nn", "summary 0 2"},
		{"", "application/json;q=0.9, text/html;q=0.8", "en", "summary 0 0"},
		{"", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "nb", "summary 1 1"},
		{"", "text/*", "", "summary 1 1"},
		{"?_format=html", "application/json", "", "summary 1 1"},
		{"?_format=application/fhir+json", "text/html", "", "summary 0 1"},
		{"?_format=application%2Ffhir%2Bjson", "text/html", "", "summary 0 1"},
		{"?_format=pdf", "", "", "summary 2 1"},
		{"", "application/pdf", "nn", "summary 2 2"},
		{"?_format=xml", "", "", ""},
		{"", "image/png", "", ""},
		{"", "text/html;q=0", "", ""},
	} {
		headers := []string{"Authorization: Bearer web"}
		if tt.accept != "" {
			headers = append(headers, "Accept: "+tt.accept)
		}
		if tt.language != "" {
			headers = append(headers, "Accept-Language: "+tt.language)
		}
		r := f.Send(t, http.MethodGet, "/summaries/hers"+tt.query, "", headers...)
		if tt.want == "" {
			if r.Status != http.StatusNotAcceptable || r.Code() != "NOT_ACCEPTABLE" {
				t.Errorf("%+v: %d %s", tt, r.Status, r.Body)
			}
			continue
		}
		if r.Status != http.StatusOK || r.Body != tt.want || r.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%+v: %d %s", tt, r.Status, r.Body)
		}
	}
	if r := f.Send(t, http.MethodGet, "/summaries/hers", "", "Authorization: Bearer expired"); r.Status != http.StatusUnauthorized {
		t.Error(r.Status)
	}
}

func TestDocuments(t *testing.T) {
	f := gatewaytest.Start(t, func(o *gateway.Options) { o.Documents = files{"letter": "a letter", "broken": "half"} })
	r := f.Send(t, http.MethodGet, "/documents/letter", "", "Authorization: Bearer web")
	if r.Status != http.StatusOK || r.Body != "a letter for web" || r.Header.Get("Content-Type") != "application/pdf" {
		t.Error(r.Status, r.Body, r.Header)
	}
	r = f.Send(t, http.MethodGet, "/documents/other", "")
	if r.Status != http.StatusInternalServerError || strings.Contains(r.Body, gatewaytest.Canary) {
		t.Error(r.Status, r.Body)
	}
	if r = f.Send(t, http.MethodGet, "/documents/letter", "", "Authorization: Bearer expired"); r.Status != http.StatusUnauthorized {
		t.Error(r.Status)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.URL+"/documents/broken", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultTransport.RoundTrip(request)
	if err == nil {
		defer func() { _ = resp.Body.Close() }()
		_, err = io.ReadAll(resp.Body)
	}
	if err == nil {
		t.Error("half a file looks like a whole one")
	}
}
