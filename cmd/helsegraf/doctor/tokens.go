package doctor

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/sources"
)

// read fetches a public document, or returns why there is none.
func (d *Doctor) read(ctx context.Context, subject, address string) (body []byte, says string) {
	resp, err := d.fetch(ctx, subject, http.MethodGet, address)
	if err != nil {
		return nil, "the connection was closed"
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Sprintf("it responds with %d", resp.StatusCode)
	}
	if body, err = io.ReadAll(resp.Body); err != nil {
		return nil, "the response is truncated"
	}
	return body, ""
}

// outward checks the part of HelseID that all registers share.
func (d *Doctor) outward(ctx context.Context) []Finding {
	const subject = "helseId"
	m, found := d.discovered(ctx, subject, d.Config.HelseID.Issuer)
	if failed(found) {
		return found
	}
	if !strings.HasPrefix(m.Tokens, strings.TrimSuffix(d.Config.HelseID.Issuer, "/")+"/") {
		return append(found, fail("discovery", subject, "has its token endpoint at another origin", "The gateway's assertions would be sent there, so no token is requested. Ask HelseID's operators."))
	}
	return append(found, pass("discovery", subject, "metadata as configured"))
}

// token fetches a token for a register, and checks its contents.
func (d *Doctor) token(ctx context.Context, e config.Reachable) Finding {
	key := "registers." + e.Key()
	c, err := d.HelseID.Check(ctx, e.Audience, e.Scope)
	if err != nil {
		return fail("token", e.Key(), noToken(c, err), tokenHint(c, err, key))
	}
	if c.Audiences == nil {
		return pass("token", e.Key(), "issued; its claims cannot be read")
	}
	if !slices.Contains(c.Audiences, e.Audience) {
		return fail("token", e.Key(), fmt.Sprintf("is for %s, and not for %s", strings.Join(c.Audiences, " "), e.Audience),
			"The register will reject it. HelseID takes the audience from the scope: correct "+key+".scope, or "+key+".audience.")
	}
	for scope := range strings.FieldsSeq(e.Scope) {
		if !slices.Contains(c.Scopes, scope) {
			return fail("token", e.Key(), "lacks the scope "+scope, "Have it granted to the client at HelseID, and agree on it with the register's operator.")
		}
	}
	return pass("token", e.Key(), fmt.Sprintf("for %s, bound by DPoP, valid for %v", e.Audience, c.Life))
}

func noToken(c sources.TokenCheck, err error) string {
	if c.Refusal != "" {
		return "HelseID responds with " + c.Refusal
	}
	return "HelseID issued none: " + sources.KindOf(err).Error()
}

func tokenHint(c sources.TokenCheck, err error, key string) string {
	switch c.Refusal {
	case "invalid_client":
		return "HelseID does not accept helseId.key for helseId.clientId: register its public half, or check the clock."
	case "invalid_scope", "invalid_target", "unauthorized_client", "invalid_request":
		return "The client may not request " + key + ".scope: have it granted to the client at HelseID."
	case "invalid_dpop_proof", "use_dpop_nonce":
		return "Check the clock, and look for a proxy that rewrites addresses: a proof is for one address at one time."
	}
	if sources.KindOf(err) == sources.Timeout {
		return "HelseID is slow, or something delays requests. The limit is helseId.timeout."
	}
	return "See the lines about helseId."
}
