package token_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"helsegraf/graph/gateway/gatewaytest"
	"helsegraf/graph/gateway/token"

	"helsegraf/graph/gateway"
	"helsegraf/graph/policy"
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/world"
	"helsegraf/sources/fnr"
)

// login is an issuer of citizens' tokens and a verifier of them.
type login struct {
	t        *testing.T
	issuer   *issuer.Issuer
	url      string
	persona  *world.Person // line
	verifier *token.Verifier
	front    *gatewaytest.Front   // accepts its tokens
	schema   *gatewaytest.Counted // what the front door executes
	asked    atomic.Int32         // fetches of keys
	silent   atomic.Bool          // the issuer does not answer
}

var noon = time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC)

func startLogin(t *testing.T, change ...func(*token.Issuer, *token.Options)) *login {
	t.Helper()
	world, err := world.New(world.Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	l := &login{t: t, persona: world.Persona("line")}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/jwks") {
			l.asked.Add(1)
		}
		if l.silent.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		l.issuer.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	l.url = server.URL
	if l.issuer, err = issuer.New(world, l.url); err != nil {
		t.Fatal(err)
	}
	issuer := token.Issuer{URL: l.url, Audience: "helsegraf", Synthetic: true}
	options := token.Options{Now: func() time.Time { return noon }, Timeout: 20 * time.Second}
	for _, f := range change {
		f(&issuer, &options)
	}
	l.verifier, err = token.NewVerifier([]token.Issuer{issuer}, clients(), options)
	if err != nil {
		t.Fatal(err)
	}
	l.schema = &gatewaytest.Counted{Toy: gatewaytest.NewToy(t)}
	l.front = gatewaytest.Start(t, func(o *gateway.Options) { o.Schema, o.Authenticator = l.schema, l })
	return l
}

// Actor forwards to the current verifier, which tests replace.
func (l *login) Actor(ctx context.Context, r *http.Request) (policy.Actor, error) {
	return l.verifier.Actor(ctx, r)
}

func clients() []token.Client {
	return []token.Client{
		{ID: "web", Name: "Web", Scopes: []string{"helsegraf:read", "helsegraf:write"}},
		{ID: "partner", Scopes: []string{"helsegraf:gp_information.read"}},
	}
}

type change = func(claims, header map[string]any)

func (l *login) token(change ...change) string {
	l.t.Helper()
	token, err := l.issuer.Token("line", change...)
	if err != nil {
		l.t.Fatal(err)
	}
	return token
}

func claim(name string, value any) change {
	return func(claims, _ map[string]any) { claims[name] = value }
}

func head(name string, value any) change {
	return func(_, header map[string]any) { header[name] = value }
}

func without(name string) change {
	return func(claims, header map[string]any) { delete(claims, name); delete(header, name) }
}

// ask returns a request with these Authorization headers.
func (l *login) ask(authorization ...string) *http.Request {
	r := httptest.NewRequestWithContext(l.t.Context(), http.MethodPost, "/graphql", nil)
	r.Header["Authorization"] = authorization
	return r
}

func (l *login) actor(token string) (policy.Actor, error) {
	l.t.Helper()
	return l.verifier.Actor(l.t.Context(), l.ask("Bearer "+token))
}

// refused sends r, and checks that it is refused with this reason, that nothing is
// executed, so that no register can be called, and that nothing of it shows in the
// answer or the log.
func (l *login) refused(r *http.Request, want string) {
	l.t.Helper()
	before := l.schema.Executed.Load()
	var headers []string
	for name, values := range r.Header {
		for _, value := range values {
			headers = append(headers, name+": "+value)
		}
	}
	got := l.front.Send(l.t, http.MethodPost, r.URL.RequestURI(), `{"query":"{ actor }"}`, append(headers, "Content-Type: application/json")...)
	status := http.StatusUnauthorized
	if want == "issuer_unavailable" {
		status = http.StatusServiceUnavailable
	}
	if got.Status != status || got.Code() != "UNAUTHENTICATED" || !strings.Contains(got.Body, `"reason":"`+want+`"`) {
		l.t.Errorf("%d %s, want %d %s", got.Status, got.Body, status, want)
	}
	if status == http.StatusUnauthorized && got.Header.Get("WWW-Authenticate") == "" {
		l.t.Error("no challenge")
	}
	if l.schema.Executed.Load() != before {
		l.t.Error("was executed")
	}
	shown := got.Body + fmt.Sprint(got.Header) + l.front.Logged()
	for _, sent := range r.Header["Authorization"] {
		_, token, _ := strings.Cut(sent, " ")
		for part := range strings.SplitSeq(token, ".") {
			if len(part) > 5 && strings.Contains(shown, part) {
				l.t.Error("shows the token")
			}
		}
	}
}

func allServices() policy.ServiceSet { return policy.SetOf(policy.Services()...) }

func (l *login) wantActor(token string, want policy.Credentials) {
	l.t.Helper()
	got, err := l.actor(token)
	if err != nil {
		l.t.Fatal(err)
	}
	n, err := fnr.Parse(l.persona.Number)
	if err != nil {
		l.t.Fatal(err)
	}
	// The session has its own test.
	want.Number, want.Session = n, got.Session()
	if got != policy.Authenticated(want) {
		l.t.Errorf("got %+v\nwant %+v", got, policy.Authenticated(want))
	}
}

func TestActorOfAToken(t *testing.T) {
	l := startLogin(t)
	web := policy.Credentials{
		Client: policy.Client{ID: "web", Name: "Web"}, Assurance: policy.AssuranceHigh, Read: allServices(), Write: allServices(),
	}
	l.wantActor(l.token(), web)
	for name, c := range map[string]struct {
		change change
		want   func(*policy.Credentials)
	}{
		"typ JWT":                       {head("typ", "JWT"), nil},
		"typ as a whole media type":     {head("typ", "application/AT+JWT"), nil},
		"one audience in a list":        {claim("aud", []string{"helsegraf"}), nil},
		"scopes in a list":              {claim("scope", []string{"helsegraf:read", "helsegraf:write"}), nil},
		"a scope twice":                 {claim("scope", "helsegraf:read helsegraf:read helsegraf:write"), nil},
		"expired within the skew":       {claim("exp", noon.Add(-29*time.Second).Unix()), nil},
		"from the future, within":       {claim("nbf", noon.Add(29*time.Second).Unix()), nil},
		"no nbf":                        {without("nbf"), nil},
		"a time with parts of a second": {claim("iat", float64(noon.UnixMilli())/1000), nil},
		"claims nobody knows":           {claim("more", map[string]any{"a": 1}), nil},
		"headers nobody knows":          {head("ver", "1"), nil},
		"substantial":                   {claim("acr", "idporten-loa-substantial"), func(c *policy.Credentials) { c.Assurance = policy.AssuranceSubstantial }},
		"Level4":                        {claim("acr", "Level4"), nil},
		"Level3":                        {claim("acr", "Level3"), func(c *policy.Credentials) { c.Assurance = policy.AssuranceSubstantial }},
		"low":                           {claim("acr", "idporten-loa-low"), func(c *policy.Credentials) { c.Assurance = policy.AssuranceLow }},
		"no acr":                        {without("acr"), func(c *policy.Credentials) { c.Assurance = policy.AssuranceLow }},
		"acr of another type":           {claim("acr", 4), func(c *policy.Credentials) { c.Assurance = policy.AssuranceLow }},
		"one service":                   {claim("scope", "helsegraf:medication.read"), func(c *policy.Credentials) { c.Read, c.Write = policy.SetOf(policy.Medication), 0 }},
		"reading one, writing another": {claim("scope", "helsegraf:medication.read helsegraf:change_gp.write"), func(c *policy.Credentials) {
			c.Read, c.Write = policy.SetOf(policy.Medication), policy.SetOf(policy.ChangeGP)
		}},
		"writing is not reading":   {claim("scope", "helsegraf:write"), func(c *policy.Credentials) { c.Read = 0 }},
		"the beginning of a scope": {claim("scope", "helsegraf:medication helsegraf:rea helsegraf: helsegraf"), func(c *policy.Credentials) { c.Read, c.Write = 0, 0 }},
		"more than a scope":        {claim("scope", "helsegraf:medication.read.all helsegraf:reads xhelsegraf:read"), func(c *policy.Credentials) { c.Read, c.Write = 0, 0 }},
		"a scope in other letters": {claim("scope", "helsegraf:Medication.read HELSEGRAF:READ helsegraf:MEDICATION.read"), func(c *policy.Credentials) { c.Read, c.Write = 0, 0 }},
		"scopes of others":         {claim("scope", "openid profile"), func(c *policy.Credentials) { c.Read, c.Write = 0, 0 }},
		"a client with few": {claim("client_id", "partner"), func(c *policy.Credentials) {
			c.Client, c.Read, c.Write = policy.Client{ID: "partner"}, policy.SetOf(policy.GPInformation), 0
		}},
	} {
		t.Run(name, func(t *testing.T) {
			l.t = t
			want := web
			if c.want != nil {
				c.want(&want)
			}
			l.wantActor(l.token(c.change), want)
		})
	}
}

// A session is identified by its issuer, or else by its start; nothing else in the
// token matters.
func TestCaseA8SessionOfAToken(t *testing.T) {
	l := startLogin(t)
	session := func(changes ...change) policy.Session {
		t.Helper()
		a, err := l.actor(l.token(changes...))
		if err != nil {
			t.Fatal(err)
		}
		return a.Session()
	}
	one, at := session(claim("sid", "one")), session(without("sid"), claim("auth_time", 1_700_000_000))
	if one == (policy.Session{}) || at == (policy.Session{}) || one == at || one != session(claim("sid", "one")) {
		t.Error("a session is not told from another")
	}
	for name, c := range map[string]struct {
		changes []change
		want    policy.Session
	}{
		"A8 another token of it":        {[]change{claim("sid", "one"), claim("auth_time", 17), claim("jti", "x"), claim("acr", "Level3"), claim("client_id", "partner")}, one},
		"A8 a sid that is no text":      {[]change{claim("sid", 1), claim("auth_time", 1_700_000_000)}, at},
		"A8 an empty sid":               {[]change{claim("sid", ""), claim("auth_time", 1_700_000_000.0)}, at},
		"A8 neither":                    {[]change{without("sid"), without("auth_time")}, policy.Session{}},
		"A8 a time that is a text":      {[]change{without("sid"), claim("auth_time", "1700000000")}, policy.Session{}},
		"A8 neither, by null and false": {[]change{claim("sid", nil), claim("auth_time", false)}, policy.Session{}},
	} {
		if got := session(c.changes...); got != c.want {
			t.Error(name)
		}
	}
	if session(claim("sid", "two")) == one || session(without("sid"), claim("auth_time", 1_700_000_001)) == at || session(claim("sid", "1700000000")) == at {
		t.Error("two sessions are one")
	}
}

func TestNobodyWithoutAToken(t *testing.T) {
	l := startLogin(t)
	l.silent.Store(true)
	actor, err := l.verifier.Actor(t.Context(), l.ask())
	if err != nil || actor != (policy.Actor{}) {
		t.Errorf("%+v, %v", actor, err)
	}
}

func TestSyntheticNumbersAreForTests(t *testing.T) {
	l := startLogin(t, func(i *token.Issuer, _ *token.Options) { i.Synthetic = false })
	l.refused(l.ask("Bearer "+l.token()), "synthetic_number")
}

func TestNewVerifierNamesEveryFault(t *testing.T) {
	for want, c := range map[string]struct {
		issuers []token.Issuer
		clients []token.Client
	}{
		"no issuer":     {nil, nil},
		"base URL":      {[]token.Issuer{{URL: "issuer", Audience: "a"}}, nil},
		"audience":      {[]token.Issuer{{URL: "https://i.example"}}, nil},
		`"HS256"`:       {[]token.Issuer{{URL: "https://i.example", Audience: "a", Algorithms: []string{"HS256"}}}, nil},
		"stands twice":  {[]token.Issuer{{URL: "https://i.example", Audience: "a"}, {URL: "https://i.example", Audience: "a"}}, nil},
		"has no id":     {[]token.Issuer{{URL: "https://i.example", Audience: "a"}}, []token.Client{{}}},
		"web: stands":   {[]token.Issuer{{URL: "https://i.example", Audience: "a"}}, []token.Client{{ID: "web"}, {ID: "web"}}},
		`"helsegraf:x"`: {[]token.Issuer{{URL: "https://i.example", Audience: "a"}}, []token.Client{{ID: "web", Scopes: []string{"helsegraf:x"}}}},
	} {
		if _, err := token.NewVerifier(c.issuers, c.clients, token.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
