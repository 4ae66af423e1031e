package resolvers

import (
	"context"

	"helsegraf/graph/policy"
)

// cursors make and open the cursors of one list: places sealed as ids are, bound
// to one field and one client. A cursor of another list or another client does
// not open.
type cursors struct {
	ids ids
	to  []byte // the associated data
}

// cursors are those of a field about a person, by its schema coordinate, for one
// client.
func (i ids) cursors(client policy.Client, field string) cursors {
	return cursors{i, append(append([]byte{personalCursor}, field...), "\x00"+client.ID...)}
}

// cursors are those of a field about a person, for the calling client.
func (r *Resolver) cursors(ctx context.Context, field string) cursors {
	return r.ids.cursors(requestOf(ctx).actor.Client(), field)
}

// openCursors are those of a field of open data: the same for every client.
func (i ids) openCursors(field string) cursors {
	return cursors{i, append(append([]byte{openCursor}, field...), "\x00open"...)}
}

func (c cursors) seal(p place) string { return c.ids.sealTo(c.to, p) }

func (c cursors) open(sealed string) (place, bool) { return c.ids.openTo(c.to, sealed) }
