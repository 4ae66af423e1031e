package personvern

import (
	"cmp"
	"context"
	"slices"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// HealthRegister is a register that may hold something about a person. It does not say
// what.
type HealthRegister struct {
	Code      string // the register's code as a party of Personvern (partKode)
	Name      *string
	Inclusion *HealthRegisterInclusion // nil for a ground unknown here
	Purpose   *string
	Insight   *string // how to ask for insight, in words
	URL       *string // the register's own page, https
}

// HealthRegisterInclusion is the ground on which a person is in a register.
type HealthRegisterInclusion string

// The grounds, by Personvern's names.
const (
	Listed      HealthRegisterInclusion = "LISTED"      // oppfort
	Participant HealthRegisterInclusion = "PARTICIPANT" // deltager, with consent
	Included    HealthRegisterInclusion = "INCLUDED"    // inkludert, by law
)

// ResearchParticipation is a research project that a person takes part in.
type ResearchParticipation struct {
	ID          fhir.RecordID
	Title       *string
	Purpose     *string
	Responsible *fhir.Organization
	Basis       *ResearchBasis // nil for a ground unknown here
	Consented   *bool          // nil when Personvern does not say
	Since       *fhir.Date
	Withdrawal  *string // how to withdraw, in words
}

// ResearchBasis is the ground on which a person takes part in research.
type ResearchBasis string

// The grounds.
const (
	ByConsent ResearchBasis = "CONSENT"
	ByLaw     ResearchBasis = "LAW"
)

// The categories of inclusions. Each is an operation of its own, so that one that fails
// leaves the other.
const (
	registers = "helseregister"
	projects  = "forskning"
)

var opInclusions = map[string]sources.Operation{
	registers: operation("HentInnbyggersInkluderinger " + registers),
	projects:  operation("HentInnbyggersInkluderinger " + projects),
}

// inclusionPages bounds how many pages Personvern can make us read.
const inclusionPages = 20

type inclusionsRequest struct {
	Number   string `json:"innbyggerFnr"`
	Category string `json:"kategori"`
	Page     int    `json:"pagingReference"` // 0 is the first
}

type inclusionsWire struct {
	Page fhir.Integer    `json:"pagingReference"` // of the next; 0 when there is none
	All  []inclusionWire `json:"inkluderinger"`
}

type inclusionWire struct {
	Number      string `json:"innbyggerFnr"`
	Part        string `json:"partKode"`
	Name        string `json:"partNavn"`
	Type        string `json:"inkluderingType"`
	Active      *bool  `json:"aktiv"`
	Since       string `json:"opprettetTidspunkt"`
	Purpose     string `json:"formaal"`
	Insight     string `json:"innsyn"`
	URL         string `json:"nettside"`
	Responsible string `json:"ansvarlig"`
	Withdrawal  string `json:"tilbaketrekking"`
	Consent     *struct {
		Active *bool `json:"aktiv"`
	} `json:"samtykke"`
}

// HealthRegisters are those that may hold something about the subject of g, by name.
func (c *Client) HealthRegisters(ctx context.Context, g policy.Grant) ([]HealthRegister, error) {
	subject, ok := g.Subject(policy.HealthRegisters)
	if !ok {
		return nil, sources.Denied
	}
	all, err := c.inclusions(ctx, subject, registers)
	if err != nil {
		return nil, err
	}
	out := make([]HealthRegister, 0, len(all))
	for _, w := range all {
		r := HealthRegister{Code: w.Part, Name: fhir.String(w.Name), Purpose: fhir.String(w.Purpose), Insight: fhir.String(w.Insight), URL: fhir.WebAddress(w.URL)}
		if ground, known := grounds[w.Type]; known {
			r.Inclusion = &ground
		}
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b HealthRegister) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(fhir.Known(a.Inclusion), fhir.Known(b.Inclusion)))
	})
	return out, nil
}

var grounds = map[string]HealthRegisterInclusion{"oppfort": Listed, "deltager": Participant, "inkludert": Included}

// Research are the projects that the subject of g takes part in, the latest first.
func (c *Client) Research(ctx context.Context, g policy.Grant) ([]ResearchParticipation, error) {
	subject, ok := g.Subject(policy.Research)
	if !ok {
		return nil, sources.Denied
	}
	all, err := c.inclusions(ctx, subject, projects)
	if err != nil {
		return nil, err
	}
	out := make([]ResearchParticipation, 0, len(all))
	for _, w := range all {
		r := ResearchParticipation{
			ID: fhir.RecordID{Subject: subject, Key: w.Part + "/" + w.Type}, Title: fhir.String(w.Name), Purpose: fhir.String(w.Purpose),
			Since: fhir.ParseDate(w.Since), Withdrawal: fhir.String(w.Withdrawal),
		}
		if w.Responsible != "" {
			r.Responsible = &fhir.Organization{Name: &w.Responsible}
		}
		if w.Consent != nil {
			r.Consented = w.Consent.Active
		}
		switch w.Type {
		case "deltager":
			r.Basis = new(ByConsent)
		case "inkludert":
			r.Basis = new(ByLaw)
		}
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b ResearchParticipation) int {
		return cmp.Or(cmp.Compare(fhir.Known(b.Since), fhir.Known(a.Since)), cmp.Compare(a.ID.Key, b.ID.Key))
	})
	return out, nil
}

// inclusions reads all pages of one category: those that still hold, each once.
func (c *Client) inclusions(ctx context.Context, subject fnr.Number, category string) ([]inclusionWire, error) {
	var all []inclusionWire
	foreign, asked := 0, map[int]bool{}
	for page, n := 0, 1; ; n++ {
		asked[page] = true
		q, err := newRequest("/personvern/Inkludering/HentInnbyggersInkluderinger/v1", inclusionsRequest{subject.Digits(), category, page})
		if err != nil {
			return nil, err
		}
		err = c.settings.Call(ctx, opInclusions[category], q, func(resp *sources.Response) error {
			var w inclusionsWire
			if err := sources.DecodeJSON(resp.Body, &w); err != nil || w.All == nil {
				return sources.Garbled
			}
			next, ok := w.Page.Value()
			if !ok {
				return sources.Garbled
			}
			page = next
			own, others, err := w.of(subject)
			if err != nil {
				return err
			}
			foreign += others
			resp.Foreign(others)
			all = append(all, own...)
			switch {
			case page == 0 && foreign > 0 && len(all) == 0:
				return sources.Mismatch
			case page == 0:
				return nil
			case asked[page]:
				return sources.Garbled // it leads in a circle
			case n == inclusionPages:
				return sources.OverBudget
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if page == 0 {
			return standing(all), nil
		}
	}
}

// of are the inclusions about the subject, and how many are about others. One that
// names no register or project makes the page Garbled.
func (w *inclusionsWire) of(subject fnr.Number) (own []inclusionWire, foreign int, err error) {
	for _, one := range w.All {
		switch who, bad := fnr.Parse(one.Number); {
		case bad != nil || who != subject:
			foreign++
		case one.Part == "":
			return nil, 0, sources.Garbled
		default:
			own = append(own, one)
		}
	}
	return own, foreign, nil
}

// standing are the inclusions that have not ended, each once.
func standing(all []inclusionWire) []inclusionWire {
	seen := map[[2]string]bool{}
	return slices.DeleteFunc(all, func(w inclusionWire) bool {
		key := [2]string{w.Part, w.Type}
		if w.Active != nil && !*w.Active || seen[key] {
			return true
		}
		seen[key] = true
		return false
	})
}
