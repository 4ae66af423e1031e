package sources

import "strings"

// About is what is to be known of a register without asking it. Whatever speaks
// of all registers is made from it: configuration, variables, wiring, stand-ins,
// the doctor, status, metrics, the faults that are tried, and the tables in what
// is written for people.
type About struct {
	// Key is its name in configuration, logs and metrics, and its stand-in's:
	// lower-case letters.
	Key string
	// Enum is its name in the schema.
	Enum string
	// Name is what people call it.
	Name string
	// Holds is what it has, and Asked how it is asked for it, in a few words.
	Holds, Asked string
	// Endpoints are its addresses, in the order they are told of.
	Endpoints []Endpoint
}

// Endpoint is one address of a register.
type Endpoint struct {
	// Part is its key below the register's; "" for a register that has one address.
	Part string
	// Region is what people call the health region whose endpoint it is; its Part
	// is then that region's name to machines.
	Region string
	// Audience and Scope are those of its tokens unless the configuration says
	// otherwise. A register without them logs in with user and password.
	Audience, Scope string
	// Speaks is its protocol.
	Speaks Protocol
	// Role is what the gateway has it for.
	Role Role
	// Operation is the one that is made to fail when faults are tried; "" is all.
	Operation string
	// Unasked is why it can be asked nothing that is about nobody; "" when it can.
	Unasked string
}

// Protocol is how an endpoint speaks.
type Protocol string

// The protocols.
const (
	SpeaksFHIR Protocol = "fhir"
	SpeaksJSON Protocol = "json"
	SpeaksSOAP Protocol = "soap"
)

// Role is what the gateway has an endpoint for.
type Role int

// The roles. Without those that decide, and those that log, nothing of anybody
// may be shown: they cannot be left out of a configuration, as the others can.
const (
	Answers Role = iota
	Decides
	Logs
)

// Needed tells whether there can be no gateway without it.
func (e Endpoint) Needed() bool { return e.Role != Answers }

// HelseID tells whether it takes HelseID's tokens where nothing else is configured.
func (e Endpoint) HelseID() bool { return e.Audience != "" }

// KeyOf is an endpoint's key: the register's, and its part after a dot.
func (a About) KeyOf(e Endpoint) string { return strings.TrimSuffix(a.Key+"."+e.Part, ".") }

// Settings are what a register's configuration has beside its endpoints: a
// pointer to a struct, of which the tags yaml and env name the keys and variables.
type Settings interface {
	// Check fills in what is left out, and tells of what will not do by its key.
	Check(wrong func(key, what string))
}
