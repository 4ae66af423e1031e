package gateway

import (
	"net/http"
	"time"

	"helsegraf/graph"
	"helsegraf/graph/gateway/documents"
	"helsegraf/graph/gateway/transport"
	"helsegraf/sources"
)

// public is how long caches that everybody shares may keep an answer; 0, not at all,
// unless it was requested by GET, by nobody in particular, is of open data alone, and
// is whole. Data whose register is down is kept for a minute at most, so that it is
// not seen for longer than the register is.
func public(r *http.Request, q transport.Request, doc *documents.Document, a transport.Response, read *sources.Freshness) time.Duration {
	operation, f := doc.Operation(q.OperationName)
	if f != nil || r.Method != http.MethodGet || !transport.Anonymous(r.Header) || len(a.First.Errors) > 0 || a.More() {
		return 0
	}
	for extension := range q.Extensions {
		if extension != "persistedQuery" {
			return 0 // explain, for one, asks for another answer
		}
	}
	return max(0, read.Within(graph.Public(operation)).Truncate(time.Second))
}
