package reseptformidler

import (
	"strings"
	"time"

	"helsegraf/mocks/nhn"
)

// volven writes a Volven list under one of its three names.
func volven(drift int, list string) string {
	switch drift % 3 {
	case 1:
		return "http://ehelse.no/fhir/CodeSystem/no-kodeverk-" + list
	case 2:
		return "http://helsedir.no/fhir/CodeSystem/no-kodeverk-" + list + ".codesystem"
	}
	return "urn:oid:2.16.578.1.12.4.1.1." + list
}

const structure = "http://ehelse.no/fhir/StructureDefinition/sfm-"

func concept(system, code, display string) map[string]any {
	coding := map[string]any{"system": system, "code": code}
	if display != "" {
		coding["display"] = display
	}
	return map[string]any{"coding": []any{coding}}
}

func ext(url, valueType string, value any) map[string]any {
	return map[string]any{"url": url, "value" + valueType: value}
}

func exts(url string, inner ...map[string]any) map[string]any {
	return map[string]any{"url": url, "extension": inner}
}

// resource starts a resource, with an unrequested member that clients must ignore.
func resource(kind, id string) map[string]any {
	return map[string]any{"resourceType": kind, "id": id, "meta": map[string]any{"profile": []any{structure + kind}}, "qvx7": "ekstra felt"}
}

func subject(number string) map[string]any {
	return map[string]any{
		"type":       structure + "Patient",
		"identifier": map[string]any{"use": "official", "system": nhn.NumberSystem(number), "value": number},
	}
}

func (m *medicine) reference() map[string]any {
	return map[string]any{"reference": "Medication/" + m.id(), "type": structure + "Medication", "display": m.name}
}

// resource returns the medicine, with FEST and ATC under an old or a new name.
func (m *medicine) resource(drift int) map[string]any {
	fest, atc := "http://ehelse.no/fhir/CodeSystem/FEST", "http://www.whocc.no/atc"
	if drift%2 == 1 {
		fest = "http://dmp.no/fhir/NamingSystem/festLegemiddelPakning"
	}
	if drift%5 == 4 {
		atc = "urn:oid:2.16.578.1.12.4.1.1.7180"
	}
	out := resource("Medication", m.id())
	out["status"] = "active"
	out["code"] = map[string]any{"coding": []any{
		map[string]any{"system": fest, "code": m.id(), "display": m.name},
		map[string]any{"system": atc, "code": m.atc, "display": m.substance},
	}}
	// Forms outside the list have only a text.
	if code := forms[m.form]; code != "" {
		out["form"] = concept(volven(drift, "7448"), code, m.form)
	} else {
		out["form"] = map[string]any{"text": m.form}
	}
	out["extension"] = []any{
		exts("http://hl7.no/fhir/StructureDefinition/no-basis-prescriptiongroup",
			ext("prescriptiongroup", "CodeableConcept", concept(volven(drift, "7421"), m.group, groups[m.group]))),
		exts(structure+"medicationdetails",
			ext("registreringstype", "CodeableConcept", concept("http://ehelse.no/fhir/CodeSystem/sfm-festregistrationtype", "3", "Legemiddelpakning"))),
	}
	return out
}

// statement returns the prescription, or a medicine in use without one.
func (p *prescription) statement(number string) map[string]any {
	out := resource("MedicationStatement", p.statementID)
	ids := []any{map[string]any{"use": "usual", "type": map[string]any{"text": "PLL"}, "value": p.pllID}}
	if p.reseptID != "" {
		ids = append(ids, map[string]any{"use": "usual", "type": map[string]any{"text": "ReseptId"}, "value": p.reseptID})
	}
	out["identifier"] = ids
	out["status"] = "active"
	if p.recalled || !p.open() {
		out["status"] = "stopped"
	}
	out["subject"] = subject(number)
	out["medicationReference"] = p.medicine.reference()
	out["dosage"] = []any{map[string]any{
		"sequence": 1, "text": p.medicine.dosage,
		"extension": []any{ext(structure+"use", "CodeableConcept", concept(volven(p.drift, "9101"), p.medicine.use, uses[p.medicine.use]))},
	}}
	extensions := []any{
		exts(structure+"reseptamendment", p.amendment()...),
		p.registered("1", "Forskrevet av", p.issued),
		exts(structure+"generic-substitution", ext("genericSubstitutionAccepted", "Boolean", true)),
	}
	if p.recalled {
		extensions = append(extensions[:1], p.registered("3", "Seponert av", p.issued.AddDate(0, 0, 9)), extensions[1], extensions[2])
	}
	out["extension"] = extensions
	return out
}

func (p *prescription) amendment() []map[string]any {
	out := []map[string]any{
		ext("reseptdate", "Date", p.issued.Format(time.DateOnly)),
		ext("dssn", "String", p.medicine.dosage),
		ext("numberofpackages", "Decimal", 1),
		ext("reit", "String", p.refills),
		ext("itemgroup", "CodeableConcept", concept(volven(p.drift, "7402"), "L", "Legemiddel")),
		ext("lastchanged", "DateTime", p.issued.Add(9*time.Hour).Format(time.RFC3339)),
	}
	if p.reseptID == "" {
		return append(out, ext("typeresept", "CodeableConcept", concept(volven(p.drift, "7491"), "U", "Uten resept")))
	}
	out = append(out,
		ext("typeresept", "CodeableConcept", concept(volven(p.drift, "7491"), "E", "Eresept")),
		ext("expirationdate", "Date", p.expires.Format(time.DateOnly)),
		exts("rfstatus",
			ext("nameDispenser", "String", p.pharmacy.name),
			ext("status", "CodeableConcept", concept(volven(p.drift, "7408"), p.status, statuses[p.status]))))
	if m := p.medicine; m.legal != "" {
		out = append(out, ext("reimbursementparagraph", "CodeableConcept", concept(volven(p.drift, "7427"), m.legal, legal[m.legal])))
	}
	if condition := p.medicine.condition; condition != "" {
		list := "7110"
		if strings.HasPrefix(condition, "-") {
			list = "7435"
		}
		out = append(out, ext("reimbursementcode", "CodeableConcept", concept(volven(p.drift, list), condition, conditions[condition])))
	}
	if p.recalled {
		out = append(out, exts("recallinfo",
			ext("text", "String", "Årsak: Seponering\r\nMerknad: Ikke oppgitt"),
			ext("recallcode", "CodeableConcept", concept(volven(p.drift, "7500"), "2", "Seponering"))))
	}
	if p.reserved {
		out = append(out, ext("guardiantransparencyreservation", "Boolean", true))
	}
	return out
}

func (p *prescription) registered(role, display string, at time.Time) map[string]any {
	return exts(structure+"regInfo",
		ext("status", "CodeableConcept", concept("http://ehelse.no/fhir/CodeSystem/sfm-medicationstatement-registration-status", "3", "Godkjent")),
		ext("type", "CodeableConcept", concept("http://ehelse.no/fhir/CodeSystem/sfm-performer-roles", role, display)),
		ext("provider", "Reference", map[string]any{"type": structure + "Practitioner", "display": p.prescriber.name + ", HPR: " + p.prescriber.number}),
		ext("timestamp", "DateTime", at.Add(9*time.Hour).Format(time.RFC3339)))
}

func (p *prescription) dispense(i int, number string) map[string]any {
	d := p.dispenses[i]
	out := resource("MedicationDispense", d.id)
	out["identifier"] = []any{map[string]any{"use": "official", "type": map[string]any{"text": "M10id"}, "value": d.id}}
	out["status"] = "completed"
	out["subject"] = subject(number)
	out["medicationReference"] = p.medicine.reference()
	out["authorizingPrescription"] = []any{map[string]any{"reference": "MedicationStatement/" + p.statementID, "display": p.medicine.name}}
	out["performer"] = []any{map[string]any{"actor": map[string]any{
		"type":       structure + "Organization",
		"identifier": map[string]any{"system": "urn:oid:2.16.578.1.12.4.1.2", "value": p.pharmacy.number},
		"display":    p.pharmacy.name + ", HER: " + p.pharmacy.number,
	}}}
	out["quantity"] = map[string]any{"value": d.packages}
	out["whenHandedOver"] = d.at.Format(time.DateOnly)
	out["dosageInstruction"] = []any{map[string]any{"text": strings.ToUpper(p.medicine.substance) + "\n" + p.medicine.dosage}}
	out["extension"] = []any{exts(structure+"dispenseinfo",
		ext("cancellation", "Boolean", d.cancelled),
		ext("concluded", "Boolean", d.concluded),
		ext("prescriptionid", "String", p.reseptID))}
	return out
}

// parameters is SFM's own information about the search: whether its sources answered,
// and whether there are locked prescriptions.
func parameters(now time.Time, locked bool) map[string]any {
	parameter := func(name, valueType string, value any) map[string]any {
		return map[string]any{"name": name, "value" + valueType: value}
	}
	ok := concept("http://ehelse.no/fhir/CodeSystem/sfm-kj-rf-error-code", "0", "OK")
	out := resource("Parameters", "search")
	out["parameter"] = []any{
		parameter("RFHentetTidspunkt", "DateTime", now.Format(time.RFC3339)),
		parameter("KJHentetTidspunkt", "DateTime", now.Format(time.RFC3339)),
		parameter("RFM96Feilkode", "CodeableConcept", ok),
		parameter("RFM912Feilkode", "CodeableConcept", ok),
		parameter("KJFeilkode", "CodeableConcept", ok),
		parameter("RFHarLaste", "Boolean", locked),
		parameter("KJHarLaste", "Boolean", false),
	}
	return out
}
