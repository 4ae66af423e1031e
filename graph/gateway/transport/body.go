package transport

import (
	"errors"
	"io"
	"sync/atomic"
)

// bodies bounds the memory of request bodies that are being received. They take no
// slot: a slow sender must not keep others out. Room is taken as bytes arrive, so
// that a sender who wants much of it has to send as much.
type bodies struct{ room atomic.Int64 }

const (
	// mostArriving is how many bytes of bodies may be under way.
	mostArriving = 32 << 20
	// firstRoom is what a body has at first; most need no more.
	firstRoom = 4 << 10
)

// errNoRoom is that so many bodies are under way that there is none for more.
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

// readAll reads a body. What it held is given back when the body is done with.
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
