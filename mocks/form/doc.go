// Package form writes an answer in another way that means the same: members in
// another order, numbers and instants in other forms, references as FHIR lets
// them be written, other prefixes and encodings of XML.
//
// It is the last thing that happens to a stand-in's answer, and knows formats
// and no register.
package form
