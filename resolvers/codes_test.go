package resolvers

import (
	"strings"
	"testing"

	"helsegraf/graph"
)

// Every code has its own advice; for the gateway's own faults it is to contact
// the operator.
func TestEveryCodeHasAdvice(t *testing.T) {
	listed := map[string]graph.ErrorCode{}
	for _, c := range ErrorCodes() {
		listed[c.Code] = c
	}
	for _, code := range everyCode() {
		c, ok := listed[code]
		switch {
		case !ok:
			t.Errorf("%s is not listed", code)
		case c.Says == "" || !strings.HasSuffix(c.Do, "."):
			t.Errorf("%s: %+v", code, c)
		case strings.HasPrefix(c.Do, "Report it") != (code == codeInternal):
			t.Errorf("%s has no advice: %s", code, c.Do)
		}
	}
	if len(listed) < len(everyCode()) {
		t.Error("only", len(listed))
	}
}
