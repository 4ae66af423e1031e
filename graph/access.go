package graph

import (
	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
)

// ServiceAccess is one service as it stands between viewer and person.
type ServiceAccess struct {
	Service   policy.Service
	Open      bool
	Reason    *policy.Code // nil when it is open
	Message   *string
	Remedy    *Remedy
	ChangesOn *fhir.Date
}

// Preview is one service as it would be if something were otherwise.
type Preview struct {
	Service policy.Service
	Open    bool
	Reason  *policy.Code // nil when it would be open
	Message *string
	Fields  []string // coordinates: Person.prescriptions
}

// Remedy is what opens a closed service.
type Remedy struct {
	Action  policy.Action
	Level   *policy.Level
	Service *policy.Service
	URL     *string // where the form is
}

// Representation is a relation that lets the viewer act for another.
type Representation struct {
	Relation    policy.Relation
	ValidFrom   *fhir.Date
	ValidUntil  *fhir.Date // the last day; nil until further notice
	Services    []policy.Service
	AllServices bool
	Person      *Person
}

// ClientApplication is the application that calls.
type ClientApplication struct {
	ID     string
	Name   string
	Scopes []string
}
