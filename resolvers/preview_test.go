package resolvers_test

import (
	"fmt"
	"testing"

	"helsegraf/graph/policy"
)

func TestPreviewProxy(t *testing.T) {
	h := newTestEnv(t)
	all := []any{}
	for _, s := range policy.Services() {
		all = append(all, s.String())
	}
	tests := []struct {
		persona      string
		scope        []any
		open, closed string
	}{
		{"line", []any{"MEDICATION", "APPOINTMENT"}, "MEDICATION APPOINTMENT", "PROXY_SCOPE_MISSING"},
		{"line", []any{"PRIVACY"}, "", "PROXY_SCOPE_MISSING"},
		{"line", []any{}, "", "PROXY_SCOPE_MISSING"},
		{"bodil", all, "PROFILE GP_INFORMATION CHANGE_GP EXEMPTION_CARD HEALTH_REGISTERS", "CONSENT_TOO_LOW PROXY_SCOPE_MISSING"},
		{"randi", []any{"MEDICATION", "SUMMARY_CARE_RECORD"}, "MEDICATION", "PROXY_SCOPE_MISSING RESERVED"},
		{"kari", all, "", "NOT_AVAILABLE_ON_BEHALF"},
	}
	for _, tt := range tests {
		access, _ := h.previewed(tt.persona, "previewProxy", previewProxy, map[string]any{"scope": tt.scope})
		if open(access) != offered(tt.open) || reasons(access) != tt.closed {
			t.Errorf("%s %v: open %s, closed by %s", tt.persona, tt.scope, open(access), reasons(access))
		}
	}
	for _, register := range healthRegisters {
		if calls := h.calls(register); len(calls) > 0 && register != "usagelog" { // previewing reads settings
			t.Errorf("%s was called: %v", register, calls)
		}
	}
}

// A preview shows exactly what the holder of such a power can use.
func TestPreviewProxyHolds(t *testing.T) {
	h := newTestEnv(t)
	preview, _ := h.previewed("berit", "previewProxy", previewProxy, map[string]any{"scope": []any{"MEDICATION", "APPOINTMENT"}})
	if has := h.access("line", h.id("berit", "web")); open(has) != open(preview) {
		t.Errorf("line has %s, the preview %s", open(has), open(preview))
	}
}

func TestPreviewConsent(t *testing.T) {
	h := newTestEnv(t)
	tests := []struct{ persona, level, open, closed string }{
		{"nils", "NONE", "PRIVACY", "CONSENT_MISSING"},
		{"nils", "BASIS", "PROFILE GP_INFORMATION CHANGE_GP EXEMPTION_CARD HEALTH_REGISTERS PRIVACY RESEARCH", "CONSENT_TOO_LOW"},
		{"bodil", "BASIS_PLUS", "PROFILE GP_INFORMATION CHANGE_GP EXEMPTION_CARD HEALTH_REGISTERS PRIVACY RESEARCH HOSPITAL_JOURNAL", "CONSENT_TOO_LOW"},
		{"bodil", "FULL", everyService(), ""},
		{"line", "NONE", "PRIVACY", "CONSENT_MISSING"},
	}
	for _, tt := range tests {
		access, fields := h.previewed(tt.persona, "previewConsent", previewConsent, map[string]any{"level": tt.level})
		if open(access) != offered(tt.open) || reasons(access) != tt.closed {
			t.Errorf("%s at %s: open %s, closed by %s", tt.persona, tt.level, open(access), reasons(access))
		}
		if got := fmt.Sprint(fields["MEDICATION"], fields["PROFILE"], fields["APPOINTMENT"], fields["TOOLS"]); got != "[Person.prescriptions Person.prescriptionAccessLog] [Person.contact Person.notificationSettings Person.activity Person.address] [Person.appointments Person.appointment Referral.appointments] [Person.tools]" {
			t.Errorf("fields: %s", got)
		}
	}
	for _, register := range healthRegisters {
		if calls := h.calls(register); len(calls) > 0 && register != "usagelog" { // previewing reads settings
			t.Errorf("%s was called: %v", register, calls)
		}
	}
}

// A preview opens nothing: a field it says would open is still closed beside it.
func TestAPreviewOpensNothing(t *testing.T) {
	h := newTestEnv(t)
	a := h.query("bodil", `{ previewConsent(level: FULL) { open } previewProxy(scope: [MEDICATION]) { open } viewer { person { prescriptions { totalCount } } } }`, nil)
	if got := a.code("viewer", "person", "prescriptions"); got != "CONSENT_TOO_LOW" {
		t.Errorf("code %q", got)
	}
	h.expectCalls(map[string]map[string]int{"reseptformidler": {}, "personvern": {"HentInnbyggersPiForPart": 1}})
}

// Without facts, or without a login, there is no preview.
func TestNoPreviewWithoutFacts(t *testing.T) {
	h := newTestEnv(t)
	const both = `{ previewConsent(level: FULL) { open } previewProxy(scope: [MEDICATION]) { open } }`
	for persona, code := range map[string]string{"": "UNAUTHENTICATED", "line": "CONSENT_SOURCE_UNAVAILABLE"} {
		h.fault("personvern", stopped)
		a := h.query(persona, both, nil)
		for _, field := range []string{"previewConsent", "previewProxy"} {
			if a.at(field) != nil || a.code(field) != code {
				t.Errorf("%q: %s", persona, a.raw)
			}
		}
	}
}
