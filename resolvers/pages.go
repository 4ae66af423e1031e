package resolvers

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"

	"helsegraf/graph"
)

// largestPage is how many elements one page may have.
const largestPage = 100

// page cuts a page out of the whole list. Cursors are made of the elements'
// own keys and not of their places, so that a list that has grown since the
// last page repeats and skips nothing.
func page[T any](all []T, first *int, after *string, key func(*T) string) (*graph.Connection[T], error) {
	size, err := pageSize(first)
	if err != nil {
		return nil, err
	}
	from := 0
	if after != nil {
		if from = following(all, *after, key); from < 0 {
			return nil, badInput(wrongCursor)
		}
	}
	to := min(len(all), from+size)
	total := len(all)
	c := &graph.Connection[T]{
		TotalCount: &total,
		PageInfo:   graph.PageInfo{HasNextPage: to < len(all), HasPreviousPage: from > 0},
		Edges:      make([]graph.Edge[T], 0, to-from),
		Nodes:      all[from:to:to],
	}
	for i := range c.Nodes {
		c.Edges = append(c.Edges, graph.Edge[T]{Cursor: cursor(key(&c.Nodes[i])), Node: c.Nodes[i]})
	}
	if n := len(c.Edges); n > 0 {
		c.PageInfo.StartCursor, c.PageInfo.EndCursor = &c.Edges[0].Cursor, &c.Edges[n-1].Cursor
	}
	return c, nil
}

// pageSize is how many elements are asked for, if that may be.
func pageSize(first *int) (int, error) {
	switch {
	case first == nil:
		return 20, nil
	case *first < 1, *first > largestPage:
		return 0, badInput(wrongSize)
	}
	return *first, nil
}

// following is the place after the element of a cursor, or -1.
func following[T any](all []T, after string, key func(*T) string) int {
	for i := range all {
		if cursor(key(&all[i])) == after {
			return i + 1
		}
	}
	return -1
}

// cursor is a hash of a record's key: the same for the same record, and
// nothing can be read from it.
func cursor(key string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(key))
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint64(nil, h.Sum64()))
}
