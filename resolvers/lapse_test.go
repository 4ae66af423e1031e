package resolvers_test

import (
	"testing"
	"time"

	"helsegraf/mocks/standin"
)

// A decision that lapses while registers are answering is made again before
// anything is shown: at midnight unni turns 16, and her father loses access.
func TestADecisionRunsOutDuringTheAnswer(t *testing.T) {
	h := newTestEnv(t)
	midnight := h.world.Today()
	h.setClock(midnight.Add(-time.Second))
	id := h.id("unni", "web")
	const query = `query($id: ID!) { person(id: $id) { generalPractitioner { since history { totalCount } } } }`
	if a := h.query("ulf", query, map[string]any{"id": id}); len(a.Errors) > 0 {
		t.Fatal(a.raw)
	}
	h.fault("fastlegeregister", standin.Fault{LatencyMs: 1000})
	turn := time.AfterFunc(300*time.Millisecond, func() { h.setClock(midnight) })
	defer turn.Stop()
	a := h.query("ulf", query, map[string]any{"id": id})
	if got := a.code("person", "generalPractitioner"); got != "CHILD_AGE_LIMIT" || a.at("person", "generalPractitioner") != nil {
		t.Errorf("shown after midnight, or for another reason: %s", a.raw)
	}
}
