package standin

import (
	"context"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"helsegraf/mocks/form"
)

// Call is one request to a stand-in.
type Call struct {
	W http.ResponseWriter
	R *http.Request

	s     *StandIn
	fault Fault
	after bool       // the fault shows in the answer to a write that was carried out
	form  *rand.Rand // for the answer's form; nil leaves it as it is
}

// Broken reports whether the fault makes the response wrong in any way.
func (c *Call) Broken() bool { return c.fault.Body != "" }

// WrongSubject reports whether the response should be about somebody else.
func (c *Call) WrongSubject() bool { return c.fault.Body == bodyWrongSubject }

// Missing reports whether to omit a record of the response.
func (c *Call) Missing() bool { return c.fault.Body == bodyMissing }

// Duplicate reports whether to repeat a record of the response.
func (c *Call) Duplicate() bool { return c.fault.Body == bodyDuplicate }

// hugeBody is how many bytes a stand-in sends when told to send too much.
const hugeBody = 64 << 20

// Reply sends a whole answer, or the wrong bytes that the fault prescribes.
func (c *Call) Reply(status int, contentType string, body []byte) {
	if c.after && !c.early() {
		return
	}
	contentType, body = c.formed(contentType, body)
	if c.wrong(status, contentType, body) {
		return
	}
	c.W.Header().Set("Content-Type", contentType)
	switch c.fault.Body {
	case bodyTruncate:
		c.W.Header().Set("Content-Length", strconv.Itoa(len(body)))
		c.W.WriteHeader(status)
		_, _ = c.W.Write(body[:len(body)/2])
		// A short body would otherwise stay in the buffer and never be sent.
		_ = http.NewResponseController(c.W).Flush()
		panic(http.ErrAbortHandler)
	case bodyReset:
		panic(http.ErrAbortHandler)
	case bodyGarble:
		body = slices.Clone(body)
		for i := len(body) / 3; i < len(body); i += 7 {
			body[i] ^= 0x5a
		}
	case bodyHuge:
		c.W.WriteHeader(status)
		_, _ = c.W.Write(body[:len(body)/2])
		blank := make([]byte, 64<<10)
		for i := range blank {
			blank[i] = ' '
		}
		for sent := 0; sent < hugeBody && c.R.Context().Err() == nil; sent += len(blank) {
			if _, err := c.W.Write(blank); err != nil {
				return
			}
		}
		return
	case bodySlow:
		c.W.WriteHeader(status)
		for i := range body {
			if !wait(c.R.Context(), 100*time.Millisecond) {
				return
			}
			_, _ = c.W.Write(body[i : i+1])
			_ = http.NewResponseController(c.W).Flush()
		}
		return
	}
	c.W.WriteHeader(status)
	_, _ = c.W.Write(body)
}

// early shows the part of the fault that precedes an answer, and reports whether an
// answer is still to be given.
func (c *Call) early() bool {
	if !wait(c.R.Context(), c.fault.latency()) {
		return false
	}
	if c.fault.Status == 0 {
		return true
	}
	if c.fault.RetryAfter > 0 {
		c.W.Header().Set("Retry-After", strconv.Itoa(c.fault.RetryAfter))
	}
	c.fault.redirect(c.W.Header())
	c.W.WriteHeader(c.fault.Status)
	return false
}

// formed returns an answer in this call's form.
func (c *Call) formed(contentType string, body []byte) (string, []byte) {
	switch {
	case c.form == nil:
	case strings.Contains(contentType, "xml"):
		return form.XML(c.form, c.s.World.Zone(), contentType, body)
	case strings.Contains(contentType, "fhir+json"):
		return form.Media(c.form, contentType), form.FHIR(c.form, body)
	case strings.Contains(contentType, "json"):
		return form.Media(c.form, contentType), form.JSON(c.form, body)
	}
	return contentType, body
}

// wait sleeps for d and reports whether the client is still there.
func wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
