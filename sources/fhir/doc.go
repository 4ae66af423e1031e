// Package fhir holds the few datatypes that several registers carry.
//
// The exported values (HumanName, Coding, Organization …) are what the schema
// shows; they have FHIR's names and plain fields, and no tags. Wire shapes of
// FHIR R4 JSON that more than one register sends (Bundle, Identifier,
// CodeableConcept, OperationOutcome) stand in wire.go.
//
// It is not a FHIR model. The whole of R4 is hundreds of types; we decode the
// elements we use and pass over the rest, which is smaller, faster, and reads
// nothing about a person that nobody asked for.
package fhir
