package standin

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Fault is the body of POST /_control/fault: how an operation is to fail.
type Fault struct {
	Operation  string  `json:"operation"`  // "*" for every operation, "A|B" for two
	LatencyMs  int     `json:"latencyMs"`  // delay before the answer
	Status     int     `json:"status"`     // status instead of an answer; 0 answers as usual
	Body       string  `json:"body"`       // one of faultBodies; "" as usual
	RetryAfter int     `json:"retryAfter"` // seconds, with Status
	Location   string  `json:"location"`   // where a redirect or a next link points
	Rate       float64 `json:"rate"`       // share of calls; absent means all
	After      bool    `json:"after"`      // a write is carried out before the status, not refused by it
}

// Ways in which a body can be wrong; wrong.go has more. The first five concern bytes
// and are done here; the last three concern records, and each stand-in checks its
// Call for them.
const (
	bodyTruncate     = "truncate"
	bodyGarble       = "garble"
	bodyHuge         = "huge"
	bodySlow         = "slow"
	bodyReset        = "reset"
	bodyWrongSubject = "wrong-subject"
	bodyMissing      = "missing"
	bodyDuplicate    = "duplicate"
)

// Ways in which a write can fail beside those: the other ways of a body concern its
// answer, when it has been carried out.
const (
	bodyClose = "close" // read, not carried out, and the connection closed
	bodyLate  = "late"  // carried out after the latency, whether or not the client is still there
)

// of reports whether an operation is to fail.
func (f Fault) of(operation string) bool {
	return f.Operation == "*" || slices.Contains(strings.Split(f.Operation, "|"), operation)
}

func (f Fault) latency() time.Duration { return time.Duration(f.LatencyMs) * time.Millisecond }

// readFault reads the fault of a request; nil if it was invalid and has been answered.
func readFault(w http.ResponseWriter, r *http.Request) *Fault {
	f := Fault{Rate: 1}
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4<<10))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil || !slices.Contains(faultBodies, f.Body) || f.Rate < 0 || f.Rate > 1 || f.LatencyMs < 0 {
		http.Error(w, "a fault is {operation, latencyMs, status, body, retryAfter, location, rate, after}", http.StatusBadRequest)
		return nil
	}
	if f.Operation == "" {
		f.Operation = "*"
	}
	return &f
}
