package fhir_test

import (
	"testing"

	"helsegraf/sources/fhir"
)

func TestNormalSystem(t *testing.T) {
	for in, want := range map[string]string{
		"urn:oid:2.16.578.1.12.4.1.1.7408":                               "urn:oid:2.16.578.1.12.4.1.1.7408",
		"http://ehelse.no/fhir/CodeSystem/no-kodeverk-7408":              "urn:oid:2.16.578.1.12.4.1.1.7408",
		"http://helsedir.no/fhir/CodeSystem/no-kodeverk-7408.codesystem": "urn:oid:2.16.578.1.12.4.1.1.7408",
		"http://www.whocc.no/atc":                                        fhir.SystemATC,
		"urn:oid:2.16.578.1.12.4.1.1.7180":                               fhir.SystemATC,
		"http://helsedir.no/fhir/CodeSystem/no-kodeverk-7180":            fhir.SystemATC,
		"http://ehelse.no/fhir/CodeSystem/FEST":                          fhir.SystemFEST,
		"http://dmp.no/fhir/NamingSystem/festLegemiddelPakning":          fhir.SystemFEST,
		"http://dmp.no/fhir/NamingSystem/festLegemiddelVirkestoff":       fhir.SystemFEST,
		"http://loinc.org":                                               "http://loinc.org",
		"":                                                               "",
	} {
		if got := fhir.NormalSystem(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
		for _, system := range []string{want, in, fhir.SystemATC, fhir.SystemFEST, fhir.VolvenOID + "7408", fhir.VolvenOID + "74", ""} {
			c := &fhir.CodeableConcept{Coding: []fhir.CodingWire{{System: in, Code: "x"}}}
			if c.Has(system, "x") != (system == want) || (c.In(system) != nil) != (system == want) {
				t.Errorf("%q is or is not of %q", in, system)
			}
		}
	}
}
