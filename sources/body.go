package sources

import (
	"bytes"
	"errors"
	"io"
	"net/http"
)

const (
	// shortAnswer is what nearly every answer is shorter than.
	shortAnswer = 256 << 10
	firstPiece  = 8 << 10
	// longAtOnce is how many longer answers of one endpoint are read at a time.
	longAtOnce = 2
)

// body reads an answer of at most MaxBytes; a longer one is Garbled.
//
// Long answers wait for each other and are read beside the heap. In the heap a
// few of them would be most of what lives there: a collector that waits until
// as much garbage again has come, and several times so in a gateway, would let
// a register that sends far too much to everybody take memory by the hundred MiB.
func (c *Client) body(resp *http.Response) ([]byte, error) {
	most := c.config.MaxBytes + 1 // one more, to see that it is too much
	if resp.ContentLength >= most {
		return nil, Garbled
	}
	size := int64(firstPiece)
	if resp.ContentLength >= 0 {
		size = resp.ContentLength + 1 // and the end is seen without growing
	}
	short, n, err := fill(resp.Body, make([]byte, min(size, shortAnswer)), 0, min(shortAnswer, most))
	switch {
	case errors.Is(err, io.EOF) && n < most:
		return short[:n], nil
	case err != nil && !errors.Is(err, io.EOF):
		return nil, err
	case n >= most:
		return nil, Garbled
	}
	select {
	case c.long <- struct{}{}:
		defer func() { <-c.long }()
	case <-resp.Request.Context().Done():
		return nil, resp.Request.Context().Err()
	}
	return readLong(resp.Body, short[:n], most)
}

// readLong reads on after what has been read of an answer.
func readLong(r io.Reader, begun []byte, most int64) ([]byte, error) {
	long, free, err := beside(most)
	if err != nil {
		return nil, Internal
	}
	defer free()
	_, n, err := fill(r, long, int64(copy(long, begun)), most)
	switch {
	case errors.Is(err, io.EOF) && n < most:
		return bytes.Clone(long[:n]), nil
	case err == nil, errors.Is(err, io.EOF):
		return nil, Garbled
	}
	return nil, err
}

// fill reads on into buf, of which n bytes are filled, until the answer ends or
// has so many bytes. An answer that breaks off has another error than io.EOF.
func fill(r io.Reader, buf []byte, n, most int64) ([]byte, int64, error) {
	for n < most {
		if n == int64(len(buf)) {
			bigger := make([]byte, min(2*n, most))
			copy(bigger, buf)
			buf = bigger
		}
		more, err := r.Read(buf[n:])
		n += int64(more)
		if err != nil {
			return buf, n, err
		}
	}
	return buf, n, nil
}
