package resolvers_test

import (
	"testing"

	"helsegraf/mocks/personvern"
	"helsegraf/mocks/world"
)

const extractsOf = `query($id: ID!) { person(id: $id) {
  prescriptions { totalCount } summaryCareRecord { status } vaccinations { totalCount }
  healthRegisters {
    registers { totalCount nodes { code name inclusion } }
    extract {
      prescriptions { totalCount complete nodes { medication { name } dosage } }
      criticalInformation { allergies { id } conditions { id } }
      vaccinations { totalCount nodes { givenOn } }
    }
  } } }`

// extract queries the services and their extracts.
func (h *testEnv) extract(persona, of string) response {
	h.t.Helper()
	return h.query(persona, extractsOf, map[string]any{"id": h.id(of, "web")})
}

// At the level BASIS the extract is open, and the services that it is an extract of
// are not: each register is called for the extract alone.
func TestExtractUnderBasis(t *testing.T) {
	h := newTestEnv(t)
	for _, register := range []string{"reseptformidler", "kjernejournal", "sysvak"} {
		h.reset(register)
	}
	a := h.extract("bodil", "bodil")
	for _, service := range []string{"prescriptions", "summaryCareRecord", "vaccinations"} {
		if a.code("person", service) != "CONSENT_TOO_LOW" || a.at("person", service) != nil {
			t.Errorf("%s: %s", service, a.raw)
		}
	}
	if len(a.Errors) != 3 {
		t.Fatal(a.raw)
	}
	extract := []string{"person", "healthRegisters", "extract"}
	if len(a.list(append(extract, "prescriptions", "nodes")...)) == 0 || len(a.list(append(extract, "vaccinations", "nodes")...)) == 0 || a.at(append(extract, "criticalInformation")...) == nil {
		t.Error(a.raw)
	}
	if len(a.list("person", "healthRegisters", "registers", "nodes")) == 0 {
		t.Error(a.raw)
	}
	calls := map[string]int{"Status": 1}
	if len(h.calls("kjernejournal")) > 1 {
		calls = map[string]int{"Status": 1, "AllergyIntolerance": 1, "Conditions": 1}
	}
	h.expectCalls(map[string]map[string]int{"reseptformidler": {"MedicationStatement/_search": 1}, "sysvak": {"Immunization/_search": 1}, "kjernejournal": calls})
	h.expectLogged("bodil", "bodil",
		"Bodil Eksempelvik SELF HEALTH_REGISTERS USED <nil>", "Bodil Eksempelvik SELF MEDICATION REFUSED CONSENT_TOO_LOW", "Bodil Eksempelvik SELF SUMMARY_CARE_RECORD REFUSED CONSENT_TOO_LOW",
		"Bodil Eksempelvik SELF VACCINATION REFUSED CONSENT_TOO_LOW")
}

// What closes a service closes its extract and nothing else, before its register is
// called.
func TestExtractClosed(t *testing.T) {
	t.Run("block", func(t *testing.T) {
		h := newTestEnv(t)
		h.world.Persona("bodil").Blocks = []world.Block{{Service: "MEDICATION", Since: h.world.Today()}}
		h.reset("reseptformidler")
		a := h.extract("bodil", "bodil")
		if a.code("person", "healthRegisters", "extract", "prescriptions") != "ACCESS_BLOCKED" || a.at("person", "healthRegisters", "extract", "prescriptions") != nil {
			t.Error(a.raw)
		}
		if len(a.list("person", "healthRegisters", "extract", "vaccinations", "nodes")) == 0 {
			t.Error(a.raw)
		}
		h.expectCalls(map[string]map[string]int{"reseptformidler": {}})
	})
	t.Run("reservation", func(t *testing.T) {
		h := newTestEnv(t)
		h.reset("kjernejournal")
		own, proxy := h.extract("randi", "randi"), h.extract("birger", "randi")
		at := []string{"person", "healthRegisters", "extract", "criticalInformation"}
		if own.code(at...) != "RESERVED" || proxy.code(at...) != "NOT_AVAILABLE_ON_BEHALF" {
			t.Errorf("%s\n%s", own.raw, proxy.raw)
		}
		if len(proxy.list("person", "healthRegisters", "extract", "prescriptions", "nodes")) == 0 {
			t.Error(proxy.raw)
		}
		h.expectCalls(map[string]map[string]int{"kjernejournal": {}})
	})
	t.Run("parent", func(t *testing.T) {
		h := newTestEnv(t)
		if a := h.extract("line", "dan"); a.code("person", "healthRegisters") != "CHILD_AGE_LIMIT" || a.at("person", "healthRegisters") != nil {
			t.Error(a.raw)
		}
	})
	t.Run("power", func(t *testing.T) {
		h := newTestEnv(t)
		berit := h.world.Persona("berit")
		berit.Powers[0].Services = append(berit.Powers[0].Services, "HEALTH_REGISTERS")
		h.urls["personvern"] = h.serve(personvern.New(h.world, h.issuer)) // which indexes the powers
		h.resolve(h.config(everyEndpoint))
		h.reset("sysvak")
		a := h.extract("line", "berit")
		if a.code("person", "healthRegisters", "extract", "vaccinations") != "PROXY_SCOPE_MISSING" || a.code("person", "healthRegisters", "extract", "criticalInformation") != "PROXY_SCOPE_MISSING" {
			t.Error(a.raw)
		}
		if len(a.list("person", "healthRegisters", "extract", "prescriptions", "nodes")) == 0 {
			t.Error(a.raw)
		}
		h.expectCalls(map[string]map[string]int{"sysvak": {}})
	})
}

// Research is the subject's own, and shows a consent that holds.
func TestResearch(t *testing.T) {
	h := newTestEnv(t)
	const of = `query($id: ID!) { person(id: $id) { research { totalCount nodes { id title basis consented since withdrawal responsible { name } } } } }`
	a := h.query("line", of, map[string]any{"id": h.id("line", "web")})
	nodes := a.list("person", "research", "nodes")
	if len(a.Errors) > 0 || len(nodes) != 2 {
		t.Fatal(a.raw)
	}
	for _, node := range nodes {
		n := node.(map[string]any)
		if n["consented"] != (n["basis"] == "CONSENT") || n["since"] == nil || n["withdrawal"] == nil {
			t.Errorf("%v", n)
		}
	}
	if a := h.query("birger", of, map[string]any{"id": h.id("randi", "web")}); a.code("person", "research") != "PROXY_SCOPE_MISSING" {
		t.Error(a.raw)
	}
}
