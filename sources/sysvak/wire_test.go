package sysvak_test

import (
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
	"helsegraf/sources/sysvak"
)

// answering is a client of a register that returns these resources.
func answering(t *testing.T, resources ...string) *sysvak.Client {
	t.Helper()
	entries := make([]string, len(resources))
	for i, r := range resources {
		entries[i] = `{"resource":` + strings.ReplaceAll(r, "WHO", `"patient":{"identifier":{"value":"`+sourcetest.Subject+`"}}`) + `}`
	}
	bundle := `{"resourceType":"Bundle","type":"searchset","entry":[` + strings.Join(entries, ",") + `]}`
	return sysvak.New(sourcetest.Replies(func(*http.Request) (int, string, string) {
		return http.StatusOK, "application/fhir+json", bundle
	}).Client(t, register), nhn.Options{})
}

func mine(t *testing.T) policy.Grant {
	t.Helper()
	return granted(t, sourcetest.Number(t, sourcetest.Subject))
}

// text dereferences a string pointer; nil is "".
func text[S ~string](s *S) string {
	if s == nil {
		return ""
	}
	return string(*s)
}

func TestVaccination(t *testing.T) {
	c := answering(t, `{"resourceType":"Immunization","id":"1","status":"completed",WHO,"occurrenceDateTime":"2018-09",
	  "vaccineCode":{"coding":[{"system":"http://fhi.no/fhir/CodeSystem/sysvak","code":"EKS01"},{"system":"urn:oid:2.16.578.1.12.4.1.1.7180","code":"J07BD52"}],"text":"MMR"},
	  "lotNumber":"EKS-1","isSubpotent":true,"contained":[{"resourceType":"Organization","id":"o","name":"Eksempel helsestasjon","identifier":[{"system":"urn:oid:2.16.578.1.12.4.1.4.101","value":"999999901"}]},
	    {"resourceType":"Practitioner","id":"p","name":[{"text":"Prøve Person"}]}],
	  "performer":[{"actor":{"reference":"#p"}},{"actor":{"reference":"#o"}}],
	  "protocolApplied":[{"targetDisease":[{"text":"Meslinger"},{"text":"Kusma"}],"doseNumberPositiveInt":2e0},{"targetDisease":[{"text":"Kusma"}],"doseNumberPositiveInt":1}]}`)
	all, err := c.Vaccinations(t.Context(), mine(t))
	if err != nil || len(all.Given) != 1 || len(all.NotGiven) != 0 {
		t.Fatalf("%+v, %v", all, err)
	}
	v := all.Given[0]
	if !v.Vaccine.Is("J07BD52") || text(v.Vaccine.System) != "http://www.whocc.no/atc" || !v.SysvakCode.Is("EKS01") {
		t.Error("not by ATC first, and SYSVAK's own code beside it")
	}
	if text(v.On) != "2018-09" || *v.DoseNumber != 2 || !*v.Subpotent || text(v.Batch) != "EKS-1" {
		t.Errorf("%+v", v)
	}
	if len(v.Diseases) != 2 || text(v.Diseases[1].Display) != "Kusma" {
		t.Errorf("diseases %v", v.Diseases)
	}
	if text(v.AdministeredBy.Name) != "Eksempel helsestasjon" || text(v.AdministeredBy.OrganizationNumber) != "999999901" {
		t.Error("where it was given is not told")
	}
}

// Vaccines not given are listed separately, withdrawn records nowhere, and the
// latest come first.
func TestStatuses(t *testing.T) {
	of := func(id, status, on string) string {
		return `{"resourceType":"Immunization","id":"` + id + `","status":"` + status + `",WHO,"occurrenceDateTime":"` + on + `","statusReason":{"text":"Ønsket ikke"}}`
	}
	all, err := answering(t, of("1", "completed", "2001"), of("2", "not-done", "2002-01-01"), of("3", "entered-in-error", "2003"), of("4", "completed", "2004-05-06T23:30:00Z")).Vaccinations(t.Context(), mine(t))
	if err != nil || len(all.Given) != 2 || len(all.NotGiven) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	if all.Given[0].ID.Key != "4" || text(all.Given[0].On) != "2004-05-07" || text(all.NotGiven[0].Reason.Display) != "Ønsket ikke" {
		t.Errorf("%+v", all)
	}
	if _, err := answering(t, of("1", "completed", "2001"), of("2", "planned", "2002")).Vaccinations(t.Context(), mine(t)); sources.KindOf(err) != sources.Garbled {
		t.Errorf("a status unknown to FHIR: %v", err)
	}
}

func TestRecommendations(t *testing.T) {
	recommended := func(id, inner string) string {
		return `{"resourceType":"ImmunizationRecommendation","id":"` + id + `",WHO,"date":"2026-10-01","recommendation":[` + inner + `]}`
	}
	status := func(code string) string {
		return `"forecastStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/immunization-recommendation-status","code":"` + code + `"}]}`
	}
	on := func(day string) string {
		return `"dateCriterion":[{"code":{"coding":[{"system":"http://loinc.org","code":"30980-7"}]},"value":"` + day + `"}]`
	}
	c := answering(t, recommended("1", `{"targetDisease":[{"text":"Influensa"}],"description":"Årlig"},{"targetDisease":{"text":"Stivkrampe"},`+status("overdue")+`,`+on("2026-12-01")+`},{`+status("contraindicated")+`}`),
		recommended("2", `{"vaccineCode":[{"text":"Covid-19"}],`+status("due")+`,`+on("2026-11-01")+`},{`+status("immune")+`}`))
	all, err := c.Recommendations(t.Context(), mine(t))
	if err != nil || len(all) != 3 {
		t.Fatalf("%+v, %v", all, err)
	}
	if text(all[0].Vaccines[0].Display) != "Covid-19" || text(all[1].Diseases[0].Display) != "Stivkrampe" || text(all[2].Description) != "Årlig" || all[2].DueOn != nil || text(all[2].RecommendedOn) != "2026-10-01" {
		t.Errorf("%+v", all)
	}
	keys := map[fhir.RecordID]bool{all[0].ID: true, all[1].ID: true, all[2].ID: true}
	if len(keys) != 3 {
		t.Error("two recommendations have one key")
	}
	if _, err := answering(t, recommended("1", `{`+status("perhaps")+`}`)).Recommendations(t.Context(), mine(t)); sources.KindOf(err) != sources.Garbled {
		t.Errorf("a status unknown to FHIR: %v", err)
	}
	if none, err := answering(t).Recommendations(t.Context(), mine(t)); err != nil || none == nil || len(none) != 0 {
		t.Errorf("nothing recommended: %v, %v", none, err)
	}
}

func TestLabels(t *testing.T) {
	labelled := `{"resourceType":"Immunization","id":"1","status":"completed",WHO,"meta":{"security":[{"system":"urn:oid:2.16.578.1.12.4.1.1.9603","code":"NORN_FORANS"}]}}`
	for relation, want := range map[policy.Relation]int{policy.Self: 1, policy.Parent: 0} {
		all, err := answering(t, labelled).Vaccinations(t.Context(), granted(t, sourcetest.Number(t, sourcetest.Subject), relation))
		if err != nil || len(all.Given) != want {
			t.Errorf("%v: %v, %v", relation, len(all.Given), err)
		}
	}
}
