package graph

import (
	"time"

	"helsegraf/sources/pasientjournal"
)

// Register is a register's name in the schema.
type Register string

// The registers that decisions and the log need. The others are named by
// their sources.About.
const (
	Personvern    Register = "PERSONVERN"
	Folkeregister Register = "FOLKEREGISTER"
	UsageLog      Register = "USAGE_LOG"
)

// RegisterState is the state of a register.
type RegisterState string

// The states.
const (
	Up       RegisterState = "UP"
	Degraded RegisterState = "DEGRADED"
	Down     RegisterState = "DOWN"
	Unknown  RegisterState = "UNKNOWN"
)

// RegisterStatus is the current status of a register.
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

// Latency is the response times, in milliseconds.
type Latency struct{ P50, P95 float64 }

// SourceStatus is the outcome of a register in one request.
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
