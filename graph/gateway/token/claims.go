package token

import (
	"crypto/sha256"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"helsegraf/graph/policy"
	"helsegraf/sources/fnr"
)

// skew is how far the clocks of issuers may differ from ours.
const skew = 30 * time.Second

// claims are the members of a token's payload.
type claims map[string]jsontext.Value

// text returns a claim that is a non-empty string.
func (c claims) text(name string) (string, bool) {
	var s string
	v, ok := c[name]
	if !ok || v.Kind() != '"' || json.Unmarshal(v, &s) != nil {
		return "", false
	}
	return s, s != ""
}

// words returns a claim that is a list of words, or a string of them: issuers use
// both.
func (c claims) words(name string) ([]string, bool) {
	if s, ok := c.text(name); ok {
		return strings.Fields(s), true
	}
	var list []string
	v, ok := c[name]
	if !ok || v.Kind() != '[' || json.Unmarshal(v, &list) != nil {
		return nil, false
	}
	return list, len(list) > 0
}

// only reports whether a claim is this text, or a list of it alone. A token with a
// second audience could have been replayed by that audience.
func (c claims) only(name, want string) bool {
	if s, ok := c.text(name); ok {
		return s == want
	}
	list, ok := c.words(name)
	return ok && len(list) == 1 && list[0] == want
}

// thumbprint returns that of the key the token is bound to (RFC 9449 section 6).
func (c claims) thumbprint() (string, bool) {
	var bound struct {
		Thumbprint string `json:"jkt"`
	}
	v, ok := c["cnf"]
	if !ok || json.Unmarshal(v, &bound) != nil {
		return "", false
	}
	return bound.Thumbprint, bound.Thumbprint != ""
}

// seconds returns a claim that is a time, in seconds since 1970.
func (c claims) seconds(name string) (float64, bool) {
	var n float64
	v, ok := c[name]
	if !ok || v.Kind() != '0' || json.Unmarshal(v, &n) != nil {
		return 0, false
	}
	return n, true
}

// credentials checks the claims of a token whose signature is verified.
func (v *Verifier) credentials(i Issuer, c claims) (policy.Credentials, error) {
	if err := c.current(v.now()); err != nil {
		return policy.Credentials{}, err
	}
	if !c.only("aud", i.Audience) {
		return policy.Credentials{}, tokenElsewhere
	}
	if _, bound := c["cnf"]; bound && !i.DPoP {
		return policy.Credentials{}, tokenBound
	}
	id, ok := c.text("client_id")
	if !ok {
		return policy.Credentials{}, tokenInvalid
	}
	client, ok := v.clients[id]
	if !ok {
		return policy.Credentials{}, clientUnknown
	}
	number, err := c.number(i)
	if err != nil {
		return policy.Credentials{}, err
	}
	if _, ok := c.text("sub"); !ok {
		return policy.Credentials{}, tokenInvalid
	}
	may := client.scopes
	if i.ScopeClaim != NoScopes {
		scope, ok := c.words(i.ScopeClaim)
		if !ok {
			return policy.Credentials{}, tokenInvalid // an id token has none
		}
		may = may.and(scopesOf(scope))
	}
	assurance, _ := c.text(i.AssuranceClaim)
	return policy.Credentials{
		Number:    number,
		Assurance: i.Assurance[assurance],
		Client:    policy.Client{ID: id, Name: client.name},
		Read:      may.read,
		Write:     may.write,
		Session:   c.session(i.URL),
	}, nil
}

// session identifies the login a token comes from: by sid, or else by auth_time,
// which differs between two logins of a person. The zero Session is unknown.
func (c claims) session(issuer string) policy.Session {
	name, value := "sid", ""
	if id, ok := c.text(name); ok {
		value = id
	} else if at, ok := c.seconds("auth_time"); ok {
		name, value = "auth_time", strconv.FormatFloat(at, 'f', -1, 64)
	} else {
		return policy.Session{}
	}
	// Neither an issuer's address nor a claim's name can hold a line break.
	return sha256.Sum256([]byte(issuer + "\n" + name + "\n" + value))
}

// current checks exp, iat and nbf against the clock.
func (c claims) current(now time.Time) error {
	at, leeway := float64(now.UnixMilli())/1000, skew.Seconds()
	exp, ok := c.seconds("exp")
	if !ok {
		return tokenInvalid
	}
	if at >= exp+leeway {
		return tokenExpired
	}
	iat, ok := c.seconds("iat")
	if !ok {
		return tokenInvalid
	}
	nbf := iat
	if _, given := c["nbf"]; given {
		if nbf, ok = c.seconds("nbf"); !ok {
			return tokenInvalid
		}
	}
	if max(iat, nbf) > at+leeway {
		return tokenNotYetValid
	}
	return nil
}

func (c claims) number(i Issuer) (fnr.Number, error) {
	digits, ok := c.text(i.NumberClaim)
	if !ok {
		return fnr.Number{}, tokenInvalid
	}
	n, err := fnr.Parse(digits)
	if err != nil {
		return fnr.Number{}, tokenInvalid
	}
	if n.Synthetic() && !i.Synthetic {
		return fnr.Number{}, numberSynthetic
	}
	return n, nil
}
