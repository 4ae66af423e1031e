package sources

import "strings"

// About describes a register. Everything that lists all registers is derived
// from it: configuration, environment variables, wiring, stand-ins, the doctor,
// status, metrics, fault tests, and the tables in the documentation.
type About struct {
	// Key is the register's name in configuration, logs and metrics, and the
	// name of its stand-in: lower-case letters.
	Key string
	// Enum is its name in the schema.
	Enum string
	// Name is what people call it.
	Name string
	// Holds is what the register contains, and API how it is queried, in a few
	// words.
	Holds, API string
	// Endpoints are its addresses, in the order they are listed.
	Endpoints []Endpoint
}

// Endpoint is one address of a register.
type Endpoint struct {
	// Part is its key below the register's; "" for a register that has one address.
	Part string
	// Region is the display name of the endpoint's health region; Part is then
	// the region's key.
	Region string
	// Audience and Scope are the defaults for its access tokens. An endpoint
	// without them uses a user name and password, unless it has a KeyHeader or is
	// Open.
	Audience, Scope string
	// KeyHeader is the header that a subscription key is sent in, for an endpoint
	// that takes one instead of a login.
	KeyHeader string
	// Open marks an endpoint that needs no login.
	Open bool
	// Speaks is its protocol.
	Speaks Protocol
	// Role is what the gateway uses it for.
	Role Role
	// Operation is the one that fault tests make fail; "" is all of them.
	Operation string
	// NotProbed explains why the endpoint cannot be probed without naming a
	// person; "" when it can.
	NotProbed string
}

// Protocol is how an endpoint speaks.
type Protocol string

// The protocols.
const (
	SpeaksFHIR Protocol = "fhir"
	SpeaksJSON Protocol = "json"
	SpeaksSOAP Protocol = "soap"
)

// Role is what the gateway uses an endpoint for.
type Role int

// The roles. Endpoints that decide or log are mandatory: without them no
// personal data may be shown, so a configuration cannot leave them out.
const (
	Answers Role = iota
	// Changes is an endpoint that is sent changes and nothing else. Without it the
	// register can be read all the same.
	Changes
	Decides
	Logs
)

// Needed reports whether the gateway cannot run without the endpoint.
func (e Endpoint) Needed() bool { return e.Role >= Decides }

// HelseID reports whether the endpoint uses HelseID tokens by default.
func (e Endpoint) HelseID() bool { return e.Audience != "" }

// Password reports whether the endpoint uses a user name and password by default.
func (e Endpoint) Password() bool { return !e.HelseID() && e.KeyHeader == "" && !e.Open }

// OpenData reports whether the endpoint publishes to everybody.
func (e Endpoint) OpenData() bool { return e.Open || e.KeyHeader != "" }

// KeyOf is an endpoint's key: the register's key, a dot, and the part.
func (a About) KeyOf(e Endpoint) string { return strings.TrimSuffix(a.Key+"."+e.Part, ".") }

// Settings are a register's own configuration, apart from its endpoints: a
// pointer to a struct whose yaml and env tags name the keys and variables.
type Settings interface {
	// Check fills in defaults and reports each invalid value by its key.
	Check(wrong func(key, what string))
}
