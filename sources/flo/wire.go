package flo

import (
	"net/http"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

type statusRequest struct {
	Number string `json:"innbyggerFnr"`
}

type statusWire struct {
	Number string       `json:"innbyggerFnr"`
	Used   fhir.Integer `json:"antallByttet"`
	Most   fhir.Integer `json:"maks"`
	Extra  *bool        `json:"ekstraBytte"`
	// Both are absent or null when there is none.
	Pending *struct {
		listWire
		EffectiveOn   string `json:"gyldigFra"`
		UndoableUntil string `json:"angrefrist"`
	} `json:"paagaaende"`
	Waiting *struct {
		listWire
		Position fhir.Integer `json:"nummer"`
		Total    fhir.Integer `json:"antall"`
	} `json:"venteliste"`
}

// listWire is whose list it is.
type listWire struct {
	Practitioner *struct {
		Given  string `json:"fornavn"`
		Middle string `json:"mellomnavn"`
		Family string `json:"etternavn"`
		HPR    string `json:"hprNummer"`
	} `json:"fastlege"`
	Office *struct {
		Name       string `json:"navn"`
		Phone      string `json:"telefon"`
		Street     string `json:"adresse"`
		PostalCode string `json:"postnr"`
		City       string `json:"poststed"`
	} `json:"legekontor"`
}

// notEligible is the code for a person who is not in the scheme.
const notEligible = "FLO-NOT_ELIGIBLE_RESIDENCE"

func decodeStatus(r *sources.Response, subject fnr.Number) (GeneralPractitionerChange, error) {
	if r.Status == http.StatusNotFound {
		var refusal struct {
			Code string `json:"code"`
		}
		if err := sources.DecodeJSON(r.Body, &refusal); err != nil || refusal.Code != notEligible {
			return GeneralPractitionerChange{}, sources.Garbled
		}
		return GeneralPractitionerChange{}, sources.NotFound
	}
	var w statusWire
	if err := sources.DecodeJSON(r.Body, &w); err != nil {
		return GeneralPractitionerChange{}, err
	}
	switch about, err := fnr.Parse(w.Number); {
	case err != nil:
		return GeneralPractitionerChange{}, sources.Garbled
	case about != subject:
		r.Foreign(1)
		return GeneralPractitionerChange{}, sources.Mismatch
	}
	return w.model()
}

// model is Garbled for counts that cannot be: there is no saying what else is
// wrong.
func (w statusWire) model() (GeneralPractitionerChange, error) {
	c := GeneralPractitionerChange{ChangesUsed: number(w.Used), ExtraChange: w.Extra}
	if most := number(w.Most); most != nil && c.ChangesUsed != nil && w.Extra != nil {
		left := max(0, *most-*c.ChangesUsed)
		if *w.Extra {
			left++
		}
		c.ChangesLeft = &left
	}
	if below(c.ChangesUsed, 0) || below(number(w.Most), 0) {
		return GeneralPractitionerChange{}, sources.Garbled
	}
	if p := w.Pending; p != nil {
		c.Pending = &PendingGeneralPractitionerChange{
			Practitioner: p.practitioner(), Office: p.office(),
			EffectiveOn: fhir.ParseDate(p.EffectiveOn), UndoableUntil: fhir.ParseDate(p.UndoableUntil),
		}
	}
	if p := w.Waiting; p != nil {
		c.WaitingList = &WaitingListPlace{Practitioner: p.practitioner(), Office: p.office(), Position: number(p.Position), Total: number(p.Total)}
		if below(c.WaitingList.Position, 1) || c.WaitingList.Position != nil && below(c.WaitingList.Total, *c.WaitingList.Position) {
			return GeneralPractitionerChange{}, sources.Garbled
		}
	}
	return c, nil
}

func (l listWire) practitioner() *fhir.Practitioner {
	if l.Practitioner == nil {
		return nil
	}
	p := fhir.Practitioner{Name: fhir.Named(l.Practitioner.Given, l.Practitioner.Middle, l.Practitioner.Family), HPRNumber: fhir.ParseHPRNumber(l.Practitioner.HPR)}
	if p == (fhir.Practitioner{}) {
		return nil
	}
	return &p
}

func (l listWire) office() *fhir.Organization {
	if l.Office == nil {
		return nil
	}
	o := fhir.Organization{Name: fhir.String(l.Office.Name), Phone: fhir.String(l.Office.Phone)}
	a := fhir.Address{PostalCode: fhir.String(l.Office.PostalCode), City: fhir.String(l.Office.City)}
	if l.Office.Street != "" {
		a.Lines = []string{l.Office.Street}
	}
	if a.Lines != nil || a.PostalCode != nil || a.City != nil {
		o.Address = &a
	}
	if o == (fhir.Organization{}) {
		return nil
	}
	return &o
}

// number is an integer, or nil when there is none.
func number(i fhir.Integer) *int {
	if n, ok := i.Value(); ok {
		return &n
	}
	return nil
}

func below(n *int, least int) bool { return n != nil && *n < least }
