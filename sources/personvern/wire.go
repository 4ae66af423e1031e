package personvern

import (
	"cmp"
	"slices"
	"strings"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// part identifies the caller to Personvern (partKode). Assumed: a part may be
// allowed to read other people's settings, as the citizen's own gateway must.
const part = "helsegraf"

// The owners of definitions.
const (
	partCareRecord = "kjernejournal"
	partPortal     = "helsenorge"
)

type settingsRequest struct {
	Number string `json:"innbyggerFnr"`
	Part   string `json:"partKode"`
}

type powersRequest struct {
	Number string `json:"innbyggerFnr"`
}

// settingsWire is the response of HentInnbyggersPiForPart. The list's name is
// assumed; the fields of a setting are published, except for the contents of
// metadata.
type settingsWire struct {
	Settings []settingWire `json:"personvernInnstillinger"`
}

type settingWire struct {
	Number     string `json:"innbyggerFnr"`
	Definition string `json:"definisjonGuid"`
	Type       string `json:"typePi"`
	Active     *bool  `json:"aktiv"`
	At         string `json:"tidspunkt"`
	Metadata   struct {
		RestorableUntil string `json:"kanGjenopprettesTil"`
	} `json:"metadata"`
}

// The types of settings. A restriction closes; unknown settings of other types
// can be ignored.
const (
	typeConsent     = "samtykke"
	typeReservation = "reservasjon"
	typeRestriction = "tilgangsbegrensning"
)

// decodeSettings reads the settings of n. One setting about another person
// invalidates them all: it may have replaced a block.
func decodeSettings(resp *sources.Response, n fnr.Number) (Settings, error) {
	var wire settingsWire
	if err := sources.DecodeJSON(resp.Body, &wire); err != nil || wire.Settings == nil {
		return Settings{}, sources.Garbled
	}
	s := blank()
	foreign := 0
	for _, w := range wire.Settings {
		if who, err := fnr.Parse(w.Number); err != nil || who != n {
			foreign++
			continue
		}
		w.apply(&s)
	}
	if foreign > 0 {
		resp.Foreign(foreign)
		return Settings{}, sources.Mismatch
	}
	return s, nil
}

// blank are the settings of a person who has chosen nothing.
func blank() Settings {
	s := Settings{Blocks: []Block{}}
	for _, p := range []Purpose{PatientCare, Statistics, Prevention, Preparedness, Analysis, Research} {
		s.Sharing = append(s.Sharing, Sharing{Purpose: p})
	}
	return s
}

// apply applies one setting. A restriction closes unless marked inactive; only a
// consent marked active opens.
func (w settingWire) apply(s *Settings) {
	if w.Active != nil && !*w.Active {
		return
	}
	guid, since := strings.ToLower(w.Definition), fhir.ParseDate(w.At)
	blocked, isBlock := blockedServices[guid]
	switch {
	case isBlock:
		s.block(&blocked, since)
	case guid == piReserved:
		s.Reservation = &Reservation{Register: "KJERNEJOURNAL", Since: since, RestorableUntil: fhir.ParseDate(w.Metadata.RestorableUntil)}
	case guid == piInactive:
		s.Inactive, s.InactiveSince = true, since
	case guid == piRestricted, guid == piRestrictedDocuments:
		// Closed to health personnel only; the citizen still sees it.
	case w.Type == typeConsent:
		if w.Active != nil {
			s.give(guid, since)
		}
	case w.Type != typeReservation:
		// Akuttsperre, or an unknown restriction.
		s.block(nil, since)
	}
}

// block adds a block once, with its earliest day.
func (s *Settings) block(service *policy.Service, since *fhir.Date) {
	for _, b := range s.Blocks {
		if b.Service == service || b.Service != nil && service != nil && *b.Service == *service {
			return
		}
	}
	s.Blocks = append(s.Blocks, Block{Service: service, Since: since})
}

// give adds a consent. Only one level should be active; of two, the lower
// counts.
func (s *Settings) give(guid string, since *fhir.Date) {
	if level, ok := levels[guid]; ok && (s.Consent.Level == policy.None || level < s.Consent.Level) {
		s.Consent = Consent{Level: level, GivenOn: since}
	}
	for i := range s.Sharing {
		s.Sharing[i].Allowed = s.Sharing[i].Allowed || s.Sharing[i].Purpose == purposes[guid]
	}
	s.YouthAccess = s.YouthAccess || guid == piYouthAccess
}

// powersWire is the response of Fullmaktsgivere and Fullmaktshavere.
type powersWire struct {
	Received []powerWire `json:"fullmaktsgivere"`
	Given    []powerWire `json:"fullmaktshavere"`
}

// powerWire is one power. Names and reference are published; full numbers and
// the terms are assumed.
type powerWire struct {
	Key           string   `json:"fullmaktReferanseId"`
	Given         string   `json:"fornavn"`
	Middle        string   `json:"mellomnavn"`
	Family        string   `json:"etternavn"`
	Giver         string   `json:"fullmaktsgiverFnr"`
	Holder        string   `json:"fullmaktshaverFnr"`
	Role          string   `json:"rolle"` // code list 7611
	From          string   `json:"gyldigFra"`
	Until         *string  `json:"gyldigTil"` // last day
	AllServices   bool     `json:"alleTjenester"`
	Areas         []string `json:"omraader"`
	Services      []string `json:"tjenester"`
	Access        *string  `json:"tilgang"` // to the services named
	Reference     string   `json:"avsenderReferanse"`
	FinancialOnly bool     `json:"kunOekonomiskeInteresser"`
}

// decodePowers reads a person's powers. Leaving out one power closes and opens
// nothing, so the others stand.
func decodePowers(resp *sources.Response, own func(Power) bool) ([]Power, error) {
	var wire powersWire
	if err := sources.DecodeJSON(resp.Body, &wire); err != nil || (wire.Received == nil) == (wire.Given == nil) {
		return nil, sources.Garbled
	}
	powers := []Power{}
	foreign := 0
	seen := map[string]bool{}
	for _, w := range append(wire.Received, wire.Given...) {
		p, ok := w.power()
		switch {
		case !own(p):
			foreign++
		case ok && !seen[p.Key]:
			seen[p.Key] = true
			powers = append(powers, p)
		}
	}
	resp.Foreign(foreign)
	if foreign > 0 && len(powers) == 0 {
		return nil, sources.Mismatch
	}
	// Personvern does not promise an order.
	slices.SortFunc(powers, func(a, b Power) int { return cmp.Or(cmp.Compare(a.name(), b.name()), cmp.Compare(a.Key, b.Key)) })
	return powers, nil
}

func (p Power) name() string {
	if p.Name == nil {
		return ""
	}
	return p.Name.Full
}

// power returns false for an invalid power: without a reference or either
// person, with an unknown role, or with an unreadable day. An unreadable last
// day must not become "until further notice".
func (w powerWire) power() (Power, bool) {
	p := Power{
		Key:           w.Key,
		Name:          fhir.Named(w.Given, w.Middle, w.Family),
		AllServices:   w.AllServices,
		FinancialOnly: w.FinancialOnly,
	}
	var noGiver, noHolder error
	p.Giver, noGiver = fnr.Parse(w.Giver)
	p.Holder, noHolder = fnr.Parse(w.Holder)
	relation, known := roles[w.Role]
	from := fhir.ParseDate(w.From)
	if w.Key == "" || noGiver != nil || noHolder != nil || p.Giver == p.Holder || !known || from == nil {
		return p, false
	}
	p.Relation, p.ValidFrom = relation, *from
	if w.Until != nil {
		if p.ValidUntil = fhir.ParseDate(*w.Until); p.ValidUntil == nil {
			return p, false
		}
	}
	for _, area := range w.Areas {
		p.Read = p.Read || area == "INNSYN"
		p.Write = p.Write || area == "DIGITALE_HELSETJENESTER"
	}
	p.Reference = w.Reference
	if w.Access != nil {
		mode := policy.Read // an unknown one opens no more
		if *w.Access == accessWrite {
			mode = policy.Write
		}
		p.Named = &mode
	}
	for _, name := range w.Services {
		if s, err := policy.ParseService(name); err == nil {
			p.Services = append(p.Services, s)
		}
	}
	return p, true
}

// roles are the roles of code list 7611 that rest on a power. Parental
// responsibility (FO) comes from Folkeregisteret.
var roles = map[string]policy.Relation{
	policy.PowerOfAttorney.Code(): policy.PowerOfAttorney, policy.Assigned.Code(): policy.Assigned, policy.Guardian.Code(): policy.Guardian,
}
