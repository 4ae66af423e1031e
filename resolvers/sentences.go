package resolvers

import (
	"context"

	"helsegraf/graph"
	"helsegraf/graph/policy"
)

// sentence is what people are told, in each language. It holds nothing of the
// person it is about but what its code says.
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

// sentences are what the codes say to people, policy's first.
var sentences = map[string]sentence{
	string(policy.Unauthenticated): {
		"Log in to see this.",
		"Logg inn for å se dette.",
		"Logg inn for å sjå dette.",
	},
	string(policy.AssuranceTooLow): {
		"Log in with assurance level high to see this.",
		"Logg inn med sikkerhetsnivå høyt for å se dette.",
		"Logg inn med tryggleiksnivå høgt for å sjå dette.",
	},
	string(policy.ClientScopeMissing): {
		"This application has no access to the service.",
		"Denne applikasjonen har ikke tilgang til tjenesten.",
		"Denne applikasjonen har ikkje tilgang til tenesta.",
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
		"Parents have no access to this service at the child's age.",
		"Foreldre har ikke tilgang til denne tjenesten når barnet er så gammelt.",
		"Foreldre har ikkje tilgang til denne tenesta når barnet er så gammalt.",
	},
	string(policy.ProxyScopeMissing): {
		"The power does not cover this service.",
		"Fullmakten dekker ikke denne tjenesten.",
		"Fullmakta dekkjer ikkje denne tenesta.",
	},
	string(policy.ProxyExpired): {
		"The power has ended.",
		"Fullmakten er utløpt.",
		"Fullmakta har gått ut.",
	},
	string(policy.SubjectDeceased): {
		"The person is dead; next of kin can ask the place of treatment.",
		"Personen er død. Pårørende kan henvende seg til behandlingsstedet.",
		"Personen er død. Pårørande kan vende seg til behandlingsstaden.",
	},
	string(policy.AccessBlocked): {
		"Digital access is blocked.",
		"Digital tilgang er sperret.",
		"Digital tilgang er sperra.",
	},
	string(policy.Inactive): {
		"Digital access is inactive.",
		"Digital tilgang er satt inaktiv.",
		"Digital tilgang er sett inaktiv.",
	},
	string(policy.Reserved): {
		"There is a reservation against the summary care record.",
		"Det er reservert mot kjernejournal.",
		"Det er reservert mot kjernejournal.",
	},
	string(policy.ConsentMissing): {
		"No consent has been given.",
		"Det er ikke gitt samtykke.",
		"Det er ikkje gitt samtykke.",
	},
	string(policy.ConsentTooLow): {
		"The consent given does not reach this service.",
		"Samtykket som er gitt, omfatter ikke denne tjenesten.",
		"Samtykket som er gitt, omfattar ikkje denne tenesta.",
	},
	string(policy.NotAvailableOnBehalf): {
		"This is not available to a representative.",
		"Dette er ikke tilgjengelig for en representant.",
		"Dette er ikkje tilgjengeleg for ein representant.",
	},
	string(policy.ConsentSourceUnavailable): {
		"Access could not be decided right now; try again later.",
		"Tilgangen kunne ikke avgjøres akkurat nå. Prøv igjen senere.",
		"Tilgangen kunne ikkje avgjerast akkurat no. Prøv igjen seinare.",
	},
	string(policy.IdentifyingField): {
		"What tells who somebody is is not shown in a project.",
		"Det som viser hvem noen er, vises ikke i et prosjekt.",
		"Det som viser kven nokon er, blir ikkje vist i eit prosjekt.",
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
		"The register has failed too often lately and was not asked.",
		"Registeret har sviktet for ofte i det siste og ble ikke spurt.",
		"Registeret har svikta for ofte i det siste og vart ikkje spurt.",
	},
	codeOverBudget: {
		"Too many questions at once; the register was not asked.",
		"For mange spørsmål på en gang. Registeret ble ikke spurt.",
		"For mange spørsmål på ein gong. Registeret vart ikkje spurt.",
	},
	codeInvalid: {
		"The register's answer could not be used.",
		"Svaret fra registeret kunne ikke brukes.",
		"Svaret frå registeret kunne ikkje brukast.",
	},
	codeMismatch: {
		"The register answered about somebody else; the answer was dropped.",
		"Registeret svarte om noen andre. Svaret ble forkastet.",
		"Registeret svara om nokon andre. Svaret vart forkasta.",
	},
	codeForbidden: {
		"The register does not let the gateway ask.",
		"Registeret lar ikke tjenesten spørre.",
		"Registeret lèt ikkje tenesta spørje.",
	},
	codeUsageLog: {
		"The use could not be logged, so nothing is shown; try again later.",
		"Bruken kunne ikke loggføres, så ingenting vises. Prøv igjen senere.",
		"Bruken kunne ikkje loggførast, så ingenting blir vist. Prøv igjen seinare.",
	},
	codeInternal: {
		"Something went wrong in the gateway.",
		"Noe gikk galt hos oss.",
		"Noko gjekk gale hos oss.",
	},
}

// What is wrong with an argument, with BAD_USER_INPUT.
var (
	wrongSize = sentence{
		"first must be from 1 to 100.",
		"first må være fra 1 til 100.",
		"first må vere frå 1 til 100.",
	}
	wrongCursor = sentence{
		"after is no cursor of this list.",
		"after er ingen markør i denne listen.",
		"after er ingen markør i denne lista.",
	}
	tooMany = sentence{
		"One operation names at most 100 ids.",
		"En operasjon nevner høyst 100 id-er.",
		"Ein operasjon nemner høgst 100 id-ar.",
	}
	wrongKey = sentence{
		"A representation has __typename Person and an id.",
		"En representasjon har __typename Person og en id.",
		"Ein representasjon har __typename Person og ein id.",
	}
	wrongSearch = sentence{
		"municipality is four digits, and a name has none.",
		"municipality er fire siffer, og et navn har ingen.",
		"municipality er fire siffer, og eit namn har ingen.",
	}
)

// notice stands at every hospital journal.
var notice = sentence{
	"There may be documents that are not shown here. Ask the hospital for full access to the journal.",
	"Det kan finnes dokumenter som ikke vises her. Be sykehuset om fullt innsyn i journalen.",
	"Det kan finnast dokument som ikkje blir viste her. Be sjukehuset om fullt innsyn i journalen.",
}

// sentenceOf is what a code says; a code without a sentence says nothing more
// than that something went wrong.
func sentenceOf(code string) sentence {
	if s, ok := sentences[code]; ok {
		return s
	}
	return sentences[codeInternal]
}
