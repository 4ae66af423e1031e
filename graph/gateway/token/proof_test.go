package token_test

import (
	"strings"
	"testing"
	"time"

	"helsegraf/graph/gateway/token"
)

const (
	badProof = `DPoP error="invalid_dpop_proof"`
	badToken = `DPoP error="invalid_token"`
)

func TestProofs(t *testing.T) {
	g := startGuarded(t)
	token := g.bound()
	for name, change := range map[string]change{
		"as it is":            func(_, _ map[string]any) {},
		"5 s in the future":   claim("iat", noon.Unix()+5),
		"15 s old":            claim("iat", noon.Unix()-15),
		"half seconds":        claim("iat", float64(noon.Unix())+0.5),
		"with a kid":          head("kid", "mine"),
		"with a nonce":        claim("nonce", "of somebody else"),
		"jti of 256 letters":  claim("jti", strings.Repeat("j", 256)),
		"with something more": claim("more", true),
	} {
		t.Run(name, func(t *testing.T) {
			g.t = t
			g.taken("Authorization: DPoP "+token, "DPoP: "+g.proof(token, change))
		})
	}
	stranger := newWallet(t)
	for name, c := range map[string]struct {
		change change
		reason string
	}{
		"no jti":             {without("jti"), "invalid_dpop_proof"},
		"empty jti":          {claim("jti", ""), "invalid_dpop_proof"},
		"jti is a number":    {claim("jti", 1), "invalid_dpop_proof"},
		"long jti":           {claim("jti", strings.Repeat("j", 257)), "invalid_dpop_proof"},
		"no iat":             {without("iat"), "invalid_dpop_proof"},
		"iat is text":        {claim("iat", "now"), "invalid_dpop_proof"},
		"iat in the future":  {claim("iat", noon.Unix()+6), "dpop_proof_expired"},
		"iat too old":        {claim("iat", noon.Unix()-16), "dpop_proof_expired"},
		"no htm":             {without("htm"), "invalid_dpop_proof"},
		"htm GET":            {claim("htm", "GET"), "invalid_dpop_proof"},
		"htm in small":       {claim("htm", "post"), "invalid_dpop_proof"},
		"no htu":             {without("htu"), "invalid_dpop_proof"},
		"htu of our host":    {claim("htu", g.URL+"/graphql"), "invalid_dpop_proof"},
		"htu another host":   {claim("htu", "https://graf.example.com/graphql"), "invalid_dpop_proof"},
		"htu with a port":    {claim("htu", "https://graf.example.no:8443/graphql"), "invalid_dpop_proof"},
		"htu plain HTTP":     {claim("htu", "http://graf.example.no/graphql"), "invalid_dpop_proof"},
		"htu in capitals":    {claim("htu", "https://graf.example.no/GraphQL"), "invalid_dpop_proof"},
		"htu with a slash":   {claim("htu", public+"/graphql/"), "invalid_dpop_proof"},
		"htu is a list":      {claim("htu", []string{public + "/graphql"}), "invalid_dpop_proof"},
		"ath is the token":   {claim("ath", token), "invalid_dpop_proof"},
		"htu another path":   {claim("htu", public+"/documents/x"), "invalid_dpop_proof"},
		"htu spoofed":        {claim("htu", "https://evil.example.no/graphql"), "invalid_dpop_proof"},
		"no ath":             {without("ath"), "invalid_dpop_proof"},
		"ath of another":     {claim("ath", encode(make([]byte, 32))), "invalid_dpop_proof"},
		"typ JWT":            {head("typ", "JWT"), "invalid_dpop_proof"},
		"no typ":             {without("typ"), "invalid_dpop_proof"},
		"no jwk":             {without("jwk"), "invalid_dpop_proof"},
		"jwk null":           {head("jwk", nil), "invalid_dpop_proof"},
		"jwk is text":        {head("jwk", "key"), "invalid_dpop_proof"},
		"a private key":      {head("jwk", g.asJWK(g.key)), "invalid_dpop_proof"},
		"a symmetric key":    {head("jwk", map[string]any{"kty": "oct", "k": "c2VjcmV0"}), "invalid_dpop_proof"},
		"another's key":      {head("jwk", stranger.jwk), "invalid_dpop_proof"},
		"alg none":           {head("alg", "none"), "invalid_dpop_proof"},
		"alg HS256":          {head("alg", "HS256"), "invalid_dpop_proof"},
		"alg of another key": {head("alg", "RS256"), "invalid_dpop_proof"},
		"no alg":             {without("alg"), "invalid_dpop_proof"},
		"crit":               {head("crit", []string{"exp"}), "invalid_dpop_proof"},
		"jku":                {head("jku", "http://127.0.0.1:1/"), "invalid_dpop_proof"},
		"x5c":                {head("x5c", []string{"MII"}), "invalid_dpop_proof"},
		"b64":                {head("b64", false), "invalid_dpop_proof"},
		"too big":            {claim("more", strings.Repeat("x", 8<<10)), "invalid_dpop_proof"},
	} {
		t.Run(name, func(t *testing.T) {
			g.t = t
			g.refused(c.reason, badProof, "Authorization: DPoP "+token, "DPoP: "+g.proof(token, c.change),
				"X-Forwarded-Host: evil.example.no", "X-Forwarded-Proto: https", "Forwarded: host=evil.example.no;proto=https")
		})
	}
}

func TestProofAndTokenTogether(t *testing.T) {
	g := startGuarded(t)
	token := g.bound()
	with := "Authorization: DPoP " + token
	proof := "DPoP: " + g.proof(token)
	g.taken(with, proof)
	g.refused("dpop_proof_replayed", badProof, with, proof)
	g.refused("invalid_dpop_proof", badProof, with)
	g.refused("invalid_dpop_proof", badProof, with, "DPoP: "+g.proof(token), "DPoP: "+g.proof(token))
	g.refused("invalid_dpop_proof", badProof, with, "DPoP: ")
	g.refused("invalid_dpop_proof", badProof, with, "DPoP: "+token)
	another := g.bound()
	g.refused("invalid_dpop_proof", badProof, "Authorization: DPoP "+another, "DPoP: "+g.proof(token))
	broken := g.proof(token)
	g.refused("invalid_dpop_proof", badProof, with, "DPoP: "+broken[:strings.LastIndexByte(broken, '.')+1]+encode(make([]byte, 64)))
	// Downgrades: a bound token sent as Bearer, and a token that is not bound.
	g.refused("proof_of_possession_required", badToken, "Authorization: Bearer "+token)
	g.refused("unsupported_scheme", "Bearer ", "Authorization: Bearer "+token, "DPoP: "+g.proof(token))
	g.refused("unsupported_scheme", "Bearer ", "DPoP: "+g.proof(token))
	g.refused("unsupported_scheme", "Bearer ", with, with, "DPoP: "+g.proof(token))
	unbound := g.login.token()
	g.refused("proof_of_possession_required", badToken, "Authorization: Bearer "+unbound)
	g.refused("token_not_bound", badToken, "Authorization: DPoP "+unbound, "DPoP: "+g.proof(unbound))
	for _, cnf := range []any{"x", map[string]any{}, map[string]any{"jkt": ""}, map[string]any{"jkt": 1}, map[string]any{"x5t#S256": g.jkt}} {
		odd := g.login.token(claim("cnf", cnf))
		g.refused("token_not_bound", badToken, "Authorization: DPoP "+odd, "DPoP: "+g.proof(odd))
	}
	stolen := g.login.token(claim("cnf", map[string]any{"jkt": newWallet(t).jkt}))
	g.refused("invalid_dpop_proof", badProof, "Authorization: DPoP "+stolen, "DPoP: "+g.proof(stolen))
	expired := g.bound(claim("exp", noon.Add(-time.Minute).Unix()))
	g.refused("token_expired", badToken, "Authorization: DPoP "+expired, "DPoP: "+g.proof(expired))
}

// A proof is remembered for as long as it is valid, and refused after that.
func TestReplayLater(t *testing.T) {
	g := startGuarded(t, func(_ *token.Issuer, o *token.Options) { o.ProofAge = time.Second })
	token := g.bound()
	with, proof := "Authorization: DPoP "+token, "DPoP: "+g.proof(token, claim("iat", noon.Unix()+5))
	g.taken(with, proof)
	g.now.Store(11)
	g.refused("dpop_proof_replayed", badProof, with, proof)
	g.now.Store(12)
	g.refused("dpop_proof_expired", badProof, with, proof)
}

// With nonces required, a proof must hold a recent one, from a process with the same
// keys.
func TestNonces(t *testing.T) {
	nonced := func(i *token.Issuer, _ *token.Options) { i.DPoPNonce = true }
	g := startGuarded(t, nonced)
	token := g.bound()
	with := "Authorization: DPoP " + token
	at := func(nonce string) string {
		return "DPoP: " + g.proof(token, claim("nonce", nonce), claim("iat", noon.Unix()+g.now.Load()))
	}
	const want = `DPoP error="use_dpop_nonce"`
	g.refused("use_dpop_nonce", want, with, "DPoP: "+g.proof(token))
	nonce := g.sent(with, at("")).Header.Get("DPoP-Nonce")
	if nonce == "" {
		t.Fatal("no nonce")
	}
	g.taken(with, at(nonce))
	g.now.Store(60)
	g.taken(with, at(nonce))
	g.now.Store(120)
	g.refused("use_dpop_nonce", want, with, at(nonce))
	other := startGuarded(t, nonced)
	theirs := other.bound()
	nonce = other.sent("Authorization: DPoP "+theirs, "DPoP: "+other.proof(theirs)).Header.Get("DPoP-Nonce")
	if nonce == "" {
		t.Fatal("no nonce")
	}
	g.refused("use_dpop_nonce", want, with, at(nonce))
}

func TestProofsNeedAnAddress(t *testing.T) {
	_, err := token.NewVerifier([]token.Issuer{{URL: "https://issuer.example.no", Audience: "x", DPoP: true}}, clients(), token.Options{})
	if err == nil || !strings.Contains(err.Error(), "public URL") {
		t.Error(err)
	}
}
