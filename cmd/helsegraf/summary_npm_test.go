//go:build npm

package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// Summaries of oneself, of a child, of one who gave a power, and with registers
// that are down, are valid R4, and what HL7's guide to the International Patient
// Summary requires of each resource holds, by the guide's own snapshots and by
// its prose. Changed ones are found out. A viewer that others have made shows what
// they are read for.
func TestSummaryProfiles(t *testing.T) {
	h := newTestEnv(t)
	var all []string
	get := func(persona, of string) {
		t.Helper()
		link, _ := h.summaryLinks(persona, of)
		r := h.download(link, login{persona: persona, client: "web"})
		if !json.Valid([]byte(r.body)) || r.kind != "application/fhir+json" {
			t.Fatalf("%+v", r)
		}
		all = append(all, r.body)
	}
	for _, of := range [][2]string{{"line", "line"}, {"line", "dan"}, {"line", "dina"}, {"line", "berit"}, {"berit", "berit"}, {"kari", "kari"}, {"randi", "randi"}, {"nils", "nils"}} {
		get(of[0], of[1])
	}
	hers := all[0]
	for _, register := range []string{"kjernejournal", "provesvar", "usagelog"} {
		h.stop(register)
		get("line", "line")
	}
	sound := len(all)
	for _, change := range [][2]string{
		{`"identifier":{`, `"identifiers":{`},
		{`"type":"document"`, `"type":"collection"`},
		{`"code":"11450-4"`, `"code":"11450-5"`},
		{`"code":"30954-2"`, `"code":"11369-6"`},
		{`"medicationReference":`, `"medicine":`},
		{`"occurrenceDateTime":`, `"occurrence":`},
		{`"effectiveDateTime":`, `"effective":`},
		{`"code":"laboratory"`, `"code":"exam"`},
		{`"birthDate":`, `"born":`},
		{`"status":"final"`, `"status":"entered-in-error"`},
		{`"patient":{"reference":"urn:uuid:`, `"patient":{"reference":"urn:uuid:0`},
		{`"emptyReason":`, `"emptyReason2":`},
	} {
		from := hers
		if change[0] == `"emptyReason":` {
			from = all[3]
		}
		changed := strings.Replace(from, change[0], change[1], 1)
		if changed == from {
			t.Fatalf("no %s", change[0])
		}
		all = append(all, changed)
	}
	in := make([]json.RawMessage, len(all))
	for i, text := range all {
		in[i] = json.RawMessage(text)
	}
	var got []struct {
		R4, Broken        []string
		Checked, Profiled int
	}
	dir := npm(t, "summary")
	judged(t, dir, "profile.mjs", in, &got)
	if len(got) != len(all) {
		t.Fatalf("%d of %d", len(got), len(all))
	}
	for i, one := range got[:sound] {
		if len(one.R4) > 0 || len(one.Broken) > 0 {
			t.Errorf("%d: R4: %v, guide: %v in\n%s", i, one.R4, one.Broken, all[i])
		}
		if one.Checked < 300 || one.Profiled < 2 {
			t.Errorf("%d: only %d requirements of %d resources", i, one.Checked, one.Profiled)
		}
	}
	var viewed []struct {
		Rendered int
		Missed   []string
	}
	judged(t, dir, "view.mjs", in[:sound], &viewed)
	for i, one := range viewed {
		if one.Rendered == 0 || i == 0 && one.Rendered < 10 || len(one.Missed) > 0 {
			t.Errorf("%d: a viewer shows %d resources, and not %v", i, one.Rendered, one.Missed)
		}
	}
	for i, one := range got[sound:] {
		if len(one.Broken) == 0 {
			t.Errorf("change %d is not found", i)
		}
	}
}
