package varsling

import (
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
)

// NotificationSettings is which notices a person gets and how. Fields the register
// left out, or whose code is not known, are nil.
type NotificationSettings struct {
	// Grant is the permission the settings were released under, so that the contact
	// information can be read by it.
	Grant     policy.Grant
	Level     *NotificationLevel
	Channel   *NotificationChannel
	Reachable *bool   // notices reach the person
	Version   *string // names the settings in a change of them
}

// NotificationLevel is which notices; each level has those of the one before.
type NotificationLevel string

// The levels.
const (
	Mandatory NotificationLevel = "MANDATORY"
	Important NotificationLevel = "IMPORTANT"
	All       NotificationLevel = "ALL"
)

// NotificationChannel is how notices are sent.
type NotificationChannel string

// The channels.
const (
	SMS   NotificationChannel = "SMS"
	Email NotificationChannel = "EMAIL"
	Both  NotificationChannel = "BOTH"
)

// ActivityEvent is something that has happened in a service, without its content.
type ActivityEvent struct {
	ID      fhir.RecordID // its key is the sequence number
	At      *time.Time
	Service policy.Service
	Kind    *ActivityEventKind
	// Object is what it is about, and ObjectType that record's type in the schema; ""
	// when it cannot be read by its id.
	Object     fhir.RecordID
	ObjectType string
}

// ActivityEventKind is what has happened.
type ActivityEventKind string

// The kinds of events.
const (
	Fresh     ActivityEventKind = "NEW"
	Changed   ActivityEventKind = "CHANGED"
	Cancelled ActivityEventKind = "CANCELLED"
)
