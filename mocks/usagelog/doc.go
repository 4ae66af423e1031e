// Package usagelog stands in for the log of use (logg over bruk), which has no public
// API: FHIR AuditEvents, written in batches and searched by citizen.
//
// It refuses anything but events of use or login, answers for each event of a batch
// separately, and keeps only the latest.
package usagelog
