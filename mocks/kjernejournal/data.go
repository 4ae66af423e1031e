package kjernejournal

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

// Types of critical information (criticalInfoType).
const (
	drugReaction  = "DrugReaction"
	otherAllergen = "OtherAllergen"
	medical       = "CriticalMedicalCondition"
	infection     = "Infection"
	intubation    = "IntubationProblem"
	anesthesia    = "OtherProblemWithAnesthesia"
	foreignBody   = "TransplantsAndOtherForeignBodies"
)

var conditions = []string{medical, infection, intubation, anesthesia, foreignBody}

// Code systems in critical information.
const (
	systemATC    = "http://www.whocc.no/atc"
	systemFEST   = "http://ehelse.no/FESTSubstance"
	systemSNOMED = "http://snomed.info/sct"
	systemICD10  = "urn:oid:2.16.578.1.12.4.1.1.7110"
)

// coded is what a record says: a public code with its Norwegian name.
type coded struct{ infoType, system, code, display string }

// codes are codes of public lists: ATC, SNOMED CT and ICD-10.
var codes = []coded{
	{drugReaction, systemATC, "J01CE02", "Fenoksymetylpenicillin"},
	{drugReaction, systemATC, "J01FA09", "Klaritromycin"},
	{drugReaction, systemATC, "J01XE01", "Nitrofurantoin"},
	{drugReaction, systemATC, "M01AE01", "Ibuprofen"},
	{drugReaction, systemATC, "N02AA01", "Morfin"},
	{drugReaction, systemATC, "C09AA02", "Enalapril"},
	{drugReaction, systemATC, "V08AB05", "Jopromid"},
	{drugReaction, systemATC, "N01BB02", "Lidokain"},
	{otherAllergen, systemSNOMED, "256349002", "Peanøtt"},
	{otherAllergen, systemSNOMED, "227493005", "Cashewnøtt"},
	{otherAllergen, systemSNOMED, "111088007", "Lateks"},
	{otherAllergen, systemSNOMED, "288328004", "Biegift"},
	{otherAllergen, systemSNOMED, "102263004", "Egg"},
	{medical, systemICD10, "D66", "Arvelig faktor VIII-mangel"},
	{medical, systemICD10, "E27.1", "Primær binyrebarksvikt"},
	{medical, systemICD10, "G70.0", "Myasthenia gravis"},
	{medical, systemICD10, "D84.1", "Defekter i komplementsystemet"},
	{infection, systemICD10, "B18.1", "Kronisk virushepatitt B uten deltaagens"},
	{infection, systemICD10, "B18.2", "Kronisk virushepatitt C"},
	{intubation, systemICD10, "T88.4", "Mislykket eller vanskelig intubering"},
	{anesthesia, systemICD10, "T88.3", "Malign hypertermi som skyldes anestesi"},
	{foreignBody, systemICD10, "Z94.0", "Status etter nyretransplantasjon"},
	{foreignBody, systemICD10, "Z95.0", "Elektronisk hjerteimplantat"},
	{foreignBody, systemICD10, "Z95.2", "Hjerteklaffprotese"},
}

// record is the latest version of one piece of critical information.
type record struct {
	coded
	id           string
	version      int
	recorded     time.Time
	dated        bool // has recordedDate
	verification string
	criticality  string
	recorder     recorder
	source       int // index into sources
}

// recorder is the health worker who recorded it, identified by HPR number or, in older
// records, by identity number.
type recorder struct{ display, hpr, number, office, officeNumber string }

var recorders = []recorder{
	{display: "Eksempel, Eva", hpr: "222200001", office: "Eksempel legesenter", officeNumber: "999999901"},
	{display: "Prøve, Per Mønster", hpr: "222200019", office: "Tenkt sykehus, medisinsk avdeling", officeNumber: "999999902"},
	{display: "Syntes, Sara", hpr: "222200027", office: "Oppdikt legevakt", officeNumber: "999999903"},
}

var sources = []string{"Resultat av tester / analyser", "Observert av behandler", "Opplyst av pasienten", "Opplyst av pårørende"}

// scripts lists what the personas have on record: code, verification status and
// criticality. Personas listed here have nothing else.
var scripts = map[string][]struct{ code, verification, criticality string }{
	"line":  {{"J01CE02", "confirmed", "high"}, {"256349002", "presumed", "high"}, {"M01AE01", "unconfirmed", "low"}, {"T88.4", "confirmed", ""}},
	"berit": {{"C09AA02", "confirmed", "low"}, {"J01XE01", "refuted", "unable-to-assess"}, {"V08AB05", "confirmed", "high"}, {"N02AA01", "entered-in-error", "low"}, {"Z95.0", "confirmed", ""}, {"Z95.2", "confirmed", ""}, {"T88.3", "unconfirmed", ""}, {"G70.0", "confirmed", ""}, {"B18.1", "refuted", ""}},
	"dan":   {{"227493005", "confirmed", "high"}},
	"randi": {{"J01FA09", "confirmed", "high"}},
	"nils":  {},
}

// records returns a person's records, always the same. One in three people has some;
// most have none.
func (k register) records(p *world.Person) []record {
	r := k.World.Dice("kjernejournal", p.Number)
	var out []record
	if named, ok := scripts[p.Key]; ok {
		for _, n := range named {
			for _, c := range codes {
				if c.code == n.code {
					out = append(out, k.record(r, p, c, n.verification, n.criticality))
				}
			}
		}
		return out
	}
	none := r.IntN(3) > 0
	if p.Key == "" {
		none = !none // most of a population has something to mix up
	}
	if none {
		return nil
	}
	for range 1 + r.IntN(4) {
		verification := world.Pick(r, []string{"confirmed", "confirmed", "presumed", "unconfirmed", "refuted"})
		out = append(out, k.record(r, p, world.Pick(r, codes), verification, world.Pick(r, []string{"low", "high", "unable-to-assess"})))
	}
	return out
}

func (k register) record(r *rand.Rand, p *world.Person, code coded, verification, criticality string) record {
	record := record{
		coded: code, id: world.GUID(r), version: 1 + r.IntN(3), dated: r.IntN(5) > 0,
		verification: verification, criticality: criticality,
		recorder: world.Pick(r, recorders), source: r.IntN(len(sources)),
	}
	days := int(k.World.Today().Sub(p.Born).Hours() / 24)
	record.recorded = k.World.Today().AddDate(0, 0, -1-r.IntN(max(1, min(days, 10*365)))).Add(time.Duration(7+r.IntN(9)) * time.Hour)
	if r.IntN(4) == 0 {
		record.recorder.hpr, record.recorder.number = "", k.World.Stranger(p.Number)
	}
	return record
}

func (c record) allergy() bool {
	return c.infoType == drugReaction || c.infoType == otherAllergen
}

func (c record) active() bool {
	return c.verification != "refuted" && c.verification != "entered-in-error"
}

// dateField is the field of /status with the last change to records of this type.
func (c record) dateField() string {
	switch c.infoType {
	case drugReaction, otherAllergen:
		return "allergyIntoleranceDate"
	case anesthesia:
		return "conditionComplicationsOfAnesthesiaDate"
	}
	return "condition" + c.infoType + "Date"
}

// resource returns the record as FHIR, about the patient.
func (c record) resource(patient string) map[string]any {
	clinical := "inactive"
	if c.active() {
		clinical = "active"
	}
	about := map[string]any{"type": "Patient", "identifier": map[string]any{"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": patient}}
	kind := "KjCondition" + c.infoType
	resource := map[string]any{
		"resourceType":       "Condition",
		"id":                 c.id,
		"contained":          []any{c.role()},
		"extension":          []any{c.sourceOfInformation()},
		"clinicalStatus":     nhn.Concept("http://terminology.hl7.org/CodeSystem/condition-clinical", clinical),
		"verificationStatus": nhn.Concept("http://terminology.hl7.org/CodeSystem/condition-ver-status", c.verification),
		"code":               map[string]any{"coding": c.coding()},
		"recorder":           map[string]any{"reference": "#recorderRef"},
	}
	if c.allergy() {
		kind = "KjAllergyIntolerance"
		resource["resourceType"] = "AllergyIntolerance"
		resource["clinicalStatus"] = nhn.Concept("http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", clinical)
		resource["verificationStatus"] = nhn.Concept("http://terminology.hl7.org/CodeSystem/allergyintolerance-verification", c.verification)
		resource["category"] = []string{"medication"}
		resource["criticality"] = c.criticality
		resource["patient"] = about
		if c.infoType == otherAllergen {
			resource["category"] = []string{"food", "environment"}
		}
	} else {
		resource["subject"] = about
	}
	if c.dated {
		resource["recordedDate"] = c.recorded.Format(time.RFC3339)
	}
	resource["meta"] = map[string]any{
		"versionId":   fmt.Sprint(c.version),
		"lastUpdated": c.recorded.UTC().Format(time.RFC3339),
		"profile":     []string{"http://nhn.no/kj/fhir/StructureDefinition/" + kind},
	}
	return resource
}

// coding returns the recorded codes; for medicines a FEST substance, with the ATC code
// added.
func (c record) coding() []any {
	code := map[string]any{"system": c.system, "code": c.code, "display": c.display}
	if c.system != systemATC {
		return []any{code}
	}
	return []any{map[string]any{"system": systemFEST, "code": "ID_" + strings.ToUpper(c.id), "display": c.display, "userSelected": true}, code}
}

// role returns the recorder, contained in the resource.
func (c record) role() map[string]any {
	identifier := map[string]any{"system": "urn:oid:2.16.578.1.12.4.1.4.4", "value": c.recorder.hpr}
	if c.recorder.number != "" {
		identifier = map[string]any{"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": c.recorder.number}
	}
	return map[string]any{
		"resourceType": "PractitionerRole",
		"id":           "recorderRef",
		"practitioner": map[string]any{"identifier": identifier, "display": c.recorder.display},
		"organization": map[string]any{"identifier": map[string]any{"system": "urn:oid:2.16.578.1.12.4.1.4.101", "value": c.recorder.officeNumber}, "display": c.recorder.office},
		"code":         []any{nhn.Concept("http://nhn.no/kj/fhir/CodeSystem/CategoriesOfHealthProfessionals", "LE")},
	}
}

func (c record) sourceOfInformation() map[string]any {
	return map[string]any{
		"url": "http://nhn.no/kj/fhir/StructureDefinition/KjSourceOfInformation",
		"valueCoding": map[string]any{
			"system": "http://nhn.no/kj/fhir/CodeSystem/SourceOfInformation", "code": fmt.Sprint(c.source + 1), "display": sources[c.source],
		},
	}
}
