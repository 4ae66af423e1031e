package sources

import (
	"bytes"
	"errors"
	"io"
	"net/http"
)

const (
	// shortBody is a size that nearly every response stays below.
	shortBody = 256 << 10
	firstRead = 8 << 10
	// maxLongReads is how many longer responses of one endpoint are read at a
	// time.
	maxLongReads = 2
)

// body reads a response of at most MaxBytes; a longer one is Garbled.
//
// Long responses are read a few at a time, into memory outside the Go heap. On
// the heap a few of them would dominate its size, and since the collector lets
// the heap double before it runs, a register that sends far too much to
// everybody could cost hundreds of MiB.
func (c *Client) body(resp *http.Response) ([]byte, error) {
	limit := c.config.MaxBytes + 1 // one more, to detect that it is too long
	if resp.ContentLength >= limit {
		return nil, Garbled
	}
	size := int64(firstRead)
	if resp.ContentLength >= 0 {
		size = resp.ContentLength + 1 // so that EOF is seen without growing
	}
	short, n, err := fill(resp.Body, make([]byte, min(size, shortBody)), 0, min(shortBody, limit))
	switch {
	case errors.Is(err, io.EOF) && n < limit:
		return short[:n], nil
	case err != nil && !errors.Is(err, io.EOF):
		return nil, err
	case n >= limit:
		return nil, Garbled
	}
	select {
	case c.longReads <- struct{}{}:
		defer func() { <-c.longReads }()
	case <-resp.Request.Context().Done():
		return nil, resp.Request.Context().Err()
	}
	return readLong(resp.Body, short[:n], limit)
}

// readLong reads the rest of a response that begins with begun.
func readLong(r io.Reader, begun []byte, limit int64) ([]byte, error) {
	long, free, err := offHeap(limit)
	if err != nil {
		return nil, Internal
	}
	defer free()
	_, n, err := fill(r, long, int64(copy(long, begun)), limit)
	switch {
	case errors.Is(err, io.EOF) && n < limit:
		return bytes.Clone(long[:n]), nil
	case err == nil, errors.Is(err, io.EOF):
		return nil, Garbled
	}
	return nil, err
}

// fill reads into buf, of which n bytes are filled, until the body ends or
// limit bytes are read. A body that is cut off returns an error other than
// io.EOF.
func fill(r io.Reader, buf []byte, n, limit int64) ([]byte, int64, error) {
	for n < limit {
		if n == int64(len(buf)) {
			bigger := make([]byte, min(2*n, limit))
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
