package sourcetest

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"helsegraf/sources"
)

// Two people whom nobody in the population is: one to ask about, and one the
// answer may be about instead.
const (
	Subject  = "14837846839"
	Stranger = "02917543596"
)

// Replies answers every request in place of a register, with what a stand-in
// would never say.
type Replies func(*http.Request) (status int, contentType, body string)

// RoundTrip makes Replies a transport.
func (f Replies) RoundTrip(r *http.Request) (*http.Response, error) {
	status, contentType, body := f(r)
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// Client is a client of a register that replies so, at http://register.invalid.
// Its circuits do not open.
func (f Replies) Client(t testing.TB, register string, change ...func(*sources.Config)) *sources.Client {
	t.Helper()
	c := sources.Config{Register: register, BaseURL: "http://register.invalid", Transport: f, Breaker: sources.Breaker{MinCalls: 1 << 30}, Now: Now}
	for _, f := range change {
		f(&c)
	}
	client, err := sources.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// Oslo is Norway's time.
func Oslo(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
