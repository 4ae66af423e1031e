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

// Definitions (definisjonGuid), in lower case. Those of kjernejournal are
// published: reservation; restriction of the record and its documents; own
// access blocked, either entirely or to visits, where policy knows only the
// former. All others are invented. Akuttsperre needs none: any restriction
// missing from the tables is one.
const (
	piReserved            = "b39f778a-07e3-41ea-99c7-eb332ad45c82"
	piRestricted          = "86f64955-fb61-4e5e-8a0c-7d7728363891"
	piRestrictedDocuments = "f0a455c5-c95f-4382-9cf0-4481a732a694"
	piOwnAccess           = "36870d8a-b37b-4386-8689-c656005cb296"
	piInactive            = "c105ed00-0000-4000-8000-0000000000ff"
	piYouthAccess         = "0be20000-0000-4000-8000-000000000010"
)

var blockedServices = map[string]policy.Service{
	piOwnAccess:                            policy.SummaryCareRecord,
	"c8ed0076-7482-4566-81f9-a41f2179b0ae": policy.SummaryCareRecord,

	"c105ed00-0000-4000-8000-000000000001": policy.Profile,
	"c105ed00-0000-4000-8000-000000000002": policy.GPInformation,
	"c105ed00-0000-4000-8000-000000000003": policy.ChangeGP,
	"c105ed00-0000-4000-8000-000000000004": policy.ExemptionCard,
	"c105ed00-0000-4000-8000-000000000005": policy.HealthRegisters,
	"c105ed00-0000-4000-8000-000000000006": policy.Research,
	"c105ed00-0000-4000-8000-000000000007": policy.HospitalJournal,
	"c105ed00-0000-4000-8000-000000000008": policy.Medication,
	"c105ed00-0000-4000-8000-000000000009": policy.Vaccination,
	"c105ed00-0000-4000-8000-00000000000a": policy.TestResult,
	"c105ed00-0000-4000-8000-00000000000b": policy.Appointment,
	"c105ed00-0000-4000-8000-00000000000c": policy.Referral,
	"c105ed00-0000-4000-8000-00000000000d": policy.HealthContact,
	"c105ed00-0000-4000-8000-00000000000e": policy.Message,
	"c105ed00-0000-4000-8000-00000000000f": policy.GPDialogue,
	"c105ed00-0000-4000-8000-000000000010": policy.DocumentArchive,
	"c105ed00-0000-4000-8000-000000000011": policy.PatientTravel,
	"c105ed00-0000-4000-8000-000000000012": policy.DonorCard,
	"c105ed00-0000-4000-8000-000000000013": policy.Tools,
}

var levels = map[string]policy.Level{
	"0be20000-0000-4000-8000-000000000001": policy.Basis,
	"0be20000-0000-4000-8000-000000000002": policy.BasisPlus,
	"0be20000-0000-4000-8000-000000000003": policy.Full,
}

var purposes = map[string]Purpose{
	"0be20000-0000-4000-8000-000000000021": PatientCare,
	"0be20000-0000-4000-8000-000000000022": Statistics,
	"0be20000-0000-4000-8000-000000000023": Prevention,
	"0be20000-0000-4000-8000-000000000024": Preparedness,
	"0be20000-0000-4000-8000-000000000025": Analysis,
	"0be20000-0000-4000-8000-000000000026": Research,
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
