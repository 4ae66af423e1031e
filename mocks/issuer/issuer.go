package issuer

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/lestrrat-go/jwx/v3/jwk"

	"helsegraf/mocks/world"
)

// Issuer stands in for the token issuers, both at one address:
//
//   - HelseID, for the gateway's tokens for the registers: client credentials with
//     private_key_jwt, bound by DPoP to a key of the gateway's, one audience per API.
//   - ID-porten or Helsenorge's token service, for the citizens' tokens for the
//     gateway: authorization code with PKCE for public clients, where logging in
//     means choosing a persona. For tests and demonstrations, a persona's token can
//     also be had without logging in.
type Issuer struct {
	world  *world.World
	url    string
	base   string // the path of url
	mux    *http.ServeMux
	page   *template.Template // the login page
	secret string             // for nonces and pairwise subjects

	assertions, proofs replays
	tokens             memory[struct{}] // tokens with a verified signature
	proofKeys          memory[provingKey]

	logins   shelf[begun]
	sessions shelf[session]
	codes    shelf[granted]

	mu      sync.Mutex
	keys    []signingKey // the last one signs
	clients map[string]outwardClient
	public  map[string]PublicClient
}

// signingKey is one of the issuer's keys, with its id.
type signingKey struct {
	id      string
	private *ecdsa.PrivateKey
	public  jwk.Key
}

// New makes an issuer with url, without a trailing slash, as its name. It answers
// under url's path.
func New(w *world.World, url string) (*Issuer, error) {
	base, err := pathOf(url)
	if err != nil {
		return nil, err
	}
	i := &Issuer{
		world: w, url: url, base: base, mux: http.NewServeMux(), secret: rand.Text(),
		clients: map[string]outwardClient{}, public: map[string]PublicClient{},
		logins: shelf[begun]{life: loginLife}, sessions: shelf[session]{life: sessionLife}, codes: shelf[granted]{life: codeLife},
	}
	if i.page, err = template.New("login").Parse(loginHTML); err != nil {
		return nil, err
	}
	if err := i.Rotate(); err != nil {
		return nil, err
	}
	i.mux.HandleFunc("GET "+base+"/.well-known/openid-configuration", i.discovery)
	i.mux.HandleFunc("GET "+base+"/.well-known/openid-configuration/jwks", i.jwks)
	i.mux.HandleFunc("POST "+base+"/connect/token", i.token)
	i.mux.HandleFunc("OPTIONS "+base+"/connect/token", i.preflight)
	i.mux.HandleFunc("GET "+base+"/connect/authorize", i.authorize)
	i.mux.HandleFunc("POST "+base+"/login", i.login)
	i.mux.HandleFunc("GET "+base+"/login/style.css", loginStyle)
	i.mux.HandleFunc("GET "+base+"/connect/endsession", i.logout)
	i.mux.HandleFunc("POST "+base+"/connect/endsession", i.logout)
	i.mux.HandleFunc("POST "+base+"/demo/token", i.demoToken)
	return i, nil
}

func pathOf(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.RawQuery != "" || strings.HasSuffix(u.Path, "/") {
		return "", errors.New("mocks: an issuer is scheme://host[/path], with no slash at the end")
	}
	return u.Path, nil
}

// URL is the issuer's name: the iss of its tokens.
func (i *Issuer) URL() string { return i.url }

// ServeHTTP answers the issuer's endpoints.
func (i *Issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) { i.mux.ServeHTTP(w, r) }

// Rotate makes a new key sign from now on. Earlier keys stay published, so their tokens
// are valid until they expire.
func (i *Issuer) Rotate() error {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fmt.Errorf("make a signing key: %w", err)
	}
	public, err := jwk.Import(private.Public())
	if err != nil {
		return fmt.Errorf("publish a signing key: %w", err)
	}
	kid, err := thumbprint(public)
	if err != nil {
		return err
	}
	for name, value := range map[string]any{jwk.KeyIDKey: kid, jwk.AlgorithmKey: es256, jwk.KeyUsageKey: "sig"} {
		if err := public.Set(name, value); err != nil {
			return fmt.Errorf("publish a signing key: %w", err)
		}
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.keys = append(i.keys, signingKey{id: kid, private: private, public: public})
	return nil
}

// signer returns the current signing key.
func (i *Issuer) signer() signingKey {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.keys[len(i.keys)-1]
}

// published returns the key with an id, or nil.
func (i *Issuer) published(id string) jwk.Key {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, k := range i.keys {
		if k.id == id {
			return k.public
		}
	}
	return nil
}

func (i *Issuer) discovery(w http.ResponseWriter, _ *http.Request) {
	readableByAll(w)
	writeJSON(w, http.StatusOK, map[string]any{
		"issuer":                                i.url,
		"jwks_uri":                              i.url + "/.well-known/openid-configuration/jwks",
		"token_endpoint":                        i.url + "/connect/token",
		"authorization_endpoint":                i.url + "/connect/authorize",
		"end_session_endpoint":                  i.url + "/connect/endsession",
		"grant_types_supported":                 []string{"client_credentials", "authorization_code"},
		"token_endpoint_auth_methods_supported": []string{"private_key_jwt", "none"},
		"token_endpoint_auth_signing_alg_values_supported": algorithms(),
		"dpop_signing_alg_values_supported":                algorithms(),
		"id_token_signing_alg_values_supported":            []string{es256},
		"subject_types_supported":                          []string{"pairwise"},
		"response_types_supported":                         []string{"code"},
		"response_modes_supported":                         []string{"query"},
		"code_challenge_methods_supported":                 []string{"S256"},
		"acr_values_supported":                             []string{loaSubstantial, loaHigh},
		"prompt_values_supported":                          []string{"login"},
		"scopes_supported":                                 []string{"openid", "profile"},
		"authorization_response_iss_parameter_supported":   true,
		"request_parameter_supported":                      false,
		"request_uri_parameter_supported":                  false,
	})
}

func (i *Issuer) jwks(w http.ResponseWriter, _ *http.Request) {
	i.mu.Lock()
	keys := make([]jwk.Key, 0, len(i.keys))
	for _, k := range i.keys {
		keys = append(keys, k.public)
	}
	i.mu.Unlock()
	readableByAll(w)
	writeJSON(w, http.StatusOK, map[string]any{"keys": keys})
}

// refusal is an error of RFC 6749 section 5.2.
type refusal struct {
	Error       string `json:"error"`
	Description string `json:"error_description,omitempty"`
}

func refuse(w http.ResponseWriter, code, description string) {
	writeJSON(w, http.StatusBadRequest, refusal{code, description})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		http.Error(w, "internal", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// thumbprint is the JWK thumbprint of RFC 7638, SHA-256.
func thumbprint(key jwk.Key) (string, error) {
	sum, err := key.Thumbprint(crypto.SHA256)
	if err != nil {
		return "", fmt.Errorf("make a key's thumbprint: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(sum), nil
}
