package token

import (
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

const (
	longestToken = 8 << 10
	longestKeyID = 256
)

// presented is the access token of a request, from its Authorization header.
type presented struct {
	token  string // "" when there is none
	proven bool   // sent with the DPoP scheme, not Bearer
}

// present returns the access token. It is read from the header only: a token in a
// URL ends up in logs, so it is refused before anybody relies on it.
func present(r *http.Request) (presented, error) {
	if r.URL.RawQuery != "" && r.URL.Query().Has("access_token") {
		return presented{}, schemeUnsupported
	}
	sent, proofs := r.Header.Values("Authorization"), len(r.Header.Values("DPoP"))
	if len(sent) == 0 && proofs == 0 {
		return presented{}, nil
	}
	if len(sent) != 1 {
		return presented{}, schemeUnsupported
	}
	// The scheme may be in any case, with any number of spaces after it (RFC 9110
	// section 11.4).
	scheme, token, separated := strings.Cut(sent[0], " ")
	token = strings.TrimLeft(token, " ")
	p := presented{token: token, proven: strings.EqualFold(scheme, "DPoP")}
	if !separated || !p.proven && (!strings.EqualFold(scheme, "Bearer") || proofs > 0) {
		return presented{}, schemeUnsupported
	}
	if token == "" || len(token) > longestToken {
		return presented{}, tokenInvalid
	}
	return p, nil
}

// compactToken is a parsed JWS. Nothing in it is verified yet.
type compactToken struct {
	header    header
	claims    claims
	compact   string // as it was sent
	signed    string // header and payload, as they were signed
	signature []byte
}

// header is a token's JOSE header. Members that a library would follow or trust are
// read so that they can be refused.
type header struct {
	Type      string `json:"typ"`
	Algorithm string `json:"alg"`
	KeyID     string `json:"kid"`

	Critical    jsontext.Value `json:"crit"`
	Base64      jsontext.Value `json:"b64"`
	KeyURL      jsontext.Value `json:"jku"`
	Key         jsontext.Value `json:"jwk"`
	CertURL     jsontext.Value `json:"x5u"`
	Certificate jsontext.Value `json:"x5c"`
}

// is reports whether typ is t: a media type, compared without regard to case, whose
// "application/" may be omitted.
func (h header) is(t string) bool {
	return strings.EqualFold(t, h.Type) || strings.EqualFold("application/"+t, h.Type)
}

// followed reports whether a member would have to be followed or understood.
func (h header) followed() bool {
	for _, v := range []jsontext.Value{h.Critical, h.Base64, h.KeyURL, h.CertURL, h.Certificate} {
		if v != nil {
			return true
		}
	}
	return false
}

// parseToken reads an access token, and refuses one that carries its own key.
func parseToken(compact string) (compactToken, error) {
	t, err := split(compact)
	if err != nil || t.header.followed() || t.header.Key != nil || len(t.header.KeyID) > longestKeyID {
		return compactToken{}, tokenInvalid
	}
	return t, nil
}

// split parses a compact JWS. Duplicate members, bad UTF-8 and padding are refused:
// two parsers must not read the same token differently.
func split(compact string) (compactToken, error) {
	var t compactToken
	parts := strings.Split(compact, ".")
	if len(parts) != 3 {
		return t, tokenInvalid
	}
	var texts [3][]byte
	for n, part := range parts {
		text, err := base64.RawURLEncoding.Strict().DecodeString(part)
		if err != nil || len(text) == 0 || strings.ContainsAny(part, "\r\n") {
			return t, tokenInvalid
		}
		texts[n] = text
	}
	if err := json.Unmarshal(texts[0], &t.header); err != nil {
		return t, tokenInvalid
	}
	if err := json.Unmarshal(texts[1], &t.claims); err != nil {
		return t, tokenInvalid
	}
	t.compact, t.signed, t.signature = compact, compact[:len(compact)-len(parts[2])-1], texts[2]
	return t, nil
}
