package graph

import (
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/frikort"
	"helsegraf/sources/pasientjournal"
	"helsegraf/sources/reseptformidler"
	"helsegraf/sources/usagelog"
)

// Connection is a page of a list, as in Relay's cursor connections.
type Connection[T any] struct {
	TotalCount *int // nil when the whole is not known
	PageInfo   PageInfo
	Edges      []Edge[T]
	Nodes      []T
}

// Edge is one element and where it stands.
type Edge[T any] struct {
	Cursor string
	Node   T
}

// PageInfo is where a page stands in its list.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *string
	EndCursor       *string
}

// What the schema calls its connections and edges.
//
//nolint:revive // a line for each would say nothing that the name does not
type (
	GeneralPractitionerConnection        = Connection[fastlegeregister.GeneralPractitioner]
	GeneralPractitionerEdge              = Edge[fastlegeregister.GeneralPractitioner]
	GeneralPractitionerHistoryConnection = Connection[fastlegeregister.GeneralPractitionerPeriod]
	GeneralPractitionerHistoryEdge       = Edge[fastlegeregister.GeneralPractitionerPeriod]
	PrescriptionEdge                     = Edge[reseptformidler.Prescription]
	JournalDocumentEdge                  = Edge[pasientjournal.JournalDocument]
	JournalAccessEdge                    = Edge[pasientjournal.JournalAccess]
	CoPaymentConnection                  = Connection[frikort.CoPayment]
	CoPaymentEdge                        = Edge[frikort.CoPayment]
	UsageLogConnection                   = Connection[usagelog.UsageLogEntry]
	UsageLogEdge                         = Edge[usagelog.UsageLogEntry]
)
