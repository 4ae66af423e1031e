package fhir

import "helsegraf/sources/fnr"

// RecordID names a record: whose it is, and the register's own key of it. It is
// not for showing; clients get it sealed.
type RecordID struct {
	Subject fnr.Number
	Key     string
}
