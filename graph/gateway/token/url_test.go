package token_test

import (
	"net/http"
	"testing"

	"helsegraf/graph/gateway/gatewaytest"
	"helsegraf/graph/gateway/token"
)

func TestCaseB10SchemesInAnyCase(t *testing.T) {
	t.Parallel()
	l := startLogin(t)
	for _, scheme := range []string{"bearer ", "BEARER ", "Bearer  ", "beArer   "} {
		if _, err := l.verifier.Actor(t.Context(), l.ask(scheme+l.token())); err != nil {
			t.Errorf("%q: %v", scheme, err)
		}
	}
	g := startGuarded(t)
	token := g.bound()
	for _, scheme := range []string{"dpop ", "DPOP ", "DPoP  ", "Dpop "} {
		g.taken("Authorization: "+scheme+token, "DPoP: "+g.proof(token))
	}
	// Another spelling does not get around the binding.
	g.refused("proof_of_possession_required", badToken, "Authorization: bearer "+token)
	g.refused("unsupported_scheme", "Bearer ", "Authorization: bearer "+token, "DPoP: "+g.proof(token))
}

func TestCaseB10SpellingsOfProofs(t *testing.T) {
	t.Parallel()
	g := startGuarded(t)
	token := g.bound()
	for name, change := range map[string]change{
		"typ in capitals":           head("typ", "DPOP+JWT"),
		"typ in other case":         head("typ", "DPoP+jwt"),
		"typ as a whole media type": head("typ", "application/dpop+jwt"),
		"htu with the port":         claim("htu", "https://graf.example.no:443/graphql"),
		"htu with an empty port":    claim("htu", "https://graf.example.no:/graphql"),
		"htu in capitals":           claim("htu", "HTTPS://Graf.Example.NO/graphql"),
		"htu with a query":          claim("htu", public+"/graphql?query=x&y"),
		"htu with an empty query":   claim("htu", public+"/graphql?"),
		"htu with a fragment":       claim("htu", public+"/graphql#top"),
		"htu with all of it":        claim("htu", "hTTps://GRAF.example.no:443/graphql?a#b"),
		"htu in escapes":            claim("htu", public+"/gr%61ph%71l"),
		"htu in small escapes":      claim("htu", public+"/%67raph%71%6c"),
		"htu with dots":             claim("htu", public+"/documents/.././graphql"),
		"htu with a dot":            claim("htu", "https://graf.example.no./graphql"),
	} {
		t.Run(name, func(t *testing.T) {
			if r := g.Ask(t, `{ actor }`, "Authorization: DPoP "+token, "DPoP: "+g.proof(token, change)); r.Body != `{"data":{"actor":"web"}}` {
				t.Errorf("%d %s", r.Status, r.Body)
			}
		})
	}
	for name, htu := range map[string]string{
		"another port":     "https://graf.example.no:80/graphql",
		"another scheme":   "http://graf.example.no:443/graphql",
		"another host":     "https://graf.example.no.evil.example/graphql",
		"credentials":      "https://graf.example.no@evil.example/graphql",
		"their own":        "https://user@graf.example.no/graphql",
		"an escaped slash": public + "/%2Fgraphql",
		"two slashes":      public + "//graphql",
		"path in capitals": public + "/GRAPHQL",
		"a longer path":    public + "/graphql/..%2f",
		"no scheme":        "//graf.example.no/graphql",
		"a backslash":      `https://graf.example.no\graphql`,
		"a blank":          " " + public + "/graphql",
		"in the query":     "https://evil.example/?" + public + "/graphql",
		"in the fragment":  "https://evil.example/#" + public + "/graphql",
	} {
		t.Run("not "+name, func(t *testing.T) {
			g.t = t
			g.refused("invalid_dpop_proof", badProof, "Authorization: DPoP "+token, "DPoP: "+g.proof(token, claim("htu", htu)))
		})
	}
	// The URL of a document with unusual letters, as a browser and curl send it.
	with := func(path string) gatewaytest.Reply {
		return g.Send(t, http.MethodGet, path, "", "Authorization: DPoP "+token, "DPoP: "+g.proof(token, claim("htm", "GET"), claim("htu", public+"/schem%61.graphql")))
	}
	if r := with("/schema.graphql"); r.Status != http.StatusOK {
		t.Errorf("%d %s", r.Status, r.Body)
	}
}

// The public URL may be spelled in several ways too, and be more than a host name.
func TestCaseB10SpellingsOfThePublicURL(t *testing.T) {
	t.Parallel()
	for configured, sent := range map[string]string{
		"https://graf.example.no:443":      "https://graf.example.no/graphql",
		"https://GRAF.example.no":          "https://graf.example.no/graphql",
		"https://graf.example.no:443/":     "https://graf.example.no:443/graphql",
		"http://graf.example.no:80":        "http://graf.example.no/graphql",
		"http://localhost:8080":            "http://LOCALHOST:8080/graphql",
		"http://[0:0:0:0:0:0:0:1]:8080":    "http://[::1]:8080/graphql",
		"https://[2001:DB8::1]:443/a":      "https://[2001:db8:0::1]/a/graphql",
		"https://blåbær.example.no":        "https://xn--blbr-roah.example.no/graphql",
		"https://xn--blbr-roah.example.no": "https://BLÅBÆR.example.no/graphql",
		"https://graf.example.no/a%2Fb":    "https://graf.example.no/a%2fb/graphql",
		"https://graf_test.example.no":     "https://Graf_Test.example.no/graphql",
		"https://graf.example.no.":         "https://graf.example.no/graphql",
	} {
		t.Run(configured, func(t *testing.T) {
			g := startGuarded(t, func(_ *token.Issuer, o *token.Options) { o.PublicURL = configured })
			token := g.bound()
			proof := g.proof(token, claim("htu", sent))
			g.taken("Authorization: DPoP "+token, "DPoP: "+proof)
		})
	}
}
