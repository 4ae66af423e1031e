package token_test

import (
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph/gateway/token"
)

// Replicas behind one address share the key for ids, and nothing else.
func TestCaseB8NoncesOfReplicas(t *testing.T) {
	t.Parallel()
	secret := func(of byte) []byte { return append(make([]byte, 63), of) }
	replica := func(keys ...[]byte) *guarded {
		return startGuarded(t, func(i *token.Issuer, o *token.Options) { i.DPoPNonce, o.NonceKeys = true, keys })
	}
	// Each replica here has its own issuer, tokens and wallet: only nonces pass between
	// them.
	given := func(g *guarded) string {
		t.Helper()
		token := g.bound()
		r := g.sent("Authorization: DPoP "+token, "DPoP: "+g.proof(token))
		if r.Status != http.StatusUnauthorized || r.Header.Get("DPoP-Nonce") == "" {
			t.Fatal(r.Status, r.Body)
		}
		return r.Header.Get("DPoP-Nonce")
	}
	at := func(g *guarded, nonce string) string {
		token := g.bound()
		r := g.sent("Authorization: DPoP "+token, "DPoP: "+g.proof(token, claim("nonce", nonce), claim("iat", noon.Unix()+g.now.Load())))
		if r.Status == http.StatusOK {
			return "taken"
		}
		if !strings.Contains(r.Body, "use_dpop_nonce") {
			t.Errorf("%d %s", r.Status, r.Body)
		}
		return "refused"
	}
	a, b, stranger := replica(secret(1)), replica(secret(1)), replica(secret(2))
	onlyNew, changing, onlyOld := replica(secret(3)), replica(secret(3), secret(1)), replica(secret(1))
	for name, c := range map[string]struct {
		giver, taker *guarded
		later        int64
		want         string
	}{
		"by the one, for the other":          {a, b, 0, "taken"},
		"the other way":                      {b, a, 0, "taken"},
		"a minute later":                     {a, b, 60, "taken"},
		"two minutes later":                  {a, b, 120, "refused"},
		"from a clock that is 3 s ahead":     {a, b, -3, "taken"},
		"from a clock that is 20 s ahead":    {a, b, -20, "refused"},
		"of other keys":                      {stranger, a, 0, "refused"},
		"while keys change, of the old":      {onlyOld, changing, 0, "taken"},
		"while keys change, for the old":     {changing, onlyOld, 0, "taken"},
		"after the change, of the last step": {changing, onlyNew, 0, "taken"},
		"after the change, for it":           {onlyNew, changing, 0, "taken"},
		"of keys that are gone":              {onlyOld, onlyNew, 0, "refused"},
	} {
		c.giver.now.Store(0)
		nonce := given(c.giver)
		c.taker.now.Store(c.later)
		if got := at(c.taker, nonce); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		c.taker.now.Store(0)
	}
	nonce := given(a)
	for name, forged := range map[string]string{
		"none": "", "half": nonce[:len(nonce)/2], "twice, and a bit": nonce + nonce + "a", "another's letter": "A" + nonce[1:], "text": "nonce", "long": strings.Repeat("A", 400),
	} {
		if forged != nonce && at(b, forged) != "refused" {
			t.Errorf("%s: taken", name)
		}
	}
}
