// Package form rewrites an answer in an equivalent form: members in another order,
// numbers and instants in other notations, references in any form FHIR allows, other
// XML prefixes and encodings.
//
// It is the last step of a stand-in's answer, and knows formats but no register.
package form
