// Package fhir holds the few FHIR datatypes that several registers share.
//
// The exported values (HumanName, Coding, Organization …) are what the schema
// shows; they have FHIR's names and plain fields, and no tags. The rest is FHIR
// R4 JSON that more than one register sends, and the checks common to all: whom
// a reference is about (identity.go), access labels (label.go), extensions,
// contained resources, AuditEvents, and Bundles that are searched for (wire.go,
// part.go) or stored (batch.go).
//
// It is not a FHIR model. All of R4 is hundreds of types; we decode the
// elements we use and ignore the rest, which is smaller, faster, and reads
// nothing about a person that nobody requested.
package fhir
