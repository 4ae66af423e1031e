package graph

import "time"

// Connection is a page of a list, as in Relay's cursor connections.
type Connection[T any] struct {
	TotalCount *int       // nil when the whole is not known
	Complete   bool       // none is known to be missing; not every list says so
	AsOf       *time.Time // when the register was read; of open data
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
