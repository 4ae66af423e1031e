package personvern

import (
	"time"

	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// pvkDefinition is a setting that can be active: its definition, name, owner and type.
type pvkDefinition struct{ guid, name, part, kind string }

// Kjernejournal's definitions, as published.
var (
	pvkReserved   = pvkDefinition{"b39f778a-07e3-41ea-99c7-eb332ad45c82", "Reservasjon mot kjernejournal", "kjernejournal", "reservasjon"}
	pvkRestricted = pvkDefinition{"86f64955-fb61-4e5e-8a0c-7d7728363891", "Begrenset kjernejournal", "kjernejournal", "tilgangsbegrensning"}
	pvkOwnAccess  = pvkDefinition{"36870d8a-b37b-4386-8689-c656005cb296", "Sperret egen tilgang til kjernejournal", "kjernejournal", "tilgangsbegrensning"}
)

// The rest are invented.
var (
	pvkAllBlocked  = pvkDefinition{"C105ED00-0000-4000-8000-000000000000", "Akuttsperre", "helsenorge", "tilgangsbegrensning"}
	pvkInactive    = pvkDefinition{"c105ed00-0000-4000-8000-0000000000ff", "Inaktiv", "helsenorge", "tilgangsbegrensning"}
	pvkYouthAccess = pvkDefinition{"0be20000-0000-4000-8000-000000000010", "Foreldresamtykke til ungdomstilgang", "helsenorge", "samtykke"}

	pvkConsent = map[string]pvkDefinition{
		"BASIS":      {"0be20000-0000-4000-8000-000000000001", "Samtykke Basis", "helsenorge", "samtykke"},
		"BASIS_PLUS": {"0be20000-0000-4000-8000-000000000002", "Samtykke Basis pluss", "helsenorge", "samtykke"},
		"FULL":       {"0be20000-0000-4000-8000-000000000003", "Samtykke Full", "helsenorge", "samtykke"},
	}
	pvkSharing = map[string]pvkDefinition{
		"PATIENT_CARE": {"0be20000-0000-4000-8000-000000000021", "Deling til pasientbehandling", "helsenorge", "samtykke"},
		"STATISTICS":   {"0be20000-0000-4000-8000-000000000022", "Deling til statistikk", "helsenorge", "samtykke"},
		"PREVENTION":   {"0be20000-0000-4000-8000-000000000023", "Deling til forebygging", "helsenorge", "samtykke"},
		"PREPAREDNESS": {"0be20000-0000-4000-8000-000000000024", "Deling til beredskap", "helsenorge", "samtykke"},
		"ANALYSIS":     {"0be20000-0000-4000-8000-000000000025", "Deling til analyse", "helsenorge", "samtykke"},
		"RESEARCH":     {"0be20000-0000-4000-8000-000000000026", "Deling til forskning", "helsenorge", "samtykke"},
	}
	// pvkBlocked maps services to the last digits of their block's GUID.
	pvkBlocked = map[string]string{
		"PROFILE": "01", "GP_INFORMATION": "02", "CHANGE_GP": "03", "EXEMPTION_CARD": "04", "HEALTH_REGISTERS": "05", "RESEARCH": "06",
		"HOSPITAL_JOURNAL": "07", "MEDICATION": "08", "VACCINATION": "09", "TEST_RESULT": "0a", "APPOINTMENT": "0b", "REFERRAL": "0c",
		"HEALTH_CONTACT": "0d", "MESSAGE": "0e", "GP_DIALOGUE": "0f", "DOCUMENT_ARCHIVE": "10", "PATIENT_TRAVEL": "11", "DONOR_CARD": "12",
		"TOOLS": "13",
	}
)

// settingsOf returns the active settings of p; none for an unknown person.
func (v register) settingsOf(p *world.Person) []map[string]any {
	list := []map[string]any{}
	if p == nil {
		return list
	}
	active := func(d pvkDefinition, since time.Time, metadata map[string]any) {
		list = append(list, map[string]any{
			"innbyggerFnr": p.Number, "definisjonGuid": d.guid, "definisjonNavn": d.name, "partKode": d.part, "typePi": d.kind,
			"aktiv": true, "tidspunkt": standin.DotNet(since), "metadata": metadata, "sekvensnummer": len(list),
		})
	}
	now := v.changes.of(p)
	if d, ok := pvkConsent[now.consent.Level]; ok {
		active(d, now.consent.GivenAt, nil)
	}
	for _, b := range now.blocks {
		active(blockOf(b.Service), b.Since, nil)
	}
	if !p.Inactive.IsZero() {
		active(pvkInactive, p.Inactive, nil)
	}
	if !now.reserved.Since.IsZero() {
		active(pvkReserved, now.reserved.Since, map[string]any{"kanGjenopprettesTil": now.reserved.RestorableUntil.Format(time.DateOnly)})
	}
	if now.youthAccess {
		active(pvkYouthAccess, now.consent.GivenAt, nil)
	}
	for _, purpose := range []string{"PATIENT_CARE", "STATISTICS", "PREVENTION", "PREPAREDNESS", "ANALYSIS", "RESEARCH"} {
		if now.sharing[purpose] {
			active(pvkSharing[purpose], v.World.Today().AddDate(-1, 0, 0), nil)
		}
	}
	// Some have closed their summary care record to health personnel.
	if p.Key == "" && v.World.Dice("personvern", p.Number).IntN(30) == 0 {
		active(pvkRestricted, v.World.Today().AddDate(0, -5, 0), nil)
	}
	return list
}

// blockOf returns the definition of a service's block, or for "" of the block on all of
// them.
func blockOf(service string) pvkDefinition {
	switch service {
	case "":
		return pvkAllBlocked
	case "SUMMARY_CARE_RECORD":
		return pvkOwnAccess
	}
	return pvkDefinition{"c105ed00-0000-4000-8000-0000000000" + pvkBlocked[service], "Sperret " + service, "helsenorge", "tilgangsbegrensning"}
}

// power is a power as listed; named is the other party. A power includes its last day.
func (v register) power(g givenPower, named *world.Person) map[string]any {
	areas := []string{}
	if g.Read {
		areas = append(areas, "INNSYN")
	}
	if g.Write {
		areas = append(areas, "DIGITALE_HELSETJENESTER")
	}
	p := map[string]any{
		"fornavn": named.Given, "mellomnavn": nil, "etternavn": named.Family, "maskertFnr": named.Number[:6] + "xxxxx",
		"fullmaktReferanseId": g.ID, "fullmaktsgiverFnr": g.giver.Number, "fullmaktshaverFnr": g.Holder,
		"rolle": g.Kind, "gyldigFra": g.From.Format(time.DateOnly), "gyldigTil": nil, "alleTjenester": g.All,
		"omraader": areas, "tjenester": g.Services, "kunOekonomiskeInteresser": g.FinancialOnly,
		"registrert": standin.DotNet(g.From),
	}
	if g.access != "" {
		p["tilgang"], p["avsenderReferanse"] = g.access, g.reference
	}
	if named.Middle != "" {
		p["mellomnavn"] = named.Middle
	}
	if !g.Until.IsZero() {
		p["gyldigTil"] = g.Until.Format(time.DateOnly)
	}
	return p
}
