package provesvar_test

import (
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/nhn"
	"helsegraf/sources/provesvar"
	"helsegraf/sources/sourcetest"
)

// answering is a client of a register that returns these resources.
func answering(t *testing.T, resources ...string) *provesvar.Client {
	t.Helper()
	entries := make([]string, len(resources))
	for i, r := range resources {
		entries[i] = `{"resource":` + strings.ReplaceAll(r, "WHO", `"subject":{"identifier":{"value":"`+sourcetest.Subject+`"}}`) + `}`
	}
	bundle := `{"resourceType":"Bundle","type":"searchset","entry":[` + strings.Join(entries, ",") + `]}`
	return provesvar.New(sourcetest.Replies(func(r *http.Request) (int, string, string) {
		if r.Header.Get("Person-Id") != sourcetest.Subject || strings.Contains(r.URL.String(), sourcetest.Subject) {
			t.Error("the person stands elsewhere than in the header")
		}
		return http.StatusOK, "application/fhir+json", bundle
	}).Client(t, register), nhn.Options{})
}

func mine(t *testing.T) policy.Grant {
	t.Helper()
	return granted(t, sourcetest.Number(t, sourcetest.Subject))
}

func text[S ~string](s *S) string {
	if s == nil {
		return ""
	}
	return string(*s)
}

const url = "http://nhn.no/fhir/nilar/StructureDefinition/"

func report(id, more string) string {
	return `{"resourceType":"DiagnosticReport","id":"` + id + `",WHO` + more + `}`
}

func TestReport(t *testing.T) {
	c := answering(t, report("r", `,"status":"corrected","identifier":[{"value":"R-1"}],"code":{"text":"Blodprøve"},
	    "category":[{"coding":[{"system":"http://ehelse.no/fhir/CodeSystem/no-kodeverk-8202","code":"CLIN","display":"Medisinsk biokjemi"}]}],
	    "effectiveDateTime":"2026-11-09T23:30:00Z","issued":"2026-11-11T10:00:00+01:00","conclusion":"Kontroll om en måned",
	    "extension":[{"url":"`+url+`reportdate","valueDateTime":"2026-11-10T10:00:00+01:00"}],
	    "performer":[{"reference":"#lab"}],"specimen":[{"reference":"Specimen/s"}],"basedOn":[{"reference":"#order"}],
	    "contained":[{"resourceType":"Organization","id":"lab","name":"Eksempel laboratorium"},
	      {"resourceType":"ServiceRequest","id":"order","status":"active","requester":{"reference":"#gp"}},
	      {"resourceType":"Practitioner","id":"gp","name":[{"family":"Modellmo","given":["Marte"]}]}]`),
		`{"resourceType":"Specimen","id":"s",WHO,"type":{"text":"Blod"},"collection":{"collectedDateTime":"2026-11-10T08:00:00+01:00"}}`)
	all, err := c.Reports(t.Context(), mine(t))
	if err != nil || len(all.Results) != 1 || !all.Complete {
		t.Fatalf("%+v, %v", all, err)
	}
	r := all.Results[0]
	if text(r.Title) != "Blodprøve" || r.Category != provesvar.Laboratory || !r.Type.Is("CLIN") || text(r.Status) != "AMENDED" {
		t.Errorf("%+v", r)
	}
	if text(r.TakenOn) != "2026-11-10" || !*r.Corrected || text(r.Note) != "Kontroll om en måned" || !r.IssuedAt.After(*r.FirstIssuedAt) {
		t.Errorf("%+v", r)
	}
	if text(r.Laboratory.Name) != "Eksempel laboratorium" || r.Requester.Name.Full != "Marte Modellmo" || len(r.Specimens) != 1 || text(r.Specimens[0].Material.Display) != "Blod" {
		t.Errorf("%+v", r)
	}
}

// Only the last version of a report is shown, whatever ids the versions have,
// and cancelled reports are not.
func TestVersions(t *testing.T) {
	version := func(id, issued, status string) string {
		return report(id, `,"identifier":[{"value":"R-1"}],"status":"`+status+`","issued":"`+issued+`"`)
	}
	reports, err := answering(t, version("1", "2026-11-01T10:00:00+01:00", "preliminary"), version("2", "2026-11-01T10:00:00Z", "final"),
		report("3", `,"status":"cancelled"`), report("4", `,"status":"unknown","effectiveDateTime":"2020-01-01"`)).Reports(t.Context(), mine(t))
	all := reports.Results
	if err != nil || len(all) != 2 || all[0].ID.Key != "4" || all[0].Status != nil || all[1].ID.Key != "|R-1" || text(all[1].Status) != "FINAL" || all[0].Corrected != nil {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestCategories(t *testing.T) {
	for code, want := range map[string]provesvar.TestResultCategory{"CLIN": provesvar.Laboratory, "MBIO": provesvar.Microbiology, "PAT": provesvar.Pathology, "MR": provesvar.Imaging, "XYZ": provesvar.Other} {
		all, err := answering(t, report("1", `,"status":"final","code":{"coding":[{"system":"urn:oid:2.16.578.1.12.4.1.1.8202","code":"`+code+`"}]}`)).Reports(t.Context(), mine(t))
		if err != nil || all.Results[0].Category != want {
			t.Errorf("%s: %v, %v", code, all, err)
		}
	}
}

// findings are those of report "r" in a response.
func findings(t *testing.T, relation policy.Relation, observations ...string) []provesvar.Observation {
	t.Helper()
	f, err := answering(t, observations...).Findings(t.Context(), granted(t, sourcetest.Number(t, sourcetest.Subject), relation))
	if err != nil {
		t.Fatal(err)
	}
	reports, err := answering(t, report("r", "")).Reports(t.Context(), mine(t))
	if err != nil {
		t.Fatal(err)
	}
	return f.Of(&reports.Results[0])
}

func observation(id, more string) string {
	return `{"resourceType":"Observation","id":"` + id + `","status":"final",WHO,"extension":[{"url":"` + url + `diagnosticreportref","valueReference":{"reference":"https://x.example/DiagnosticReport/r/_history/3"}}]` + more + `}`
}

func TestValues(t *testing.T) {
	const bounds = `,"referenceRange":[{"low":{"value":3.50},"high":{"value":5.0,"unit":"mmol/L"}},{"text":"barn: 3–6"}]`
	for more, check := range map[string]func(provesvar.Observation) bool{
		`,"valueQuantity":{"value":5.10,"unit":"mmol/L","comparator":"<"},"interpretation":[{"coding":[{"system":"http://ehelse.no/fhir/CodeSystem/no-kodeverk-8244","code":"1"}]}]` + bounds: func(o provesvar.Observation) bool {
			return *o.Quantity.Value == "5.10" && text(o.Comparator) == "<" && text(o.Flag) == "HIGH" && text(o.ReferenceRange) == "3.50–5.0 mmol/L" && *o.ReferenceLow == "3.50" && *o.ReferenceHigh == "5.0"
		},
		`,"valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"10828004","display":"Positiv"}]},"interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"A"}]}]`: func(o provesvar.Observation) bool {
			return o.Value.Is("10828004") && text(o.Text) == "Positiv" && text(o.Flag) == "OUTSIDE"
		},
		`,"valueString":"Ingen vekst","note":[{"text":"Ny prøve anbefales"}]`: func(o provesvar.Observation) bool {
			return text(o.Text) == "Ingen vekst" && text(o.Comment) == "Ny prøve anbefales"
		},
		`,"valueRange":{"low":{"value":1,"unit":"mg"}}`:                                         func(o provesvar.Observation) bool { return text(o.Text) == "≥ 1 mg" },
		`,"valueRange":{"high":{"value":2,"unit":"mg"}}`:                                        func(o provesvar.Observation) bool { return text(o.Text) == "≤ 2 mg" },
		`,"valueDateTime":"2026-11-01"`:                                                         func(o provesvar.Observation) bool { return text(o.Text) == "2026-11-01" },
		`,"dataAbsentReason":{"text":"Hemolyse"}`:                                               func(o provesvar.Observation) bool { return text(o.Text) == "Hemolyse" },
		`,"component":[{"code":{"text":"Systolisk"},"valueQuantity":{"value":120}}]`:            func(o provesvar.Observation) bool { return *o.Members[0].Quantity.Value == "120" },
		`,"interpretation":[{"coding":[{"system":"urn:local","code":"1"}]}],"valueString":"ok"`: func(o provesvar.Observation) bool { return o.Flag == nil },
	} {
		if all := findings(t, policy.Self, observation("1", more)); len(all) != 1 || !check(all[0]) {
			t.Errorf("%s: %+v", more, all)
		}
	}
}

// A member is only shown below its parent, and a cycle ends.
func TestTree(t *testing.T) {
	member := func(id string) string { return `{"reference":"Observation/` + id + `"}` }
	all := findings(t, policy.Self, observation("2", `,"code":{"text":"E. coli"},"hasMember":[`+member("3")+`,`+member("missing")+`]`), observation("3", `,"code":{"text":"Ampicillin"}`),
		observation("1", `,"code":{"text":"Dyrkning"},"hasMember":[`+member("2")+`]`), strings.Replace(observation("5", ""), `"final"`, `"entered-in-error"`, 1))
	if len(all) != 1 || text(all[0].Code.Display) != "Dyrkning" || text(all[0].Members[0].Members[0].Code.Display) != "Ampicillin" {
		t.Errorf("%+v", all)
	}
	if all := findings(t, policy.Self, observation("0", `,"hasMember":[`+member("1")+`]`), observation("1", `,"hasMember":[`+member("2")+`]`), observation("2", `,"hasMember":[`+member("1")+`]`)); len(all) != 1 {
		t.Errorf("%d roots", len(all))
	}
}

func TestHidden(t *testing.T) {
	const label = `,"meta":{"security":[{"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"NORN_FORANS"}]}`
	hidden := observation("2", label)
	whole := observation("1", `,"hasMember":[{"reference":"Observation/2"}]`)
	if all := findings(t, policy.Self, whole, hidden); len(all) != 1 || len(all[0].Members) != 1 {
		t.Errorf("not shown to the subject: %+v", all)
	}
	if all := findings(t, policy.Parent, whole, hidden); len(all) != 1 || len(all[0].Members) != 0 {
		t.Errorf("shown to a parent: %+v", all)
	}
	reports, err := answering(t, report("1", label)).Reports(t.Context(), granted(t, sourcetest.Number(t, sourcetest.Subject), policy.Parent))
	if err != nil || len(reports.Results) != 0 {
		t.Errorf("shown to a parent: %v, %v", reports, err)
	}
}

// An empty result and a refusal both come inside a 200 response, and a refusal
// is never read as empty.
func TestOutcomes(t *testing.T) {
	outcome := func(severity, code, details string) string {
		return `{"resourceType":"OperationOutcome","issue":[{"severity":"` + severity + `","code":"` + code + `"` + details + `}]}`
	}
	refusal := func(system string) string {
		return `,"details":{"coding":[{"system":"` + system + `","code":"General"}]}`
	}
	for _, tc := range []struct {
		name, entry string
		kind        sources.Kind
	}{
		{"nothing", outcome("information", "not-found", ""), 0},
		{"nothing, as an error", outcome("error", "not-found", ""), 0},
		{"refused", outcome("information", "suppressed", refusal("http://nhn.no/fhir/nilar/CodeSystem/pvk-outcome-cs")), sources.Denied},
		{"refused in the older words", outcome("warning", "value", refusal("NilarPvkOutcome")), sources.Denied},
		{"refused, and nothing", outcome("information", "not-found", refusal("NilarPvkOutcome")), sources.Denied},
		{"failed", outcome("error", "exception", ""), sources.Unavailable},
	} {
		reports, err := answering(t, tc.entry).Reports(t.Context(), mine(t))
		if sources.KindOf(err) != tc.kind || (err == nil) != (reports.Results != nil) {
			t.Errorf("%s: %v, %v", tc.name, reports, err)
		}
		if _, err := answering(t, tc.entry).Findings(t.Context(), mine(t)); sources.KindOf(err) != tc.kind {
			t.Errorf("%s: findings: %v", tc.name, err)
		}
	}
	if _, err := answering(t, report("1", ""), outcome("information", "suppressed", refusal("NilarPvkOutcome"))).Reports(t.Context(), mine(t)); sources.KindOf(err) != sources.Denied {
		t.Errorf("refused in part: %v", err)
	}
}
