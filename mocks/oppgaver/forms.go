package oppgaver

import (
	"net/http"
	"strconv"
	"strings"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
)

// Extensions of the profile sdf-Questionnaire, and of R4.
const (
	ehelse     = "http://ehelse.no/fhir/StructureDefinition/"
	helsenorge = "http://helsenorge.no/fhir/StructureDefinition/"
	hl7        = "http://hl7.org/fhir/StructureDefinition/"
)

func ext(url, kind string, value any) nhn.Resource { return nhn.Resource{"url": url, kind: value} }

// question is an item of a form, changed.
func question(id, kind, text string, with ...nhn.Resource) nhn.Resource {
	one := nhn.Resource{"linkId": id, "type": kind, "text": text}
	for _, more := range with {
		for name, v := range more {
			if all, ok := one[name].([]any); ok {
				v = append(all, v.([]any)...)
			}
			one[name] = v
		}
	}
	return one
}

func required() nhn.Resource { return nhn.Resource{"required": true} }

func extended(all ...any) nhn.Resource { return nhn.Resource{"extension": all} }

// when shows an item when a question has an answer.
func when(id, kind string, value any) nhn.Resource {
	return nhn.Resource{"enableWhen": []any{nhn.Resource{"question": id, "operator": "=", kind: value}}}
}

// help is an item whose text belongs to the item it is in.
func help(id, text string) nhn.Resource {
	return question(id, "text", text, extended(ext(hl7+"questionnaire-itemControl", "valueCodeableConcept", nhn.Resource{
		"coding": []any{nhn.Resource{"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "help"}},
	})))
}

// form is a Questionnaire by the profile. Each version has an id of its own.
func form(id, title, performedBy, saving string, items ...any) nhn.Resource {
	version := id[strings.LastIndexByte(id, '-')+1:]
	return nhn.Resource{
		"resourceType": "Questionnaire", "id": id, "url": "https://skjema.example.no/Questionnaire/" + id[:len(id)-len(version)-1], "version": version,
		"name": "Skjema" + version, "title": title, "status": "active", "language": "nb-NO",
		"meta": nhn.Resource{"profile": []any{ehelse + "sdf-Questionnaire"}, "security": nhn.Areas()["security"]},
		"extension": []any{
			ext(ehelse+"sdf-canbeperformedby", "valueCoding", nhn.Resource{"system": "http://ehelse.no/fhir/ValueSet/CanBePerformedBy", "code": performedBy}),
			ext(ehelse+"sdf-authenticationrequirement", "valueCoding", nhn.Resource{"system": "http://ehelse.no/fhir/ValueSet/AuthenticationRequirement", "code": "3"}),
			ext(helsenorge+"sdf-save-capabilities", "valueCoding", nhn.Resource{"system": "http://helsenorge.no/fhir/CodeSystem/sdf-save-capabilities", "code": saving}),
		},
		"contained": []any{nhn.Resource{
			"resourceType": "ValueSet", "id": "svar", "status": "active", "compose": nhn.Resource{"include": []any{nhn.Resource{
				"system":  "urn:oid:2.16.578.1.12.4.1.1.1101",
				"concept": []any{nhn.Resource{"code": "1", "display": "Ja"}, nhn.Resource{"code": "2", "display": "Nei"}, nhn.Resource{"code": "3", "display": "Vet ikke"}},
			}}},
		}},
		"item": items,
	}
}

// forms are the forms that tasks refer to, by id.
func forms() []nhn.Resource {
	yesNo := nhn.Resource{"answerValueSet": "#svar"}
	return []nhn.Resource{
		form(
			"preoperativ-3", "Skjema før operasjon", "1", "1",
			question("1", "group", "Om deg", nhn.Resource{"item": []any{
				question("1.1", "integer", "Høyde i cm", required(), extended(
					ext(hl7+"minValue", "valueInteger", 40), ext(hl7+"maxValue", "valueInteger", 250),
					ext(ehelse+"validationtext", "valueString", "Skriv høyden i hele centimeter."), ext(hl7+"questionnaire-unit", "valueCoding", nhn.Resource{"system": "http://unitsofmeasure.org", "code": "cm", "display": "cm"}),
				)),
				question("1.2", "decimal", "Vekt i kg", required(), extended(ext(hl7+"minValue", "valueDecimal", 2), ext(hl7+"maxValue", "valueDecimal", 350))),
			}}),
			question("2", "choice", "Bruker du blodfortynnende legemidler?", required(), yesNo, nhn.Resource{"item": []any{help("2.1", "For eksempel Marevan, Eliquis eller Albyl-E.")}}),
			question("3", "group", "Legemidler", nhn.Resource{"repeats": true}, when("2", "answerCoding", nhn.Resource{"system": "urn:oid:2.16.578.1.12.4.1.1.1101", "code": "1"}), nhn.Resource{"item": []any{
				question("3.1", "string", "Navn", required(), nhn.Resource{"maxLength": 100}),
				question("3.2", "date", "Sist tatt"),
			}}),
			question("4", "boolean", "Har du allergier?", required()),
			question("5", "text", "Hvilke allergier?", nhn.Resource{"maxLength": 1000}, when("4", "answerBoolean", true), extended(ext(helsenorge+"sdf-sublabel", "valueMarkdown", "Skriv også hvordan du reagerer."))),
			question("6", "string", "Telefon til pårørende", extended(ext(hl7+"regex", "valueString", "^[0-9]{8}$"), ext(ehelse+"validationtext", "valueString", "Skriv åtte siffer."))),
			question("7", "display", "Takk. Ta kontakt med sykehuset hvis noe endrer seg."),
		),
		form(
			"vaksine-1", "Samtykke til vaksine på skolen", "1", "2",
			question("1", "choice", "Kan barnet få vaksinen?", required(), yesNo),
			question("2", "text", "Er det noe helsesykepleieren bør vite?", nhn.Resource{"maxLength": 500}),
		),
		form(
			"ungdom-1", "Skjema før time på helsestasjon for ungdom", "2", "1",
			question("1", "open-choice", "Hva vil du snakke om?", required(), nhn.Resource{"answerOption": []any{
				nhn.Resource{"valueCoding": nhn.Resource{"code": "prevensjon", "display": "Prevensjon"}}, nhn.Resource{"valueCoding": nhn.Resource{"code": "psyke", "display": "Hvordan jeg har det"}},
			}}),
			question("2", "text", "Noe mer?", nhn.Resource{"maxLength": 500}),
		),
	}
}

// draft is what somebody has saved of the form before an operation.
func draft(id, authored string) nhn.Resource {
	answered := func(id string, values ...any) any { return nhn.Resource{"linkId": id, "answer": values} }
	medicine := func(name, day string) any {
		return nhn.Resource{"linkId": "3", "item": []any{answered("3.1", nhn.Resource{"valueString": name}), answered("3.2", nhn.Resource{"valueDate": day})}}
	}
	return nhn.Resource{
		"resourceType": "QuestionnaireResponse", "id": id, "status": "in-progress", "authored": authored, "questionnaire": "https://skjema.example.no/Questionnaire/preoperativ|3",
		"meta": nhn.Resource{"security": nhn.Areas()["security"], "versionId": "1"},
		"item": []any{
			nhn.Resource{"linkId": "1", "item": []any{answered("1.1", nhn.Resource{"valueInteger": 168})}},
			answered("2", nhn.Resource{"valueCoding": nhn.Resource{"system": "urn:oid:2.16.578.1.12.4.1.1.1101", "code": "1", "display": "Ja"}}),
			medicine("Marevan", "2026-11-19"), medicine("Albyl-E", "2026-11-20"),
		},
	}
}

// questionnaires serves the search of forms, which is about nobody: by _id, with ids that
// the register knows or not.
func questionnaires(n nhn.Service) {
	n.Handle("GET /skjema/v1/Questionnaire", func(w http.ResponseWriter, r *http.Request) {
		if !n.Accepts(w, r, nhn.MediaFHIR) {
			return
		}
		query := r.URL.Query()
		ids := strings.Split(query.Get("_id"), ",")
		count, err := strconv.Atoi(query.Get("_count"))
		if query.Get("_id") == "" || len(query) != 2 || len(ids) > 50 || err != nil || count < 1 || count > 50 {
			n.Refuse(w, r, http.StatusBadRequest, "invalid", n.Prefix+"-0014")
			return
		}
		c, ok := n.Begin(w, r, "Questionnaire")
		if !ok {
			return
		}
		var found []any
		for _, one := range forms() {
			for _, id := range ids {
				if one["id"] == id {
					found = append(found, nhn.Resource{"resource": one, "search": nhn.Resource{"mode": "match"}})
				}
			}
		}
		switch {
		case c.Missing() && len(found) > 0:
			found = found[1:]
		case c.Duplicate():
			found = append(found, found...)
		}
		c.Reply(http.StatusOK, nhn.MediaFHIR, standin.JSON(nhn.Resource{"resourceType": "Bundle", "type": "searchset", "entry": found}))
	})
}
