package graph

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

// Page is how much of a list is asked for.
type Page struct {
	First *int
	After *string
}
