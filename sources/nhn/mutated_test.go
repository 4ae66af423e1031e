package nhn_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"helsegraf/mocks/form"
)

// bundle is a response being mutated.
type bundle struct {
	rest    map[string]any
	entries []any
}

func decoded(answer []byte) bundle {
	v, err := form.Decode(answer)
	if err != nil {
		panic(err)
	}
	rest := v.(map[string]any)
	b := bundle{rest, list(rest["entry"])}
	delete(rest, "entry")
	delete(rest, "link")
	return b
}

func resourceOf(entry any) map[string]any {
	r, _ := at(entry, "resource").(map[string]any)
	return r
}

// walk calls see for every object in v.
func walk(v any, see func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		see(v)
		for _, inner := range v {
			walk(inner, see)
		}
	case []any:
		for _, inner := range v {
			walk(inner, see)
		}
	}
}

// written is how references are written: relative, absolute or as a URN, each
// with or without a version.
type written struct {
	style     string
	versioned bool
}

func (f written) of(reference string) (fullURL, to string) {
	switch f.style {
	case "absolute":
		fullURL = "https://register.example/fhir/" + reference
		to = fullURL
	case "relative, placed":
		fullURL, to = "https://register.example/fhir/"+reference, reference
	case "urn":
		to = "urn:uuid:" + fmt.Sprintf("%x", reference)
		return to, to
	default:
		to = reference
	}
	if f.versioned {
		to += "/_history/1"
	}
	return fullURL, to
}

// rewritten rewrites the bundle in an equivalent form.
func (b *bundle) rewritten(t *rapid.T, r *register, versions bool) {
	f := written{rapid.SampledFrom([]string{"relative", "absolute", "relative, placed", "urn"}).Draw(t, "references"), rapid.Bool().Draw(t, "versioned")}
	whose := rapid.SampledFrom([]string{"identifier", "without system", "contained", "included"}).Draw(t, "subject")
	patient, toPatient := f.of("Patient/pat")
	var people map[string]any
	for _, e := range b.entries {
		res := resourceOf(e)
		if id, ok := res["id"].(string); ok {
			delete(e.(map[string]any), "fullUrl")
			if full, _ := f.of(fmt.Sprint(res["resourceType"], "/", id)); full != "" {
				e.(map[string]any)["fullUrl"] = full
			}
		}
		walk(res, func(o map[string]any) {
			if ref, ok := o["reference"].(string); ok && strings.HasPrefix(ref, "Medication") {
				_, o["reference"] = f.of(ref)
			}
			if codings := list(o["coding"]); len(codings) > 1 {
				o["coding"] = rapid.Permutation(codings).Draw(t, "codings")
			}
		})
		names, about := subjectOf(res)
		identifier, ok := at(names, about, "identifier").(map[string]any)
		if !ok {
			continue
		}
		person := map[string]any{"resourceType": "Patient", "id": "pat", "identifier": []any{identifier}}
		switch whose {
		case "without system":
			delete(identifier, "system")
		case "contained":
			res["contained"] = append(list(res["contained"]), person)
			names[about] = map[string]any{"reference": "#pat"}
		case "included":
			names[about] = map[string]any{"reference": toPatient}
			people = map[string]any{"resource": person, "search": map[string]any{"mode": "include"}}
		}
	}
	if people != nil {
		if patient != "" {
			people["fullUrl"] = patient
		}
		b.entries = append(b.entries, people)
	}
	b.adorned(t, r, versions)
	b.entries = rapid.Permutation(b.entries).Draw(t, "order")
}

// adorned adds what must not matter; with versions, also earlier versions, which
// a total may or may not count.
func (b *bundle) adorned(t *rapid.T, r *register, versions bool) {
	for i, e := range slices.Clone(b.entries) {
		res := resourceOf(e)
		switch rapid.IntRange(0, 6).Draw(t, "more") {
		case 0:
			res["extension"] = append(list(res["extension"]), map[string]any{"url": "urn:x", "valueDecimal": json.Number("1.0")})
		case 1:
			res["text"] = map[string]any{"status": "generated", "div": "<div>modifierExtension</div>"}
		case 2:
			res["language"] = "nb"
		case 3:
			b.entries = append(b.entries, b.entries[i]) // the same entry twice
		case 4:
			if id, ok := res["id"]; ok && versions && res["resourceType"] == r.kind {
				older := map[string]any{"resourceType": r.kind, "id": id, "status": "entered-in-error", "contained": res["contained"], "meta": map[string]any{"versionId": "2"}}
				for _, member := range []string{"patient", "subject", "participant"} {
					if who, ok := res[member]; ok {
						older[member] = who
					}
				}
				meta, _ := res["meta"].(map[string]any)
				if meta == nil {
					meta = map[string]any{}
					res["meta"] = meta
				}
				meta["versionId"] = "10"
				b.entries = append(b.entries, map[string]any{"resource": older, "fullUrl": at(e, "fullUrl")})
				if at(e, "fullUrl") == nil {
					delete(b.entries[len(b.entries)-1].(map[string]any), "fullUrl")
				}
			}
		}
	}
	for _, more := range []map[string]any{
		{"resourceType": "Practitioner", "id": "doc"}, {"resourceType": "Provenance", "id": "pro"},
		{"resourceType": "OperationOutcome", "issue": []any{map[string]any{"severity": "information", "code": "informational"}}},
	} {
		if rapid.Bool().Draw(t, "included") {
			b.entries = append(b.entries, map[string]any{"resource": more})
		}
	}
}

// pages splits the bundle into pages, each written in some form of JSON.
func (b *bundle) pages(t *rapid.T) []string {
	dice := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "writing"), 1))
	n := rapid.IntRange(1, 3).Draw(t, "pages")
	size := (len(b.entries) + n - 1) / n
	var parts [][]any
	for part := range slices.Chunk(b.entries, max(size, 1)) {
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		parts = [][]any{{}}
	}
	out := make([]string, 0, len(parts))
	for i, part := range parts {
		page := map[string]any{"entry": part}
		maps.Copy(page, b.rest)
		if i < len(parts)-1 {
			page["link"] = []any{map[string]any{"relation": "next", "url": fmt.Sprintf("?%s=%d", rapid.SampledFrom([]string{"_page", "_skip", "ct"}).Draw(t, "parameter"), i+2)}}
		}
		out = append(out, string(form.Write(dice, page)))
	}
	return out
}
