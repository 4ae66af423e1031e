package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/graph/policy"
)

// sentence is a message to people, in each language. It reveals nothing about
// the person concerned beyond what its code says.
type sentence struct{ english, bokmal, nynorsk string }

// to is the sentence in the language of ctx.
func (s sentence) to(ctx context.Context) string {
	switch graph.LanguageFrom(ctx) {
	case graph.Bokmal:
		return s.bokmal
	case graph.Nynorsk:
		return s.nynorsk
	case graph.English:
	}
	return s.english
}

// sentences are the messages of the codes, policy's first.
var sentences = map[string]sentence{
	string(policy.Unauthenticated): {
		"Log in to see this.",
		"Logg inn for å se dette.",
		"Logg inn for å sjå dette.",
	},
	string(policy.NotOffered): {
		"The service is not offered here.",
		"Tjenesten tilbys ikke her.",
		"Tenesta blir ikkje tilbydd her.",
	},
	string(policy.AssuranceTooLow): {
		"Log in at assurance level high to see this.",
		"Logg inn med høyt sikkerhetsnivå for å se dette.",
		"Logg inn med høgt tryggleiksnivå for å sjå dette.",
	},
	string(policy.PurposeClosed): {
		"Not available when you are logged in for a project.",
		"Du er logget inn for et prosjekt, og dette hører ikke til i et prosjekt.",
		"Du er logga inn for eit prosjekt, og dette høyrer ikkje til i eit prosjekt.",
	},
	string(policy.ClientScopeMissing): {
		"This application has no access to the service.",
		"Denne løsningen har ikke tilgang til tjenesten.",
		"Denne løysinga har ikkje tilgang til tenesta.",
	},
	string(policy.ActorNotEligible): {
		"You cannot use this service.",
		"Du kan ikke bruke denne tjenesten.",
		"Du kan ikkje bruke denne tenesta.",
	},
	string(policy.NotFound): {
		"There is no such object, or you have no access to it.",
		"Dette finnes ikke, eller du har ikke tilgang til det.",
		"Dette finst ikkje, eller du har ikkje tilgang til det.",
	},
	string(policy.ChildAgeLimit): {
		"This service cannot be used for a child of this age.",
		"Denne tjenesten kan ikke brukes for et barn i denne alderen.",
		"Denne tenesta kan ikkje brukast for eit barn i denne alderen.",
	},
	string(policy.AgeUnknown): {
		"Whether this is open depends on an age, and Folkeregisteret does not know the day of birth.",
		"Alderen avgjør om dette er åpent, og Folkeregisteret mangler fødselsdatoen.",
		"Alderen avgjer om dette er ope, og Folkeregisteret manglar fødselsdatoen.",
	},
	string(policy.ProxyScopeMissing): {
		"The power of attorney does not cover this service.",
		"Fullmakten omfatter ikke denne tjenesten.",
		"Fullmakta omfattar ikkje denne tenesta.",
	},
	string(policy.ProxyExpired): {
		"The power of attorney has expired.",
		"Fullmakten er utløpt.",
		"Fullmakta har gått ut.",
	},
	string(policy.SubjectDeceased): {
		"The person has died. Next of kin can contact the place of treatment.",
		"Personen er død. Pårørende kan ta kontakt med behandlingsstedet.",
		"Personen er død. Pårørande kan ta kontakt med behandlingsstaden.",
	},
	string(policy.AccessBlocked): {
		"Digital access is blocked.",
		"Tilgangen er sperret.",
		"Tilgangen er sperra.",
	},
	string(policy.Inactive): {
		"Digital access is inactive.",
		"Tilgangen er satt som inaktiv.",
		"Tilgangen er sett som inaktiv.",
	},
	string(policy.Reserved): {
		"The person has opted out of the summary care record.",
		"Det er registrert en reservasjon mot kjernejournal.",
		"Det er registrert ein reservasjon mot kjernejournal.",
	},
	string(policy.ConsentMissing): {
		"No consent has been given.",
		"Det er ikke gitt samtykke til å bruke tjenesten.",
		"Det er ikkje gitt samtykke til å bruke tenesta.",
	},
	string(policy.ConsentTooLow): {
		"The consent level is too low for this service.",
		"Samtykket omfatter ikke denne tjenesten.",
		"Samtykket omfattar ikkje denne tenesta.",
	},
	string(policy.NotAvailableOnBehalf): {
		"This is not available to a representative.",
		"Tjenesten er ikke tilgjengelig når du representerer denne personen.",
		"Tenesta er ikkje tilgjengeleg når du representerer denne personen.",
	},
	string(policy.ConsentSourceUnavailable): {
		"Access could not be decided right now. Try again later.",
		"Vi kan ikke se hva du har tilgang til akkurat nå. Prøv igjen senere.",
		"Vi kan ikkje sjå kva du har tilgang til akkurat no. Prøv igjen seinare.",
	},
	string(policy.IdentifyingField): {
		"Identifying information is not shown in a project.",
		"Opplysninger som viser hvem noen er, vises ikke i prosjekter.",
		"Opplysningar som viser kven nokon er, blir ikkje viste i prosjekt.",
	},
	codeUnavailable: {
		"The register could not be reached.",
		"Registeret svarte ikke.",
		"Registeret svara ikkje.",
	},
	codeTimeout: {
		"The register did not answer in time.",
		"Registeret svarte ikke i tide.",
		"Registeret svara ikkje i tide.",
	},
	codeCircuitOpen: {
		"The register has failed repeatedly and was not called.",
		"Registeret har vært ustabilt og ble ikke spurt denne gangen. Prøv igjen om litt.",
		"Registeret har vore ustabilt og vart ikkje spurt denne gongen. Prøv igjen om litt.",
	},
	codeOverBudget: {
		"Too many calls at once; the register was not called.",
		"Det ble spurt om for mye på én gang, så registeret ble ikke spurt.",
		"Det vart spurt om for mykje på éin gong, så registeret vart ikkje spurt.",
	},
	codeInvalid: {
		"The register's answer could not be used.",
		"Vi kunne ikke bruke svaret fra registeret.",
		"Vi kunne ikkje bruke svaret frå registeret.",
	},
	codeMismatch: {
		"The register returned data about another person, which was discarded.",
		"Svaret fra registeret gjaldt noen andre og vises derfor ikke.",
		"Svaret frå registeret gjaldt nokon andre og blir derfor ikkje vist.",
	},
	codeForbidden: {
		"The register denied the gateway access.",
		"Registeret gir ikke tjenesten tilgang.",
		"Registeret gir ikkje tenesta tilgang.",
	},
	codeUsageLog: {
		"Access could not be logged, so nothing is shown. Try again later.",
		"Vi kan ikke vise dette fordi bruken ikke lot seg loggføre. Prøv igjen senere.",
		"Vi kan ikkje vise dette fordi bruken ikkje let seg loggføre. Prøv igjen seinare.",
	},
	codeInternal: {
		"Internal error in the gateway.",
		"Noe gikk galt hos oss.",
		"Noko gjekk gale hos oss.",
	},
}

// Messages for invalid arguments, with BAD_USER_INPUT.
var (
	wrongSize = sentence{
		"first must be from 1 to 100.",
		"first må være fra 1 til 100.",
		"first må vere frå 1 til 100.",
	}
	wrongCursor = sentence{
		"after is no cursor of this list.",
		"after er ikke en markør i denne listen.",
		"after er ikkje ein markør i denne lista.",
	}
	tooMany = sentence{
		"One operation names at most 100 ids.",
		"En operasjon kan ikke ha mer enn 100 id-er.",
		"Ein operasjon kan ikkje ha meir enn 100 id-ar.",
	}
	wrongKey = sentence{
		"A representation has __typename Person and an id.",
		"En representasjon må ha __typename Person og en id.",
		"Ein representasjon må ha __typename Person og ein id.",
	}
	wrongYear = sentence{
		"year is a calendar year of four digits at most.",
		"year er et kalenderår med høyst fire siffer.",
		"year er eit kalenderår med høgst fire siffer.",
	}
	wrongScalar = sentence{
		"An argument is not a value of its type: a Date is written 2026-11-22.",
		"Et argument har feil form: en Date skrives 2026-11-22.",
		"Eit argument har feil form: ein Date skriv ein 2026-11-22.",
	}
	nullArgument = sentence{
		"An argument or condition here is null, and must not be.",
		"Et argument eller en betingelse her er null, og kan ikke være det.",
		"Eit argument eller eit vilkår her er null, og kan ikkje vere det.",
	}
	wrongDays = sentence{
		"from must not be after to, and there may be at most 31 days between them.",
		"from kan ikke være etter to, og det kan være høyst 31 dager mellom dem.",
		"from kan ikkje vere etter to, og det kan vere høgst 31 dagar mellom dei.",
	}
	wrongArticleCode = sentence{
		"code is a code of ICPC-2 (T90), ICD-10 (E11) or ATC (A10BA02).",
		"code er en kode i ICPC-2 (T90), ICD-10 (E11) eller ATC (A10BA02).",
		"code er ein kode i ICPC-2 (T90), ICD-10 (E11) eller ATC (A10BA02).",
	}
	wrongLetter = sentence{
		"letter is one letter.",
		"letter er én bokstav.",
		"letter er éin bokstav.",
	}
	wrongSearch = sentence{
		"Search in one of municipality, municipalities (1–50) and county. A municipality is four digits, a county is two, and a name has none.",
		"Søk i enten municipality, municipalities (1–50) eller county. En kommune har fire siffer, et fylke to, og name kan ikke ha noen.",
		"Søk i anten municipality, municipalities (1–50) eller county. Ein kommune har fire siffer, eit fylke to, og name kan ikkje ha nokon.",
	}
	wrongCounty = sentence{
		"There is no county with this number; it has two digits.",
		"Det finnes ikke noe fylke med dette nummeret; det har to sifre.",
		"Det finst ikkje noko fylke med dette nummeret; det har to siffer.",
	}
)

// notice is shown with every hospital journal.
var notice = sentence{
	"There may be documents that are not shown here. Ask the hospital for full access to the journal.",
	"Det kan finnes dokumenter som ikke vises her. Be sykehuset om fullt innsyn i journalen.",
	"Det kan finnast dokument som ikkje blir viste her. Be sjukehuset om fullt innsyn i journalen.",
}

// noticeOfAppointments is shown with every list of appointments.
var noticeOfAppointments = sentence{
	"There may be appointments that are not shown here. An appointment that you have been given stands, even if you do not find it here.",
	"Det kan finnes timeavtaler som ikke vises her. En time du har fått, gjelder selv om du ikke finner den her.",
	"Det kan finnast timeavtalar som ikkje blir viste her. Ein time du har fått, gjeld sjølv om du ikkje finn han her.",
}

// Messages for services where the refusal applies to everyone, so that neither
// the child's age nor the power is the reason.
var (
	neverForChildren = sentence{
		"This service cannot be used on behalf of children.",
		"Tjenesten kan ikke brukes på vegne av barn.",
		"Tenesta kan ikkje brukast på vegner av barn.",
	}
	neverByPower = sentence{
		"This service cannot be used with a power of attorney.",
		"Tjenesten kan ikke brukes med fullmakt.",
		"Tenesta kan ikkje brukast med fullmakt.",
	}
)

// closedBy is the message of a code about a service, or about no service.
func closedBy(code policy.Code, service policy.Service) sentence {
	switch {
	case service == 0:
	case code == policy.ChildAgeLimit && service.ChildUnder() == 0:
		return neverForChildren
	case code == policy.ProxyScopeMissing && !service.ByProxy():
		return neverByPower
	}
	return sentenceOf(string(code))
}

// sentenceOf is the message of a code; a code without one says only that
// something went wrong.
func sentenceOf(code string) sentence {
	if s, ok := sentences[code]; ok {
		return s
	}
	return sentences[codeInternal]
}
