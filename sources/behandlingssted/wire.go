package behandlingssted

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
)

type treeWire struct {
	Groups []struct {
		Name      string `json:"navn"`
		SubGroups []struct {
			Name       string `json:"navn"`
			Treatments []struct {
				ID      fhir.Integer `json:"behandlingsId"`
				Name    string       `json:"navn"`
				Synonym string       `json:"synonym"`
			} `json:"behandlinger"`
		} `json:"behandlingsUnderGrupper"`
	} `json:"behandlingsGrupper"`
}

// decodeTreatments reads the tree: each treatment once, also one that stands in
// several groups. One without an id or a name is dropped, and counted.
func decodeTreatments(r *sources.Response) ([]Treatment, error) {
	var w treeWire
	if err := sources.DecodeJSON(r.Body, &w); err != nil || w.Groups == nil {
		return nil, sources.Garbled
	}
	all, seen, faulty := []Treatment{}, map[int]bool{}, 0
	for _, g := range w.Groups {
		for _, s := range g.SubGroups {
			for _, t := range s.Treatments {
				id, ok := t.ID.Value()
				if name := fhir.String(strings.TrimSpace(t.Name)); !ok || name == nil {
					faulty++
				} else if !seen[id] {
					seen[id] = true
					all = append(all, Treatment{fhir.RecordID{Key: strconv.Itoa(id)}, name, synonyms(t.Synonym), fhir.String(cmp.Or(s.Name, g.Name))})
				}
			}
		}
	}
	r.Faulty(faulty)
	if len(all) == 0 && faulty > 0 {
		return nil, sources.Garbled
	}
	slices.SortFunc(all, func(a, b Treatment) int {
		return cmp.Or(cmp.Compare(*a.Name, *b.Name), cmp.Compare(a.ID.Key, b.ID.Key))
	})
	return all, nil
}

func synonyms(s string) []string {
	var all []string
	for _, one := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' }) {
		if one = strings.TrimSpace(one); one != "" {
			all = append(all, one)
		}
	}
	return all
}

type providersWire struct {
	Treatment *struct {
		Name   string         `json:"navn"`
		Places []providerWire `json:"behandlingssteder"`
	} `json:"ventetiderForBehandling"`
}

type providerWire struct {
	Name         string   `json:"navn"`
	Unit         string   `json:"enhetInterntNavn"`
	Number       string   `json:"orgnummer"`
	Municipality string   `json:"kommune"`
	Regions      []string `json:"helseRegioner"`
	Waiting      []struct {
		Kind  string       `json:"type"`
		Weeks fhir.Integer `json:"uker"`
	} `json:"ventetider"`
	Treated     fhir.Integer `json:"antall"`
	TreatedYear fhir.Integer `json:"antallAr"`
	Address     *struct {
		Street     string `json:"gateadresse"`
		PostalCode string `json:"postnr"`
		City       string `json:"poststed"`
	} `json:"besoksAdresse"`
	Phone     string `json:"telefon"`
	Agreement *bool  `json:"avtaleMedHelfo"`
	Private   *bool  `json:"erPrivat"`
	Assesses  *bool  `json:"harVurderingskompetanse"`
}

// decodeProviders reads the places that give a treatment. The response names the
// treatment, and one of another is Mismatch. A place without a name is dropped, and
// counted.
func decodeProviders(r *sources.Response, of Treatment) ([]TreatmentProvider, error) {
	var w providersWire
	if err := sources.DecodeJSON(r.Body, &w); err != nil || w.Treatment == nil || w.Treatment.Places == nil {
		return nil, sources.Garbled
	}
	if !strings.EqualFold(strings.TrimSpace(w.Treatment.Name), *of.Name) {
		r.Foreign(len(w.Treatment.Places))
		return nil, sources.Mismatch
	}
	all, faulty := []TreatmentProvider{}, 0
	for i := range w.Treatment.Places {
		if p, ok := w.Treatment.Places[i].model(); ok {
			all = append(all, p)
		} else {
			faulty++
		}
	}
	r.Faulty(faulty)
	if len(all) == 0 && faulty > 0 {
		return nil, sources.Garbled
	}
	slices.SortStableFunc(all, func(a, b TreatmentProvider) int { return cmp.Compare(a.Key, b.Key) })
	return slices.CompactFunc(all, func(a, b TreatmentProvider) bool { return a.Key == b.Key }), nil
}

func (w *providerWire) model() (p TreatmentProvider, ok bool) {
	place := fhir.Organization{Name: fhir.String(strings.TrimSpace(w.Name)), OrganizationNumber: fhir.String(w.Number), Phone: fhir.String(w.Phone)}
	if place.Name == nil {
		return TreatmentProvider{}, false
	}
	if a := w.Address; a != nil {
		place.Address = &fhir.Address{PostalCode: fhir.String(a.PostalCode), City: fhir.String(a.City)}
		if street := strings.TrimSpace(a.Street); street != "" {
			place.Address.Lines = []string{street}
		}
	}
	p = TreatmentProvider{
		Key: w.Name + "\x00" + w.Number + "\x00" + w.Unit, Place: &place, RegionNames: w.Regions, Municipality: fhir.String(w.Municipality),
		AssessesReferrals: w.Assesses, Treated: positive(w.Treated), TreatedYear: positive(w.TreatedYear),
	}
	for _, one := range w.Waiting {
		p.WaitingTimes = append(p.WaitingTimes, WaitingTime{fhir.String(one.Kind), positive(one.Weeks)})
	}
	if w.Private != nil {
		owner, choosable := Public, true
		p.Choosable = &choosable
		if *w.Private {
			owner, p.Choosable = Private, w.Agreement
		}
		p.Ownership = &owner
	}
	return p, true
}

// positive is a number that is not negative, or nil.
func positive(i fhir.Integer) *int {
	if n, ok := i.Value(); ok && n >= 0 {
		return &n
	}
	return nil
}
