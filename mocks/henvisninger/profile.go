package henvisninger

import (
	"slices"
	"strings"

	"helsegraf/mocks/nhn"
)

// The profile's extensions with the type of their values; each may occur once.
const extension = "http://helsenorge.no/fhir/StructureDefinition/"

var extensions = map[string]string{
	"no-mottatt-dato": "valueDateTime", "no-vurdert-dato": "valueDateTime", "no-ansiennitets-dato": "valueDateTime",
	"no-frist-for-vurdering": "valueDateTime", "no-frist-for-helsehjelp": "valueDateTime", "servicerequest-statusReason": "valueCodeableConcept",
}

var statuses = []string{"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"}

// wrong returns the first thing in a ServiceRequest that hn-basis-serviceRequest 1.3.2
// or R4 forbids, besides its identifier and the citizen's number.
func wrong(r nhn.Resource) *nhn.Fault {
	subject, _ := r["subject"].(map[string]any)
	status, _ := r["status"].(string)
	switch {
	case subject["type"] != "Patient":
		return nhn.Wrong("subject.type skal være Patient")
	case !slices.Contains(statuses, status):
		return nhn.Wrong("status er ukjent")
	case r["intent"] != "order":
		return nhn.Wrong("intent må være 'order'")
	case r["priority"] != "routine" && r["priority"] != "urgent" && r["priority"] != "stat":
		return nhn.Wrong("priority må være enten 'routine','urgent' eller 'stat'")
	case !professions(r["performerType"]):
		return nhn.Wrong("performerType skal være fra SNOMED CT eller 9060")
	}
	for _, info := range list(r["supportingInfo"]) {
		ref, _ := info.(map[string]any)
		if to, _ := ref["reference"].(string); !strings.HasPrefix(to, "#") {
			return nhn.Wrong("supportingInfo skal være en contained ressurs")
		}
	}
	seen := map[string]bool{}
	for _, one := range list(r["extension"]) {
		e, _ := one.(map[string]any)
		url, _ := e["url"].(string)
		name, ours := strings.CutPrefix(url, extension)
		value, known := extensions[name]
		switch {
		case !ours || !known: // the slicing is open
		case seen[name]:
			return nhn.Wrong(name + " kan bare forekomme én gang")
		case e[value] == nil:
			return nhn.Wrong(name + " skal ha " + value)
		}
		seen[name] = seen[name] || known
	}
	return nil
}

// professions reports whether a performerType, if any, has a code of the required
// value set.
func professions(concept any) bool {
	if concept == nil {
		return true
	}
	c, _ := concept.(map[string]any)
	return slices.ContainsFunc(list(c["coding"]), func(one any) bool {
		coding, _ := one.(map[string]any)
		return coding["system"] == "http://snomed.info/sct" || coding["system"] == "urn:oid:2.16.578.1.12.4.1.1.9060"
	})
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}
