package sources_test

import (
	"bytes"
	"net/http"
	"strconv"
	"testing"

	"helsegraf/sources"
)

// Answers of any length are read whole, and the longest of them not at all.
func TestLongAnswers(t *testing.T) {
	const most = 1 << 20
	for _, size := range []int{0, 1, 8<<10 - 1, 8 << 10, 256<<10 - 1, 256 << 10, 256<<10 + 1, most - 1, most, most + 1, 2 * most} {
		for _, told := range []bool{true, false} {
			sent := bytes.Repeat([]byte("0123456789abcdef"), size/16+1)[:size]
			r := startRegister(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				if told {
					w.Header().Set("Content-Length", strconv.Itoa(size))
				}
				_, _ = w.Write(sent)
			}, func(c *sources.Config) { c.MaxBytes = most })
			for range 3 { // the buffers are used again
				err := r.Call(t.Context(), search, sources.Request{Method: http.MethodGet, Path: "/"}, func(resp *sources.Response) error {
					if !bytes.Equal(resp.Body, sent) {
						t.Errorf("%d bytes: not what was sent", size)
					}
					return nil
				})
				want := sources.Kind(0)
				if size > most {
					want = sources.Garbled
				}
				wantKind(t, err, want)
			}
		}
	}
}
