package mocks

import (
	"strings"
	"time"
)

// sfmVolven writes a Volven list as one of the three names it goes by.
func sfmVolven(drift int, list string) string {
	switch drift % 3 {
	case 1:
		return "http://ehelse.no/fhir/CodeSystem/no-kodeverk-" + list
	case 2:
		return "http://helsedir.no/fhir/CodeSystem/no-kodeverk-" + list + ".codesystem"
	}
	return "urn:oid:2.16.578.1.12.4.1.1." + list
}

const sfmStructure = "http://ehelse.no/fhir/StructureDefinition/sfm-"

func sfmConcept(system, code, display string) map[string]any {
	coding := map[string]any{"system": system, "code": code}
	if display != "" {
		coding["display"] = display
	}
	return map[string]any{"coding": []any{coding}}
}

func sfmExt(url, valueType string, value any) map[string]any {
	return map[string]any{"url": url, "value" + valueType: value}
}

func sfmExts(url string, inner ...map[string]any) map[string]any {
	return map[string]any{"url": url, "extension": inner}
}

// sfmEntry adds what nobody asked for: clients must pass over it.
func sfmEntry(mode string, resource map[string]any) map[string]any {
	resource["qvx7"] = "ekstra felt"
	return map[string]any{"resource": resource, "search": map[string]any{"mode": mode}}
}

func sfmResource(kind, id string) map[string]any {
	return map[string]any{"resourceType": kind, "id": id, "meta": map[string]any{"profile": []any{sfmStructure + kind}}}
}

func sfmSubject(number string) map[string]any {
	return map[string]any{
		"type":       sfmStructure + "Patient",
		"identifier": map[string]any{"use": "official", "system": sfmNumberSystem(number), "value": number},
	}
}

func (m *sfmMedicine) reference() map[string]any {
	return map[string]any{"reference": "Medication/" + m.id(), "type": sfmStructure + "Medication", "display": m.name}
}

// resource is the medicine, with FEST and ATC under an old or a new name.
func (m *sfmMedicine) resource(drift int) map[string]any {
	fest, atc := "http://ehelse.no/fhir/CodeSystem/FEST", "http://www.whocc.no/atc"
	if drift%2 == 1 {
		fest = "http://dmp.no/fhir/NamingSystem/festLegemiddelPakning"
	}
	if drift%5 == 4 {
		atc = "urn:oid:2.16.578.1.12.4.1.1.7180"
	}
	out := sfmResource("Medication", m.id())
	out["status"] = "active"
	out["code"] = map[string]any{"coding": []any{
		map[string]any{"system": fest, "code": m.id(), "display": m.name},
		map[string]any{"system": atc, "code": m.atc, "display": m.substance},
	}}
	// Forms outside the list are text only.
	if code := sfmForms[m.form]; code != "" {
		out["form"] = sfmConcept(sfmVolven(drift, "7448"), code, m.form)
	} else {
		out["form"] = map[string]any{"text": m.form}
	}
	out["extension"] = []any{
		sfmExts("http://hl7.no/fhir/StructureDefinition/no-basis-prescriptiongroup",
			sfmExt("prescriptiongroup", "CodeableConcept", sfmConcept(sfmVolven(drift, "7421"), m.group, sfmGroups[m.group]))),
		sfmExts(sfmStructure+"medicationdetails",
			sfmExt("registreringstype", "CodeableConcept", sfmConcept("http://ehelse.no/fhir/CodeSystem/sfm-festregistrationtype", "3", "Legemiddelpakning"))),
	}
	return out
}

// statement is the prescription, or a medicine in use that has none.
func (p *sfmPrescription) statement(number string) map[string]any {
	out := sfmResource("MedicationStatement", p.statementID)
	ids := []any{map[string]any{"use": "usual", "type": map[string]any{"text": "PLL"}, "value": p.pllID}}
	if p.reseptID != "" {
		ids = append(ids, map[string]any{"use": "usual", "type": map[string]any{"text": "ReseptId"}, "value": p.reseptID})
	}
	out["identifier"] = ids
	out["status"] = "active"
	if p.recalled || !p.open() {
		out["status"] = "stopped"
	}
	out["subject"] = sfmSubject(number)
	out["medicationReference"] = p.medicine.reference()
	out["dosage"] = []any{map[string]any{
		"sequence": 1, "text": p.medicine.dosage,
		"extension": []any{sfmExt(sfmStructure+"use", "CodeableConcept", sfmConcept(sfmVolven(p.drift, "9101"), p.medicine.use, sfmUses[p.medicine.use]))},
	}}
	extensions := []any{
		sfmExts(sfmStructure+"reseptamendment", p.amendment()...),
		p.registered("1", "Forskrevet av", p.issued),
		sfmExts(sfmStructure+"generic-substitution", sfmExt("genericSubstitutionAccepted", "Boolean", true)),
	}
	if p.recalled {
		extensions = append(extensions[:1], p.registered("3", "Seponert av", p.issued.AddDate(0, 0, 9)), extensions[1], extensions[2])
	}
	out["extension"] = extensions
	return out
}

func (p *sfmPrescription) amendment() []map[string]any {
	out := []map[string]any{
		sfmExt("reseptdate", "Date", p.issued.Format(time.DateOnly)),
		sfmExt("dssn", "String", p.medicine.dosage),
		sfmExt("numberofpackages", "Decimal", 1),
		sfmExt("reit", "String", p.refills),
		sfmExt("itemgroup", "CodeableConcept", sfmConcept(sfmVolven(p.drift, "7402"), "L", "Legemiddel")),
		sfmExt("lastchanged", "DateTime", p.issued.Add(9*time.Hour).Format(time.RFC3339)),
	}
	if p.reseptID == "" {
		return append(out, sfmExt("typeresept", "CodeableConcept", sfmConcept(sfmVolven(p.drift, "7491"), "U", "Uten resept")))
	}
	out = append(out,
		sfmExt("typeresept", "CodeableConcept", sfmConcept(sfmVolven(p.drift, "7491"), "E", "Eresept")),
		sfmExt("expirationdate", "Date", p.expires.Format(time.DateOnly)),
		sfmExts("rfstatus",
			sfmExt("nameDispenser", "String", p.pharmacy.name),
			sfmExt("status", "CodeableConcept", sfmConcept(sfmVolven(p.drift, "7408"), p.status, sfmStatuses[p.status]))))
	if m := p.medicine; m.legal != "" {
		out = append(out, sfmExt("reimbursementparagraph", "CodeableConcept", sfmConcept(sfmVolven(p.drift, "7427"), m.legal, sfmLegal[m.legal])))
	}
	if condition := p.medicine.condition; condition != "" {
		list := "7110"
		if strings.HasPrefix(condition, "-") {
			list = "7435"
		}
		out = append(out, sfmExt("reimbursementcode", "CodeableConcept", sfmConcept(sfmVolven(p.drift, list), condition, sfmConditions[condition])))
	}
	if p.recalled {
		out = append(out, sfmExts("recallinfo",
			sfmExt("text", "String", "Årsak: Seponering\r\nMerknad: Ikke oppgitt"),
			sfmExt("recallcode", "CodeableConcept", sfmConcept(sfmVolven(p.drift, "7500"), "2", "Seponering"))))
	}
	if p.reserved {
		out = append(out, sfmExt("guardiantransparencyreservation", "Boolean", true))
	}
	return out
}

func (p *sfmPrescription) registered(role, display string, at time.Time) map[string]any {
	return sfmExts(sfmStructure+"regInfo",
		sfmExt("status", "CodeableConcept", sfmConcept("http://ehelse.no/fhir/CodeSystem/sfm-medicationstatement-registration-status", "3", "Godkjent")),
		sfmExt("type", "CodeableConcept", sfmConcept("http://ehelse.no/fhir/CodeSystem/sfm-performer-roles", role, display)),
		sfmExt("provider", "Reference", map[string]any{"type": sfmStructure + "Practitioner", "display": p.prescriber.name + ", HPR: " + p.prescriber.number}),
		sfmExt("timestamp", "DateTime", at.Add(9*time.Hour).Format(time.RFC3339)))
}

func (p *sfmPrescription) dispense(i int, number string) map[string]any {
	d := p.dispenses[i]
	out := sfmResource("MedicationDispense", d.id)
	out["identifier"] = []any{map[string]any{"use": "official", "type": map[string]any{"text": "M10id"}, "value": d.id}}
	out["status"] = "completed"
	out["subject"] = sfmSubject(number)
	out["medicationReference"] = p.medicine.reference()
	out["authorizingPrescription"] = []any{map[string]any{"reference": "MedicationStatement/" + p.statementID, "display": p.medicine.name}}
	out["performer"] = []any{map[string]any{"actor": map[string]any{
		"type":       sfmStructure + "Organization",
		"identifier": map[string]any{"system": "urn:oid:2.16.578.1.12.4.1.2", "value": p.pharmacy.number},
		"display":    p.pharmacy.name + ", HER: " + p.pharmacy.number,
	}}}
	out["quantity"] = map[string]any{"value": d.packages}
	out["whenHandedOver"] = d.at.Format(time.DateOnly)
	out["dosageInstruction"] = []any{map[string]any{"text": strings.ToUpper(p.medicine.substance) + "\n" + p.medicine.dosage}}
	out["extension"] = []any{sfmExts(sfmStructure+"dispenseinfo",
		sfmExt("cancellation", "Boolean", d.cancelled),
		sfmExt("concluded", "Boolean", d.concluded),
		sfmExt("prescriptionid", "String", p.reseptID))}
	return out
}

// sfmParameters is what SFM says of the search: whether the sources behind it
// answered, and whether there are locked prescriptions.
func sfmParameters(now time.Time, locked bool) map[string]any {
	parameter := func(name, valueType string, value any) map[string]any {
		return map[string]any{"name": name, "value" + valueType: value}
	}
	ok := sfmConcept("http://ehelse.no/fhir/CodeSystem/sfm-kj-rf-error-code", "0", "OK")
	out := sfmResource("Parameters", "search")
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
