package config

import "time"

// Limits is gateway.Limits.
type Limits struct {
	Body       int64 `yaml:"body" env:"BODY"`
	Tokens     int   `yaml:"tokens" env:"TOKENS"`
	Operations int   `yaml:"operations" env:"OPERATIONS"`
	Selections int   `yaml:"selections" env:"SELECTIONS"`
	Fragments  int   `yaml:"fragments" env:"FRAGMENTS"`
	Depth      int   `yaml:"depth" env:"DEPTH"`
	Aliases    int   `yaml:"aliases" env:"ALIASES"`
	Names      int   `yaml:"names" env:"NAMES"`
	RootFields int   `yaml:"rootFields" env:"ROOT_FIELDS"`
	Directives int   `yaml:"directives" env:"DIRECTIVES"`
	Errors     int   `yaml:"errors" env:"ERRORS"`
	InFlight   int   `yaml:"inFlight" env:"IN_FLIGHT"`
	Calls      int   `yaml:"calls" env:"CALLS"`
	Citizens   int   `yaml:"citizens" env:"CITIZENS"`
	Answer     int64 `yaml:"answer" env:"ANSWER"`
	OpenAnswer int64 `yaml:"openAnswer" env:"OPEN_ANSWER"`
	Unsent     int64 `yaml:"unsent" env:"UNSENT"`
	UnsentEach int64 `yaml:"unsentEach" env:"UNSENT_EACH"`
	Pace       int   `yaml:"pace" env:"PACE"`
}

// Rates is quota.Rates: the planned calls to registers allowed for all of a
// client's queries, and for those of each citizen, whose mutations are counted too.
type Rates struct {
	Client  Rate `yaml:"client" envPrefix:"CLIENT_"`
	Subject Rate `yaml:"subject" envPrefix:"SUBJECT_"`
	Changes Rate `yaml:"changes" envPrefix:"CHANGES_"`
}

// Rate is quota.Rate.
type Rate struct {
	PerMinute int `yaml:"perMinute" env:"PER_MINUTE"` // negative for no limit
	AtOnce    int `yaml:"atOnce" env:"AT_ONCE"`
}

// Timeouts is gateway.Timeouts.
type Timeouts struct {
	Header   time.Duration `yaml:"header" env:"HEADER"`
	Read     time.Duration `yaml:"read" env:"READ"`
	Write    time.Duration `yaml:"write" env:"WRITE"`
	Idle     time.Duration `yaml:"idle" env:"IDLE"`
	Document time.Duration `yaml:"document" env:"DOCUMENT"`
	Stall    time.Duration `yaml:"stall" env:"STALL"`
}

// TLS has the files of the gateway's certificate, in PEM. Without them it speaks
// plain HTTP, behind a proxy.
type TLS struct {
	CertificateFile string `yaml:"certificateFile" env:"CERTIFICATE_FILE"`
	KeyFile         string `yaml:"keyFile" env:"KEY_FILE"`
}
