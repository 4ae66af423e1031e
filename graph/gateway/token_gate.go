package gateway

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

// bearer is the access token of a request as it stands in the Authorization
// header, "" when there is none. Nowhere else is looked for one: a token in an
// address ends up in logs, and is refused so that nobody gets used to it.
func bearer(r *http.Request) (string, error) {
	if r.URL.RawQuery != "" && r.URL.Query().Has("access_token") {
		return "", schemeUnsupported
	}
	sent := r.Header.Values("Authorization")
	if len(sent) == 0 {
		if len(r.Header.Values("DPoP")) > 0 {
			return "", schemeUnsupported
		}
		return "", nil
	}
	token, ok := strings.CutPrefix(sent[0], "Bearer ")
	if len(sent) > 1 || !ok || len(r.Header.Values("DPoP")) > 0 {
		return "", schemeUnsupported
	}
	if token == "" || len(token) > longestToken {
		return "", tokenInvalid
	}
	return token, nil
}

// compactToken is a signed token taken apart. Nothing in it is proven yet.
type compactToken struct {
	header    header
	claims    claims
	signed    string // header and payload, as they were signed
	signature []byte
}

// header is what a token's header may say. What libraries would follow or
// trust is here to be refused.
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

// is tells whether typ is t. It is a media type, whose "application/" may be
// left out and whose case says nothing.
func (h header) is(t string) bool {
	return strings.EqualFold(t, h.Type) || strings.EqualFold("application/"+t, h.Type)
}

func (h header) asksForTrust() bool {
	for _, v := range []jsontext.Value{h.Critical, h.Base64, h.KeyURL, h.Key, h.CertURL, h.Certificate} {
		if v != nil {
			return true
		}
	}
	return false
}

// takeApart reads a compact token. Duplicate members, bad UTF-8 and padding are
// refused: two readers must not read two things.
func takeApart(compact string) (compactToken, error) {
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
	if t.header.asksForTrust() || t.header.KeyID == "" || len(t.header.KeyID) > longestKeyID {
		return t, tokenInvalid
	}
	t.signed, t.signature = compact[:len(compact)-len(parts[2])-1], texts[2]
	return t, nil
}
