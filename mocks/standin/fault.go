package standin

import (
	"encoding/json"
	"net/http"
	"slices"
)

// Fault is what POST /_control/fault takes: how an operation is to fail.
type Fault struct {
	Operation  string  `json:"operation"`  // "*" for every operation
	LatencyMs  int     `json:"latencyMs"`  // before answering
	Status     int     `json:"status"`     // answer this instead; 0 answers as usual
	Body       string  `json:"body"`       // one of faultBodies; "" as usual
	RetryAfter int     `json:"retryAfter"` // seconds, with Status
	Location   string  `json:"location"`   // where a redirect or a next link points
	Rate       float64 `json:"rate"`       // share of calls; absent is all
}

// The ways a body can be wrong; wrong.go has more. The first five are about
// bytes and done here; the last three are about records, and each stand-in asks
// its call for them.
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

// readFault is the fault a request asks for; nil when it has said that it is none.
func readFault(w http.ResponseWriter, r *http.Request) *Fault {
	f := Fault{Rate: 1}
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4<<10))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil || !slices.Contains(faultBodies, f.Body) || f.Rate < 0 || f.Rate > 1 || f.LatencyMs < 0 {
		http.Error(w, "a fault is {operation, latencyMs, status, body, retryAfter, location, rate}", http.StatusBadRequest)
		return nil
	}
	if f.Operation == "" {
		f.Operation = "*"
	}
	return &f
}
