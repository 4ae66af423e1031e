package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/graph/gateway/token"
)

func inwardName(n int) string { return fmt.Sprintf("issuers.%d", n) }

// metadata is an issuer's metadata (OpenID Connect Discovery, RFC 8414).
type metadata struct {
	Issuer    string   `json:"issuer"`
	Keys      string   `json:"jwks_uri"`
	Authorize string   `json:"authorization_endpoint"`
	Tokens    string   `json:"token_endpoint"`
	Leave     string   `json:"end_session_endpoint"`
	Methods   []string `json:"token_endpoint_auth_methods_supported"`
	Levels    []string `json:"acr_values_supported"`

	at string // where it was found
}

// named reads an issuer's metadata from its possible addresses, as the gateway
// does. The fault reported is that of the address that came closest.
func (d *Doctor) named(ctx context.Context, subject, issuer string) (metadata, *Finding) {
	var worst *Finding
	rank := -1
	note := func(n int, f Finding) {
		if n > rank {
			worst, rank = &f, n
		}
	}
	for _, address := range token.MetadataAddresses(issuer) {
		body, says := d.read(ctx, subject, address)
		m := metadata{at: address}
		switch {
		case says != "":
			note(0, fail("discovery", subject, "no metadata: "+says+" at "+wellKnown(address),
				"The issuer is the URL before /.well-known/openid-configuration or /.well-known/oauth-authorization-server. If it has neither, set "+subject+".jwksUri."))
		case json.Unmarshal(withoutMark(body), &m) != nil:
			note(1, fail("discovery", subject, "its metadata is not JSON", "The response comes from another service, or is a login page."))
		case m.Issuer != issuer:
			note(2, fail("discovery", subject, "is named differently in its metadata than in the configuration",
				"Write the issuer exactly as in its metadata, including any trailing slash: tokens are compared with it character by character."))
		default:
			return m, nil
		}
	}
	return metadata{}, worst
}

// wellKnown is the standard part of a metadata address.
func wellKnown(address string) string { return address[strings.Index(address, "/.well-known/"):] }

func withoutMark(text []byte) []byte { return []byte(strings.TrimPrefix(string(text), "\ufeff")) }

// discovered reads an issuer's metadata, if the issuer can be reached.
func (d *Doctor) discovered(ctx context.Context, subject, issuer string) (metadata, []Finding) {
	found := []Finding{d.reach(ctx, subject, issuer)}
	if failed(found) {
		return metadata{}, found
	}
	m, wrong := d.named(ctx, subject, issuer)
	if wrong != nil {
		found = append(found, *wrong)
	}
	return m, found
}

// inward checks that the keys of an issuer of citizens' tokens can be fetched.
func (d *Doctor) inward(ctx context.Context, subject string, issuer config.Issuer) []Finding {
	keys, from := issuer.KeysURL, "keys from jwksUri"
	var found []Finding
	if keys != "" {
		found = []Finding{d.reach(ctx, subject, keys)}
	} else {
		var m metadata
		m, found = d.discovered(ctx, subject, issuer.Issuer)
		keys, from = m.Keys, "metadata as configured"
	}
	if failed(found) {
		return found
	}
	if !token.KeysAreSafe(issuer.Issuer, keys) {
		return append(found, fail("jwks", subject, "its keys are served over plain HTTP, or jwks_uri is not a URL", "Its operator must serve jwks_uri over https."))
	}
	body, says := d.read(ctx, subject, keys)
	if says != "" {
		return append(found, fail("jwks", subject, "no keys: "+says, "Without them every token is rejected. Check the address of its keys (jwks_uri in its metadata, or jwksUri), and that this machine can reach it."))
	}
	n := token.UsableKeys(body, issuer.Algorithms)
	switch {
	case n > 0:
		return append(found, pass("jwks", subject, from+", "+counted(n, "usable key")))
	case !json.Valid(withoutMark(body)):
		return append(found, fail("jwks", subject, "its keys are not JSON", "The response comes from another service, or is a login page."))
	case token.UsableKeys(body, nil) > 0:
		return append(found, fail("jwks", subject, "none of its keys is for an algorithm it may sign with", "Check "+subject+".algorithms, and which algorithms the issuer signs with."))
	}
	return append(found, fail("jwks", subject, "none of its keys is usable", "Keys must be for signatures (use, key_ops), EC or RSA, and RSA keys of at least 2048 bits: ask its operator. "+subject+".algorithms lists what it may sign with."))
}
