package transport

import (
	"errors"
	"io"
	"sync/atomic"
)

// bodies bounds the memory of request bodies being received. They take no slot: a
// slow sender must not keep others out. Room is taken as bytes arrive, so a sender
// has to send as much as it occupies.
type bodies struct{ room atomic.Int64 }

const (
	// mostArriving is how many bytes of bodies may be in flight.
	mostArriving = 32 << 20
	// firstRoom is the initial room of a body; most need no more.
	firstRoom = 4 << 10
)

// errNoRoom means that the bodies in flight leave no room for more.
var errNoRoom = errors.New("no room for a body")

func newBodies() *bodies {
	a := &bodies{}
	a.room.Store(mostArriving)
	return a
}

// take takes room, unless there is too little.
func (a *bodies) take(size int64) bool {
	if a.room.Add(-size) >= 0 {
		return true
	}
	a.room.Add(size)
	return false
}

// readAll reads a body. Calling done gives its room back.
func (a *bodies) readAll(body io.Reader) (read []byte, done func(), err error) {
	var held int64
	done = func() { a.room.Add(held) }
	for size := int64(firstRoom); ; size *= 2 {
		if !a.take(size - held) {
			return nil, done, errNoRoom
		}
		held = size
		grown := make([]byte, len(read), size)
		copy(grown, read)
		read = grown
		for len(read) < cap(read) {
			n, err := body.Read(read[len(read):cap(read)])
			read = read[:len(read)+n]
			if errors.Is(err, io.EOF) {
				return read, done, nil
			}
			if err != nil {
				return nil, done, err
			}
		}
	}
}
