package config

import (
	"time"
)

// Config is everything that differs between deployments: a YAML file, and over
// it variables HELSEGRAF_…, named as the keys are. Lists and maps stand in the
// file only. Zero takes the default, which is that of the package concerned
// where none is named here.
type Config struct {
	// Listen is where the gateway listens. Default 127.0.0.1:8080.
	Listen string `yaml:"listen" env:"LISTEN"`
	// PublicURL is where clients reach the gateway; links to documents and
	// proofs of possession name it.
	PublicURL string        `yaml:"publicUrl" env:"PUBLIC_URL"`
	Deadline  time.Duration `yaml:"deadline" env:"DEADLINE"`
	// Drain is how long /readyz says 503 before the gateway stops listening,
	// so that whoever balances the load sees it. Default 2 s.
	Drain time.Duration `yaml:"drain" env:"DRAIN"`
	// SourceSystem is name and version told to the registers.
	SourceSystem string   `yaml:"sourceSystem" env:"SOURCE_SYSTEM"`
	LogLevel     string   `yaml:"logLevel" env:"LOG_LEVEL"`
	Timeouts     Timeouts `yaml:"timeouts" envPrefix:"TIMEOUTS_"`
	TLS          TLS      `yaml:"tls" envPrefix:"TLS_"`
	Pages        Pages    `yaml:"pages" envPrefix:"PAGES_"`
	// HSTS is how long browsers are to come by TLS only; 0 does not say so.
	HSTS time.Duration `yaml:"hsts" env:"HSTS"`
	// Metrics is where Prometheus asks; nowhere when it is left out.
	Metrics struct {
		Listen string `yaml:"listen" env:"LISTEN"`
	} `yaml:"metrics" envPrefix:"METRICS_"`
	Limits Limits `yaml:"limits" envPrefix:"LIMITS_"`
	// Rates are those of clients that have none of their own.
	Rates Rates `yaml:"rates" envPrefix:"RATES_"`
	IDs   IDs   `yaml:"ids" envPrefix:"IDS_"`
	// Delegable are the services a power of attorney may cover here; all that
	// may by law when it is left out.
	Delegable []string `yaml:"delegable" env:"-"`
	// Issuers are those whose tokens are taken from citizens' applications.
	Issuers []Issuer `yaml:"issuers" env:"-"`
	// ProofAge is how old a proof of possession (DPoP) may be. Default 10 s.
	ProofAge time.Duration `yaml:"proofAge" env:"PROOF_AGE"`
	Clients  []Client      `yaml:"clients" env:"-"`
	// Login is how people log in on GraphiQL.
	Login     Login     `yaml:"login" envPrefix:"LOGIN_"`
	HelseID   HelseID   `yaml:"helseId" envPrefix:"HELSE_ID_"`
	Registers Registers `yaml:"registers" env:"-"`
}

// IDs are the keys that seal ids: 64 bytes each, in base64. The first
// makes ids; a second one opens those made before it was replaced.
type IDs struct {
	Key          string `yaml:"key" env:"KEY"`
	KeyFile      string `yaml:"keyFile" env:"KEY_FILE"`
	Previous     string `yaml:"previousKey" env:"PREVIOUS_KEY"`
	PreviousFile string `yaml:"previousKeyFile" env:"PREVIOUS_KEY_FILE"`

	keys [][]byte // decoded
}

// Issuer is somebody whose tokens are taken: gateway.Issuer.
type Issuer struct {
	Issuer         string            `yaml:"issuer"`
	KeysURL        string            `yaml:"jwksUri"` // where its metadata would tell, if it is left out
	Audience       string            `yaml:"audience"`
	Algorithms     []string          `yaml:"algorithms"`
	Types          []string          `yaml:"types"`
	NumberClaim    string            `yaml:"numberClaim"`
	ScopeClaim     string            `yaml:"scopeClaim"` // none where its tokens have no scopes
	AssuranceClaim string            `yaml:"assuranceClaim"`
	Assurance      map[string]string `yaml:"assurance"` // high or substantial, by value of the claim
	Synthetic      bool              `yaml:"synthetic"`
	DPoP           bool              `yaml:"dpop"`
	DPoPNonce      bool              `yaml:"dpopNonce"`
}

// Client is an application that may ask: gateway.Client.
type Client struct {
	ID            string   `yaml:"id"`
	Name          string   `yaml:"name"`
	Scopes        []string `yaml:"scopes"`
	Origins       []string `yaml:"origins"`
	Introspection bool     `yaml:"introspection"`
	// Rates are the application's own, where they are not those of all.
	Rates Rates `yaml:"rates"`
	// Answer is how many bytes an answer to it may have, where not as for all.
	Answer int64 `yaml:"answer"`
	// Documents are the application's trusted documents: documents.Trusted.
	Documents struct {
		File string `yaml:"file"`
		Mode string `yaml:"mode"` // off, log or enforce, which is the default
	} `yaml:"documents"`
}

// HelseID is how the gateway is known to HelseID.
type HelseID struct {
	Issuer   string        `yaml:"issuer" env:"ISSUER"`
	ClientID string        `yaml:"clientId" env:"CLIENT_ID"`
	Key      string        `yaml:"key" env:"KEY"` // a private JWK
	KeyFile  string        `yaml:"keyFile" env:"KEY_FILE"`
	Timeout  time.Duration `yaml:"timeout" env:"TIMEOUT"`
}
