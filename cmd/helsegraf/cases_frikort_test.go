package main

import (
	"regexp"
	"strings"
	"testing"
)

// Helfo's amounts are read exactly, in any form JSON has for a number: without
// rounding or loss.
func TestHelfosSumsInEveryForm(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	h.warm()
	const query = `{ viewer { person { exemptionCard { year paid { amount currency } } } } }`
	for written, want := range map[string]string{
		"188": "188", "188.00": "188.00", "1.2E3": "1200", "1.2e+3": "1200", "1.88e2": "188", "18800e-2": "188.00", "0.1": "0.1",
		"90071992547409.93": "90071992547409.93", "1.005E2": "100.5",
	} {
		f.change("/api/egenandeler/", func(a *reply) {
			a.body = regexp.MustCompile(`"sumGodkjent":\s*[-0-9.eE+]+`).ReplaceAllString(a.body, `"sumGodkjent":`+written)
			a.body = regexp.MustCompile(`"aar":\s*2026`).ReplaceAllString(a.body, `"aar":2.026e3`)
		})
		if a := h.query(web("line"), query, ""); !strings.Contains(a.raw, `"paid":{"amount":"`+want+`","currency":"NOK"}`) || len(a.Errors) > 0 {
			t.Errorf("%s is not %s: %.300s", written, want, a.raw)
		}
	}
	for _, written := range []string{"1e400", `"188"`, "{}"} {
		f.change("/api/egenandeler/", func(a *reply) {
			a.body = regexp.MustCompile(`"sumGodkjent":\s*[-0-9.eE+]+`).ReplaceAllString(a.body, `"sumGodkjent":`+written)
		})
		if a := h.query(web("line"), query, ""); a.code() != "SOURCE_INVALID" {
			t.Errorf("%s is taken for a sum: %.300s", written, a.raw)
		}
	}
}
