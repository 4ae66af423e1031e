package issuer

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	citizenLife     = 10 * time.Minute
	citizenAudience = "helsegraf"
	loaHigh         = "idporten-loa-high"
	loaSubstantial  = "idporten-loa-substantial"
	defaultClient   = "web"
)

// mayAskFor returns the scopes a citizen's client may have, and its default ones; nil
// for an unknown client.
func mayAskFor(client string) (all, usual []string) {
	reads, writes := []string{"helsegraf:read"}, []string{"helsegraf:write"}
	for service := range strings.FieldsSeq(`profile gp_information change_gp exemption_card health_registers privacy research
		hospital_journal medication summary_care_record vaccination test_result appointment referral health_contact message
		gp_dialogue document_archive patient_travel donor_card tools`) {
		reads, writes = append(reads, "helsegraf:"+service+".read"), append(writes, "helsegraf:"+service+".write")
	}
	switch client {
	case defaultClient, "app", "graphiql":
		return append(reads, writes...), []string{"helsegraf:read", "helsegraf:write"}
	case "analyst":
		return reads, []string{"helsegraf:read"}
	case "partner":
		few := []string{"helsegraf:gp_information.read", "helsegraf:exemption_card.read", "helsegraf:profile.read"}
		return few, few
	}
	return nil, nil
}

// demoToken gives anybody a persona's token.
func (i *Issuer) demoToken(w http.ResponseWriter, r *http.Request) {
	client, acr := r.FormValue("client"), r.FormValue("acr")
	if client == "" {
		client = defaultClient
	}
	if acr == "" {
		acr = loaHigh
	}
	all, scopes := mayAskFor(client)
	if asked := strings.Fields(r.FormValue("scope")); len(asked) > 0 {
		scopes = asked
	}
	switch {
	case all == nil:
		refuse(w, "invalid_client", "")
		return
	case slices.ContainsFunc(scopes, func(s string) bool { return !slices.Contains(all, s) }):
		refuse(w, "invalid_scope", "")
		return
	case acr != loaHigh && acr != loaSubstantial:
		refuse(w, "invalid_request", "acr is "+loaHigh+" or "+loaSubstantial)
		return
	}
	p := i.world.Persona(r.FormValue("persona"))
	if p == nil {
		var keys []string
		for _, p := range i.world.Personas() {
			keys = append(keys, p.Key)
		}
		writeJSON(w, http.StatusNotFound, map[string]any{"error": "unknown_persona", "personas": keys})
		return
	}
	token, err := i.Sign(i.citizen(i.newSession(p, acr), client, scopes, acr))
	if err != nil {
		http.Error(w, "internal", http.StatusInternalServerError)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"access_token": token, "token_type": "Bearer", "expires_in": int(citizenLife.Seconds()), "scope": strings.Join(scopes, " "),
	})
}

// Token returns a persona's token for the client web, with all the scopes that client
// may have. Each change may corrupt claims and header before the token is signed.
func (i *Issuer) Token(persona string, change ...func(claims, header map[string]any)) (string, error) {
	p := i.world.Persona(persona)
	if p == nil {
		return "", fmt.Errorf("mocks: no persona %q", persona)
	}
	_, scopes := mayAskFor(defaultClient)
	return i.Sign(i.citizen(i.newSession(p, loaHigh), defaultClient, scopes, loaHigh), change...)
}

// citizen returns the claims of an access token as ID-porten issues it after a login,
// with the session claim as in HelseID.
func (i *Issuer) citizen(s session, client string, scopes []string, acr string) map[string]any {
	now, p := i.world.Now(), s.person
	// Pairwise: one client's name for a person means nothing to another.
	m := hmac.New(sha256.New, []byte(i.secret))
	_, _ = m.Write([]byte(client + " " + p.Number))
	return map[string]any{
		"iss": i.url, "sub": base64.RawURLEncoding.EncodeToString(m.Sum(nil)), "pid": p.Number,
		"aud": citizenAudience, "client_id": client, "scope": strings.Join(scopes, " "),
		"acr": acr, "amr": []string{"BankID"}, "sid": s.id, "auth_time": s.since.Unix(), "jti": rand.Text(),
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(citizenLife).Unix(),
	}
}

// Sign makes a token of claims, and of a header that changes may alter.
func (i *Issuer) Sign(claims map[string]any, change ...func(claims, header map[string]any)) (string, error) {
	key := i.signer()
	header := map[string]any{"typ": "at+jwt", "alg": es256, "kid": key.id}
	for _, f := range change {
		f(claims, header)
	}
	return signES256(key.private, header, claims)
}
