package graph

import (
	"time"

	"helsegraf/sources/pasientjournal"
)

// Register is a register's name in the schema.
type Register string

// The registers that decisions and the log need. The others are named by what they
// tell of themselves.
const (
	Personvern    Register = "PERSONVERN"
	Folkeregister Register = "FOLKEREGISTER"
	UsageLog      Register = "USAGE_LOG"
)

// RegisterState is how a register is.
type RegisterState string

// The states.
const (
	Up       RegisterState = "UP"
	Degraded RegisterState = "DEGRADED"
	Down     RegisterState = "DOWN"
	Unknown  RegisterState = "UNKNOWN"
)

// RegisterStatus is a register as it is right now.
type RegisterStatus struct {
	Name          Register
	Region        *pasientjournal.Region
	Status        RegisterState
	Since         *time.Time
	LastSuccessAt *time.Time
	ErrorRate     *float64
	LatencyMs     *Latency
	Operations    []RegisterOperation
}

// RegisterOperation is one operation of a register.
type RegisterOperation struct {
	Name    string
	Breaker BreakerState
}

// BreakerState is the state of a circuit breaker: CLOSED, HALF_OPEN or OPEN.
type BreakerState string

// Latency is how long answers took, in milliseconds.
type Latency struct{ P50, P95 float64 }

// SourceStatus is how a register answered one request.
type SourceStatus string

// The statuses of extensions.sources.
const (
	SourceOK          SourceStatus = "OK"
	SourcePartial     SourceStatus = "PARTIAL"
	SourceTimeout     SourceStatus = "TIMEOUT"
	SourceUnavailable SourceStatus = "UNAVAILABLE"
	SourceCircuitOpen SourceStatus = "CIRCUIT_OPEN"
	SourceNotCalled   SourceStatus = "DENIED_NOT_CALLED"
	SourceOverBudget  SourceStatus = "OVER_BUDGET"
	SourceGarbled     SourceStatus = "GARBLED"
)
