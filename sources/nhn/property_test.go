package nhn_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"helsegraf/sources/sourcetest"
)

// However R4 lets a response be written, it is read the same. The number of
// forms tried is rapid's flag -rapid.checks; .ci/run sets it higher than go
// test.
func TestMutatedAnswersMeanTheSame(t *testing.T) {
	t.Parallel()
	all := registers(t)
	want := map[string]string{}
	for _, r := range all {
		s, _, err := r.says(t, []string{string(r.answer)})
		if err != nil {
			t.Fatal(err)
		}
		want[r.name] = s.model
	}
	rapid.Check(t, func(rt *rapid.T) {
		r := all[rapid.IntRange(0, len(all)-1).Draw(rt, "register")]
		b := decoded(r.answer)
		b.rewritten(rt, r, true)
		s, _, err := r.says(t, b.pages(rt))
		if err != nil || s.model != want[r.name] || !s.complete {
			rt.Fatalf("%s: complete %v, %v\n%s\n%s", r.name, s.complete, err, s.model, want[r.name])
		}
	})
}

// Whatever is missing or wrong in a response, the result is never a shorter list
// marked complete, and never has a record that was withdrawn, is about someone
// else or cannot be understood.
func TestMutatedAnswersNeverMislead(t *testing.T) {
	t.Parallel()
	all := registers(t)
	rapid.Check(t, func(rt *rapid.T) {
		r := all[rapid.IntRange(0, len(all)-1).Draw(rt, "register")]
		b := decoded(r.answer)
		before, _, err := r.says(t, []string{string(r.answer)})
		if err != nil {
			rt.Fatal(err)
		}
		// One of the listed records.
		var mine []int
		for i, e := range b.entries {
			if res := resourceOf(e); res["resourceType"] == r.kind && slices.Contains(before.keys, r.key(res)) {
				mine = append(mine, i)
			}
		}
		i := rapid.SampledFrom(mine).Draw(rt, "record")
		res := resourceOf(b.entries[i])
		key := r.key(res)
		silent, next := false, ""
		what := rapid.SampledFrom([]string{"dropped", "error", "fatal", "incomplete", "foreign", "entered-in-error", "modifierExtension", "elsewhere", "nothing after", "unreadable"}).Draw(rt, "what")
		switch what {
		case "dropped":
			b.entries = slices.Delete(b.entries, i, i+1)
		case "error", "fatal":
			b.entries = append(b.entries, said(what, "exception"))
		case "incomplete":
			b.entries = append(b.entries, said("warning", "incomplete"))
		case "entered-in-error":
			member := "status"
			if r.kind == "AllergyIntolerance" {
				member = "verificationStatus"
			}
			silent, res[member] = true, "entered-in-error"
			if member == "verificationStatus" {
				res[member] = map[string]any{"coding": []any{
					map[string]any{"system": "urn:local", "code": "confirmed"},
					map[string]any{"system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification", "code": "entered-in-error"},
				}}
			}
		case "modifierExtension":
			res["modifierExtension"] = []any{map[string]any{"url": "urn:x", "valueBoolean": true}}
		case "elsewhere":
			next = "https://elsewhere.example/fhir?_page=2"
		case "nothing after":
			next = "?_page=2"
			b.entries = slices.Delete(b.entries, i, i+1)
		case "unreadable":
			res["meta"] = "?"
		}
		b.rewritten(rt, r, false)
		if what == "foreign" {
			names, about := subjectOf(res)
			names[about] = map[string]any{"identifier": map[string]any{"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": sourcetest.Stranger}}
		}
		if next != "" {
			b.rest["link"] = []any{map[string]any{"relation": "next", "url": next}}
		}
		pages := b.pages(rt)
		if next != "" {
			pages = append(pages, `{"resourceType":"Bundle","type":"searchset"}`)
		}
		s, partial, err := r.says(t, pages)
		switch {
		case what != "error" && what != "fatal" && what != "incomplete" && what != "elsewhere" && slices.Contains(s.keys, key):
			rt.Fatalf("%s, %s: it is shown", r.name, what)
		case err == nil && !silent && s.complete && !partial:
			rt.Fatalf("%s, %s: passes for whole: %s", r.name, what, s.model)
		case silent && (err != nil || !s.complete || len(s.keys) != len(before.keys)-1):
			rt.Fatalf("%s, %s: %v, %d of %d", r.name, what, err, len(s.keys), len(before.keys))
		}
	})
}

func said(severity, code string) map[string]any {
	return map[string]any{"resource": map[string]any{"resourceType": "OperationOutcome", "issue": []any{map[string]any{"severity": severity, "code": code}}}}
}
