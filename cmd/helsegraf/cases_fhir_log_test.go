package main

import (
	"strings"
	"testing"
)

const (
	logPath  = "/AuditEvent/_search"
	logQuery = `{ viewer { person { usageLog(first: 100) { totalCount nodes { at kind outcome service } } } } }`
)

// usageLog is the log in an answer; nil if null.
func (a lawful) usageLog() resource {
	c, _ := a.below("viewer", "person", "usageLog").(resource)
	return c
}

// The log's OperationOutcomes count, as in every other register.
func TestCaseC1OutcomesOfTheLog(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	saying := func(severity, code string, alone bool) func(*reply) {
		return bundled(t, func(_ resource, entries []any) []any {
			if alone {
				entries = nil
			}
			return append(entries, outcomeEntry(severity, code))
		})
	}
	for _, row := range []struct {
		severity, code string
		failed, short  bool
	}{
		{"error", "exception", true, false}, {"fatal", "processing", true, false}, {"warning", "incomplete", false, true},
		{"warning", "business-rule", false, false}, {"information", "incomplete", false, false},
	} {
		f.change(logPath, saying(row.severity, row.code, false))
		a := h.query(web("line"), logQuery, "")
		l := a.usageLog()
		switch name := row.severity + " " + row.code; {
		case row.failed:
			if l != nil || !strings.HasPrefix(a.code(), "SOURCE_") {
				t.Errorf("C1 log, %s: %.400s", name, a.raw)
			}
		case len(nodes(l)) == 0, (l["totalCount"] == nil) != row.short, row.short == strings.Contains(a.sources(), "USAGE_LOG OK"):
			t.Errorf("C1 log, %s, %s: %.400s", name, a.sources(), a.raw)
		}
	}
	for _, row := range []struct{ severity, code string }{{"error", "exception"}, {"warning", "incomplete"}} {
		f.change(logPath, saying(row.severity, row.code, true))
		if a := h.query(web("line"), logQuery, ""); a.usageLog() != nil || !strings.HasPrefix(a.code(), "SOURCE_") {
			t.Errorf("C1 log, %s alone: %.400s", row.severity, a.raw)
		}
	}
}

// A log that has more entries than it returns, without a next link, is
// incomplete.
func TestCaseC6TotalsOfTheLog(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	whole := h.query(web("line"), logQuery, "").usageLog()
	if whole["totalCount"] == nil || len(nodes(whole)) < 3 {
		t.Fatalf("line's log is %v", whole)
	}
	counted := func(total, sent int) func(*reply) {
		return bundled(t, func(b resource, entries []any) []any {
			delete(b, "link")
			b["total"] = total
			return entries[:min(sent, len(entries))]
		})
	}
	f.change(logPath, counted(5000, 2))
	if a := h.query(web("line"), logQuery, ""); a.usageLog()["totalCount"] != nil || len(nodes(a.usageLog())) != 2 || !strings.Contains(a.sources(), "USAGE_LOG PARTIAL") {
		t.Errorf("C6 two of five thousand, %s: %.400s", a.sources(), a.raw)
	}
	f.change(logPath, counted(5000, 0))
	if a := h.query(web("line"), logQuery, ""); a.usageLog() != nil || a.code() != "SOURCE_INVALID" {
		t.Errorf("C6 none of five thousand: %.400s", a.raw)
	}
	f.change(logPath, counted(2, 2))
	if a := h.query(web("line"), logQuery, ""); a.usageLog()["totalCount"] != float64(2) {
		t.Errorf("C6 two of two: %.400s", a.raw)
	}
}

// A kind or outcome that is not in the schema is null, and affects nothing else.
func TestCaseC8KindsOfTheLog(t *testing.T) {
	t.Parallel()
	h, f := newForeignEnv(t)
	f.change(logPath, each(t, "AuditEvent", func(nth int, r resource) {
		switch nth {
		case 0:
			r["type"] = coding("http://dicom.nema.org/resources/ontology/DCM", "110100")
		case 1:
			r["outcome"] = "12"
		}
	}))
	a := h.query(web("line"), logQuery, "")
	if all := nodes(a.usageLog()); len(all) < 3 || len(a.Errors) > 0 || strings.Count(a.raw, `"kind":null`) != 1 || strings.Count(a.raw, `"outcome":null`) != 1 || a.usageLog()["totalCount"] == nil {
		t.Errorf("%.600s", a.raw)
	}
	if !strings.Contains(h.log.String(), "records that cannot be used") {
		t.Error("nobody is told of what is not in the list")
	}
}
