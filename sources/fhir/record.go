package fhir

import "helsegraf/sources/fnr"

// RecordID identifies a record: its subject, and the register's own key. It is
// not shown; clients get it sealed.
type RecordID struct {
	Subject fnr.Number
	Key     string
}
