package config

import (
	"time"
)

// Config is everything that differs between deployments: a YAML file, overridden
// by environment variables HELSEGRAF_…, named after the keys. Lists and maps can
// only be set in the file. A zero value means the default, which is that of the
// package concerned unless one is given here.
type Config struct {
	// Listen is the address to listen on. Default 127.0.0.1:8080.
	Listen string `yaml:"listen" env:"LISTEN"`
	// PublicURL is the gateway's address for clients; links to documents and
	// proofs of possession contain it.
	PublicURL string        `yaml:"publicUrl" env:"PUBLIC_URL"`
	Deadline  time.Duration `yaml:"deadline" env:"DEADLINE"`
	// Drain is how long /readyz returns 503 before the gateway stops listening,
	// so that load balancers notice. Default 2 s.
	Drain time.Duration `yaml:"drain" env:"DRAIN"`
	// SourceSystem is the name and version sent to the registers.
	SourceSystem string   `yaml:"sourceSystem" env:"SOURCE_SYSTEM"`
	LogLevel     string   `yaml:"logLevel" env:"LOG_LEVEL"`
	Timeouts     Timeouts `yaml:"timeouts" envPrefix:"TIMEOUTS_"`
	TLS          TLS      `yaml:"tls" envPrefix:"TLS_"`
	Pages        Pages    `yaml:"pages" envPrefix:"PAGES_"`
	// HSTS is how long browsers must use TLS only; 0 omits the header.
	HSTS time.Duration `yaml:"hsts" env:"HSTS"`
	// Metrics is the address Prometheus scrapes; none if omitted.
	Metrics struct {
		Listen string `yaml:"listen" env:"LISTEN"`
	} `yaml:"metrics" envPrefix:"METRICS_"`
	Limits Limits `yaml:"limits" envPrefix:"LIMITS_"`
	// Rates are for clients without rates of their own.
	Rates Rates `yaml:"rates" envPrefix:"RATES_"`
	IDs   IDs   `yaml:"ids" envPrefix:"IDS_"`
	// Delegable are the services a power of attorney may cover here; by default
	// all that the law allows.
	Delegable []string `yaml:"delegable" env:"-"`
	// Issuers are the issuers whose tokens are accepted from citizens'
	// applications.
	Issuers []Issuer `yaml:"issuers" env:"-"`
	// ProofAge is the maximum age of a proof of possession (DPoP). Default 10 s.
	ProofAge time.Duration `yaml:"proofAge" env:"PROOF_AGE"`
	Clients  []Client      `yaml:"clients" env:"-"`
	// Login configures login in GraphiQL.
	Login     Login     `yaml:"login" envPrefix:"LOGIN_"`
	HelseID   HelseID   `yaml:"helseId" envPrefix:"HELSE_ID_"`
	Registers Registers `yaml:"registers" env:"-"`
}

// IDs are the keys that seal ids: 64 bytes each, in base64. The first makes ids;
// a second one opens those made before it was replaced.
type IDs struct {
	Key          string `yaml:"key" env:"KEY"`
	KeyFile      string `yaml:"keyFile" env:"KEY_FILE"`
	Previous     string `yaml:"previousKey" env:"PREVIOUS_KEY"`
	PreviousFile string `yaml:"previousKeyFile" env:"PREVIOUS_KEY_FILE"`

	keys [][]byte // decoded
}

// Issuer is an accepted issuer of tokens: gateway.Issuer.
type Issuer struct {
	Issuer         string            `yaml:"issuer"`
	KeysURL        string            `yaml:"jwksUri"` // from its metadata if omitted
	Audience       string            `yaml:"audience"`
	Algorithms     []string          `yaml:"algorithms"`
	Types          []string          `yaml:"types"`
	NumberClaim    string            `yaml:"numberClaim"`
	ScopeClaim     string            `yaml:"scopeClaim"` // omitted if its tokens have no scopes
	AssuranceClaim string            `yaml:"assuranceClaim"`
	Assurance      map[string]string `yaml:"assurance"` // high or substantial, by value of the claim
	Synthetic      bool              `yaml:"synthetic"`
	DPoP           bool              `yaml:"dpop"`
	DPoPNonce      bool              `yaml:"dpopNonce"`
}

// Client is a registered application: gateway.Client.
type Client struct {
	ID            string   `yaml:"id"`
	Name          string   `yaml:"name"`
	Scopes        []string `yaml:"scopes"`
	Origins       []string `yaml:"origins"`
	Introspection bool     `yaml:"introspection"`
	// Rates override the common rates for this application.
	Rates Rates `yaml:"rates"`
	// Answer overrides the common size limit of answers, in bytes.
	Answer int64 `yaml:"answer"`
	// Documents are the application's trusted documents: documents.Trusted.
	Documents struct {
		File string `yaml:"file"`
		Mode string `yaml:"mode"` // off, log, mutations or enforce, which is the default
	} `yaml:"documents"`
}

// HelseID is the gateway's client registration at HelseID.
type HelseID struct {
	Issuer   string        `yaml:"issuer" env:"ISSUER"`
	ClientID string        `yaml:"clientId" env:"CLIENT_ID"`
	Key      string        `yaml:"key" env:"KEY"` // a private JWK
	KeyFile  string        `yaml:"keyFile" env:"KEY_FILE"`
	Timeout  time.Duration `yaml:"timeout" env:"TIMEOUT"`
}
