// Package usagelog stands in for the log of use (logg over bruk), which has no
// public API: FHIR AuditEvents, written in batches and searched by citizen.
//
// It refuses what is no event of use or log-in, answers each event of a batch
// for itself, and keeps the latest only.
package usagelog
