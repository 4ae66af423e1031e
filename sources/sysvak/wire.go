package sysvak

import (
	"cmp"
	"strconv"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
)

const (
	systemSYSVAK   = "http://fhi.no/fhir/CodeSystem/sysvak" // its codes are not published
	systemForecast = "http://terminology.hl7.org/CodeSystem/immunization-recommendation-status"
	systemLOINC    = "http://loinc.org"
	notDone        = "not-done"
)

type immunization struct {
	fhir.Resource
	StatusReason       *fhir.CodeableConcept `json:"statusReason"`
	VaccineCode        *fhir.CodeableConcept `json:"vaccineCode"`
	OccurrenceDateTime string                `json:"occurrenceDateTime"`
	LotNumber          string                `json:"lotNumber"`
	IsSubpotent        *bool                 `json:"isSubpotent"`
	Performer          []struct {
		Actor fhir.Reference `json:"actor"`
	} `json:"performer"`
	ProtocolApplied []struct {
		TargetDisease fhir.Concepts `json:"targetDisease"`
		DoseNumber    fhir.Integer  `json:"doseNumberPositiveInt"`
	} `json:"protocolApplied"`
}

// Void reports whether the record was withdrawn; one of a vaccine not given
// stands.
func (i *immunization) Void() bool { return i.Status != notDone && i.Resource.Void() }

// on is the day shown, which the list is sorted by.
func (i *immunization) on() string {
	return string(fhir.Known(fhir.ParsePartialDate(i.OccurrenceDateTime)))
}

// add is Garbled for a status unknown to FHIR: the vaccine may or may not have
// been given.
func (v *Vaccinations) add(i *immunization, id fhir.RecordID) (struct{}, error) {
	one := Vaccination{
		ID: id, Vaccine: i.VaccineCode.Said(fhir.SystemATC, systemSYSVAK), SysvakCode: i.VaccineCode.In(systemSYSVAK),
		On: fhir.ParsePartialDate(i.OccurrenceDateTime), Reason: i.StatusReason.Said(fhir.SystemSNOMED), Subpotent: i.IsSubpotent, Batch: fhir.String(i.LotNumber),
	}
	var diseases fhir.Concepts
	for _, p := range i.ProtocolApplied {
		diseases = append(diseases, p.TargetDisease...)
		// A vaccine against several diseases has a dose number for each.
		if n, ok := p.DoseNumber.Value(); ok && one.DoseNumber == nil {
			one.DoseNumber = &n
		}
	}
	one.Diseases = diseases.Said(fhir.SystemSNOMED)
	for _, p := range i.Performer {
		one.AdministeredBy = cmp.Or(one.AdministeredBy, i.Party(p.Actor).Office())
	}
	switch i.Status {
	case "completed":
		v.Given = append(v.Given, one)
	case notDone:
		v.NotGiven = append(v.NotGiven, one)
	default:
		return struct{}{}, sources.Garbled
	}
	return struct{}{}, nil
}

type recommendations struct {
	fhir.Resource
	Date           string `json:"date"`
	Recommendation []struct {
		VaccineCode    fhir.Concepts         `json:"vaccineCode"`
		TargetDisease  fhir.Concepts         `json:"targetDisease"`
		ForecastStatus *fhir.CodeableConcept `json:"forecastStatus"`
		DateCriterion  []struct {
			Code  *fhir.CodeableConcept `json:"code"`
			Value string                `json:"value"`
		} `json:"dateCriterion"`
		Description string `json:"description"`
	} `json:"recommendation"`
}

func (r *recommendations) issued() string { return r.Date }

// due are the vaccines to be taken. The register also includes vaccines a person
// has completed, or may not have.
func (r *recommendations) due(id fhir.RecordID) ([]VaccineRecommendation, error) {
	var out []VaccineRecommendation
	for n, one := range r.Recommendation {
		switch one.ForecastStatus.CodeIn(systemForecast) {
		case "due", "overdue", "": // FHI's profile has no status
		case "immune", "contraindicated", "complete":
			continue
		default:
			return nil, sources.Garbled
		}
		v := VaccineRecommendation{
			ID: fhir.RecordID{Subject: id.Subject, Key: id.Key + "/" + strconv.Itoa(n)}, Vaccines: one.VaccineCode.Said(fhir.SystemATC, systemSYSVAK), Diseases: one.TargetDisease.Said(fhir.SystemSNOMED),
			RecommendedOn: fhir.ParsePartialDate(r.Date), Description: fhir.String(one.Description),
		}
		for _, c := range one.DateCriterion {
			if c.Code.Has(systemLOINC, "30980-7") { // the day a vaccine is due
				v.DueOn = cmp.Or(v.DueOn, fhir.ParsePartialDate(c.Value))
			}
		}
		out = append(out, v)
	}
	return out, nil
}
