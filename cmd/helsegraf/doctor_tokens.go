package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"helsegraf/graph/gateway"
	"helsegraf/sources"
)

func inwardName(n int) string { return fmt.Sprintf("issuers.%d", n) }

// metadata is what an issuer tells of itself (OpenID Connect Discovery).
type metadata struct {
	Issuer string `json:"issuer"`
	Keys   string `json:"jwks_uri"`
	Tokens string `json:"token_endpoint"`
}

// discovered reads an issuer's metadata, once the issuer is reached.
func (d *doctor) discovered(ctx context.Context, subject, issuer string) (metadata, []finding) {
	found := []finding{d.reach(ctx, subject, issuer)}
	if failed(found) {
		return metadata{}, found
	}
	var m metadata
	body, says := d.read(ctx, subject, strings.TrimSuffix(issuer, "/")+"/.well-known/openid-configuration")
	switch {
	case says != "":
		return m, append(found, bad("discovery", subject, "no metadata: "+says, "The issuer is the address that /.well-known/openid-configuration is put after."))
	case json.Unmarshal(body, &m) != nil:
		return m, append(found, bad("discovery", subject, "its metadata are no JSON", "Another service, or a login page, answers at this address."))
	case m.Issuer != issuer:
		return m, append(found, bad("discovery", subject, "calls itself by another name than it has in the configuration",
			"Write the issuer as it stands in its own metadata, a slash at the end included: tokens are compared with it letter by letter."))
	}
	return m, found
}

// read is an open answer of a good status, or what came instead.
func (d *doctor) read(ctx context.Context, subject, address string) (body []byte, says string) {
	resp, err := d.fetch(ctx, subject, http.MethodGet, address)
	if err != nil {
		return nil, "the connection breaks"
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Sprintf("it answers %d", resp.StatusCode)
	}
	if body, err = io.ReadAll(resp.Body); err != nil {
		return nil, "the answer breaks off"
	}
	return body, ""
}

// inward looks at an issuer of citizens' tokens: that its keys can be had.
func (d *doctor) inward(ctx context.Context, subject string, issuer issuerConfig) []finding {
	m, found := d.discovered(ctx, subject, issuer.Issuer)
	if failed(found) {
		return found
	}
	if strings.HasPrefix(issuer.Issuer, "https:") && !strings.HasPrefix(m.Keys, "https:") {
		return append(found, bad("jwks", subject, "its keys come over plain HTTP", "Whoever runs it has to serve jwks_uri over https."))
	}
	body, says := d.read(ctx, subject, m.Keys)
	if says != "" {
		return append(found, bad("jwks", subject, "no keys: "+says, "Without them every token is refused. Look at what jwks_uri in its metadata points at, and whether it is let through."))
	}
	n := gateway.UsableKeys(body, issuer.Algorithms)
	if n == 0 {
		return append(found, bad("jwks", subject, "none of its keys will do", "Look at "+subject+".algorithms: keys need a kid, and RSA ones 2048 bits."))
	}
	return append(found, good("jwks", subject, "metadata as configured, "+counted(n, "key")+" to believe"))
}

// outward looks at HelseID, as far as it is the same for all registers.
func (d *doctor) outward(ctx context.Context) []finding {
	const subject = "helseId"
	m, found := d.discovered(ctx, subject, d.config.HelseID.Issuer)
	if failed(found) {
		return found
	}
	if !strings.HasPrefix(m.Tokens, strings.TrimSuffix(d.config.HelseID.Issuer, "/")+"/") {
		return append(found, bad("discovery", subject, "gives tokens at an address that is not its own", "The gateway's assertions would go there, so it is not asked. Ask HelseID's operators."))
	}
	return append(found, good("discovery", subject, "metadata as configured"))
}

// token gets a token for a register, and looks at what it is for.
func (d *doctor) token(ctx context.Context, e reachable) finding {
	key := "registers." + e.key
	c, err := d.helseID.Check(ctx, e.Audience, e.Scope)
	if err != nil {
		return bad("token", e.key, noToken(c, err), tokenHint(c, err, key))
	}
	if c.Audiences == nil {
		return good("token", e.key, "given; what it is for cannot be read")
	}
	if !slices.Contains(c.Audiences, e.Audience) {
		return bad("token", e.key, fmt.Sprintf("is for %s, and not for %s", strings.Join(c.Audiences, " "), e.Audience),
			"The register will refuse it. HelseID knows the audience by the scope: mend "+key+".scope, or "+key+".audience.")
	}
	for scope := range strings.FieldsSeq(e.Scope) {
		if !slices.Contains(c.Scopes, scope) {
			return bad("token", e.key, "comes without the scope "+scope, "Have it given to the client at HelseID, and agree on it with who runs the register.")
		}
	}
	return good("token", e.key, fmt.Sprintf("for %s, bound by DPoP, good for %v", e.Audience, c.Life))
}

func noToken(c sources.TokenCheck, err error) string {
	if c.Refusal != "" {
		return "HelseID says " + c.Refusal
	}
	return "HelseID gives none: " + sources.KindOf(err).Error()
}

func tokenHint(c sources.TokenCheck, err error, key string) string {
	switch c.Refusal {
	case "invalid_client":
		return "HelseID does not know helseId.clientId by helseId.key: register the public half of that key, or look at the clock."
	case "invalid_scope", "unauthorized_client", "invalid_request":
		return "The client may not ask for " + key + ".scope: have it given to the client at HelseID."
	case "invalid_dpop_proof", "use_dpop_nonce":
		return "Look at the clock, and for a proxy that changes addresses on the way: a proof is for one address at one time."
	}
	if sources.KindOf(err) == sources.Timeout {
		return "HelseID is slow, or something holds requests back. helseId.timeout is how long it is waited for."
	}
	return "Look at the lines about helseId."
}
