// Package fhir holds the few datatypes that several registers carry.
//
// The exported values (HumanName, Coding, Organization …) are what the schema
// shows; they have FHIR's names and plain fields, and no tags. Shapes of FHIR R4
// JSON that more than one register sends, and what is asked of them everywhere,
// stand beside them: whom a reference is about (identity.go), access labels
// (label.go), extensions, contained resources, AuditEvents, and Bundles that are
// found (wire.go, part.go) or stored (batch.go).
//
// It is not a FHIR model. The whole of R4 is hundreds of types; we decode the
// elements we use and pass over the rest, which is smaller, faster, and reads
// nothing about a person that nobody asked for.
package fhir
