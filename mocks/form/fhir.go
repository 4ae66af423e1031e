package form

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

// FHIR rewrites an answer in any way that FHIR R4 allows.
func FHIR(dice *rand.Rand, text []byte) []byte {
	v, err := Decode(text)
	if err != nil {
		return text
	}
	if b, ok := v.(map[string]any); ok && b["resourceType"] == "Bundle" && b["type"] == "searchset" {
		Bundle(dice, b)
	}
	return Write(dice, v)
}

// Bundle rewrites a searchset in an equivalent form: references, subjects, codings and
// extra members. The order of the matches stays.
func Bundle(dice *rand.Rand, b map[string]any) {
	entries, _ := b["entry"].([]any)
	f := newReferences(dice, entries)
	whose := dice.IntN(4)
	included := map[string]any{}
	for _, e := range entries {
		entry, resource := parts(e)
		if resource == nil {
			continue
		}
		f.place(entry, resource)
		walk(resource, func(o map[string]any) {
			f.rewrite(o)
			codings(dice, o)
		})
		about(whose, f, resource, included)
		adorn(dice, f, resource)
	}
	for _, number := range slices.Sorted(keys(included)) {
		entries = insert(dice, entries, included[number])
	}
	for _, more := range []map[string]any{
		{"resourceType": "Practitioner", "id": "doc"}, {"resourceType": "Provenance", "id": "pro"},
		{"resourceType": "OperationOutcome", "issue": []any{map[string]any{"severity": "information", "code": "informational"}}},
		{"resourceType": "OperationOutcome", "issue": []any{map[string]any{"severity": "warning", "code": "informational"}}},
	} {
		if dice.IntN(2) == 0 {
			entries = insert(dice, entries, map[string]any{"resource": more})
		}
	}
	b["entry"] = entries
}

func keys(m map[string]any) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// insert puts an entry at a random position.
func insert(dice *rand.Rand, entries []any, e any) []any {
	return slices.Insert(entries, dice.IntN(len(entries)+1), e)
}

func parts(e any) (entry, resource map[string]any) {
	entry, _ = e.(map[string]any)
	resource, _ = entry["resource"].(map[string]any)
	return entry, resource
}

// references decides how references are written: relative, absolute or as urn, each
// with or without a version. References to resources outside the Bundle are left as
// they are.
type references struct {
	style     string
	versioned bool
	here      map[string]string // resources in the Bundle, by type and id
}

const base = "https://register.example/fhir/"

func newReferences(dice *rand.Rand, entries []any) *references {
	f := &references{[]string{"as it was", "relative", "absolute", "urn"}[dice.IntN(4)], dice.IntN(2) == 0, map[string]string{}}
	for i, e := range entries {
		if _, resource := parts(e); resource["id"] != nil {
			f.here[name(resource)] = fmt.Sprintf("urn:uuid:%08x-0000-4000-8000-%012x", dice.Uint32(), i)
		}
	}
	f.here["Patient/pat"] = fmt.Sprintf("urn:uuid:%08x-0000-4000-8000-ffffffffffff", dice.Uint32())
	return f
}

func name(resource map[string]any) string {
	return fmt.Sprint(resource["resourceType"], "/", resource["id"])
}

// place gives an entry the address by which its resource is referenced.
func (f *references) place(entry, resource map[string]any) {
	urn, here := f.here[name(resource)]
	switch {
	case !here:
	case f.style == "urn":
		entry["fullUrl"] = urn
	case f.style != "as it was":
		entry["fullUrl"] = base + name(resource)
	}
}

// to returns a reference to a resource of the Bundle.
func (f *references) to(reference string) string {
	switch f.style {
	case "urn":
		return f.here[reference]
	case "absolute":
		reference = base + reference
	case "as it was":
		return reference
	}
	if f.versioned {
		reference += "/_history/1"
	}
	return reference
}

func (f *references) rewrite(o map[string]any) {
	if reference, ok := o["reference"].(string); ok && f.here[reference] != "" {
		o["reference"] = f.to(reference)
	}
}

// codings adds a local coding to the existing ones, and shuffles them.
func codings(dice *rand.Rand, o map[string]any) {
	all, ok := o["coding"].([]any)
	if !ok || len(all) == 0 {
		return
	}
	if dice.IntN(3) == 0 {
		all = append(all, map[string]any{"system": "urn:oid:2.999.7", "code": fmt.Sprintf("L%d", dice.IntN(100))})
	}
	dice.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	o["coding"] = all
}

// about names a resource's subject in another way: without the number's system, by a
// contained Patient, or by an included one.
func about(whose int, f *references, resource map[string]any, included map[string]any) {
	for _, member := range []string{"subject", "patient"} {
		who, _ := resource[member].(map[string]any)
		identifier, ok := who["identifier"].(map[string]any)
		if !ok {
			continue
		}
		patient := map[string]any{"resourceType": "Patient", "id": "pat", "identifier": []any{identifier}}
		switch {
		case whose == 1:
			delete(identifier, "system")
		case whose == 2:
			contained, _ := resource["contained"].([]any)
			resource["contained"] = append(contained, patient)
			resource[member] = map[string]any{"reference": "#pat"}
		case whose == 3 && (len(included) == 0 || included[fmt.Sprint(identifier["value"])] != nil):
			// One Patient has the id; other people are named by number as before.
			entry := map[string]any{"resource": patient, "search": map[string]any{"mode": "include"}}
			f.place(entry, patient)
			included[fmt.Sprint(identifier["value"])] = entry
			resource[member] = map[string]any{"reference": f.to("Patient/pat")}
		}
	}
}

var wholeNumber = regexp.MustCompile(`^\d+$`)

// adorn adds members that change nothing.
func adorn(dice *rand.Rand, f *references, resource map[string]any) {
	switch dice.IntN(6) {
	case 0:
		extensions, _ := resource["extension"].([]any)
		resource["extension"] = append(extensions, map[string]any{"url": "urn:x", "valueDecimal": json.Number("1.0")})
	case 1:
		resource["text"] = map[string]any{"status": "generated", "div": "<div>modifierExtension</div>"}
	case 2:
		resource["language"] = "nb"
	case 3:
		meta, _ := resource["meta"].(map[string]any)
		version, has := meta["versionId"].(string)
		switch {
		case meta == nil:
			resource["meta"] = map[string]any{"versionId": "1"}
		case !has:
			meta["versionId"] = "1"
		case wholeNumber.MatchString(version) && !f.versioned:
			delete(meta, "versionId")
		}
	}
}

// Media returns a media type with parameters that do not change its meaning.
func Media(dice *rand.Rand, media string) string {
	if strings.Contains(media, ";") {
		return media
	}
	return media + []string{"", "; charset=utf-8", ";charset=UTF-8", `; charset="utf-8"`}[dice.IntN(4)]
}
