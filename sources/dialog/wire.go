package dialog

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
)

// processes are the processes of code list 8279 that are a service to citizens.
// DIALOG_INNBYGGER_TIMEONSKE is no booking: it asks for a time.
var processes = map[string]DigitalService{
	"DIALOG_INNBYGGER_TIMERESERVASJON": Book,
	"DIALOG_INNBYGGER_RESEPTFORNYELSE": Renew,
	"DIALOG_INNBYGGER_EKONSULTASJON":   EConsultation,
	"DIALOG_INNBYGGER_EKONTAKT":        Contact,
}

type capabilitiesWire struct {
	HerID     fhir.Integer `json:"herId"`
	Processes []struct {
		Name string `json:"prosess"`
	} `json:"prosesser"`
}

// noProfile is the bus's code for a HER-id without a profile.
const noProfile = "REG-000001"

func decodeCapabilities(r *sources.Response, herID string) (offer, error) {
	if r.Status == http.StatusNotFound {
		var refusal struct {
			Code string `json:"code"`
		}
		if err := sources.DecodeJSON(r.Body, &refusal); err != nil || refusal.Code != noProfile {
			return nil, sources.Garbled
		}
		return offer{}, nil
	}
	var w capabilitiesWire
	if err := sources.DecodeJSON(r.Body, &w); err != nil || w.Processes == nil || !same(w.HerID, herID) {
		return nil, sources.Garbled
	}
	return w.offer(), nil
}

func (w capabilitiesWire) offer() offer {
	found := map[DigitalService]bool{}
	for _, p := range w.Processes {
		found[processes[p.Name]] = true
	}
	return sorted(found)
}

type absencesWire struct {
	Periods []struct {
		Type   string       `json:"type"`
		HerID1 fhir.Integer `json:"herId1"` // of the organization
		HerID2 fhir.Integer `json:"herId2"` // of its department or doctor
		From   string       `json:"fraOgMedDato"`
		Until  string       `json:"tilOgMedDato"`
	} `json:"tidsperioder"`
}

// decodeAbsences reads the times an office is closed. One that cannot be read, or
// is another office's, makes the response Garbled: this office may be closed.
func decodeAbsences(r *sources.Response, herID string) (absences, error) {
	var w absencesWire
	if err := sources.DecodeJSON(r.Body, &w); err != nil || w.Periods == nil {
		return nil, sources.Garbled
	}
	all := absences{}
	for _, p := range w.Periods {
		if !same(p.HerID2, herID) && !same(p.HerID1, herID) {
			return nil, sources.Garbled
		}
		if !strings.EqualFold(p.Type, "Fravaer") {
			continue
		}
		from, until := fhir.ParseDate(p.From), fhir.ParseDate(p.Until)
		if from == nil || until == nil || *until < *from {
			return nil, sources.Garbled
		}
		all = append(all, absence{*from, *until})
	}
	slices.SortFunc(all, func(a, b absence) int { return cmp.Compare(a.from, b.from) })
	return all, nil
}

// same reports whether a HER-id is the one requested.
func same(of fhir.Integer, herID string) bool {
	n, ok := of.Value()
	return ok && strconv.Itoa(n) == herID
}
