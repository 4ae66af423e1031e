package graph

import "time"

// PatientSummary is where a summary can be fetched; it has not been made.
type PatientSummary struct {
	URL        string
	PageURL    string
	PDFURL     string
	ValidUntil time.Time
}

// SummaryFormat is a format that a summary is written in.
type SummaryFormat uint8

// The formats.
const (
	SummaryFHIR SummaryFormat = iota // a Bundle in JSON
	SummaryHTML
	SummaryPDF
)
