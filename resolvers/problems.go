package resolvers

import (
	"context"

	"helsegraf/graph"
)

// problemOf is a problem in the language of ctx.
func problemOf(ctx context.Context, code graph.ProblemCode, field *string) graph.Problem {
	return graph.Problem{Code: code, Message: problems[code].to(ctx), Field: field}
}

var problems = map[graph.ProblemCode]sentence{
	graph.ProblemKeyReused: {
		"The key has been used for another change.",
		"Nøkkelen er brukt til en annen endring.",
		"Nøkkelen er brukt til ei anna endring.",
	},
	graph.ProblemPowersRemain: {
		"End the powers of attorney you have given first.",
		"Du må avslutte fullmaktene du har gitt, først.",
		"Du må avslutte fullmaktene du har gitt, først.",
	},
	graph.ProblemFormNeeded: {
		"This is done by a form on paper.",
		"Dette må du gjøre med et skjema på papir.",
		"Dette må du gjere med eit skjema på papir.",
	},
	graph.ProblemNotBlockable: {
		"The service cannot be blocked by itself.",
		"Tjenesten kan ikke sperres alene.",
		"Tenesta kan ikkje sperrast åleine.",
	},
	graph.ProblemVersionConflict: {
		"It has changed since it was read. Read it again, and try anew.",
		"Dette er endret siden du så det. Last inn på nytt, og prøv igjen.",
		"Dette er endra sidan du såg det. Last inn på nytt, og prøv igjen.",
	},
	graph.ProblemHolderNotAccepted: {
		"The number and the last name are not those of somebody who can hold this power of attorney.",
		"Fødselsnummeret og etternavnet tilhører ikke noen som kan få denne fullmakten.",
		"Fødselsnummeret og etternamnet høyrer ikkje til nokon som kan få denne fullmakta.",
	},
	graph.ProblemTooManyAttempts: {
		"There have been too many attempts today. Try again tomorrow.",
		"Det har vært for mange forsøk i dag. Prøv igjen i morgen.",
		"Det har vore for mange forsøk i dag. Prøv igjen i morgon.",
	},
	graph.ProblemPowerExists: {
		"The holder already has a power of attorney for one of these services. Change it, or end it first.",
		"Fullmektigen har allerede en fullmakt for en av disse tjenestene. Endre den, eller avslutt den først.",
		"Fullmektigen har alt ei fullmakt for ei av desse tenestene. Endre henne, eller avslutt henne først.",
	},
	graph.ProblemNotDelegable: {
		"A power of attorney names one or more services, and each must be one that it can cover.",
		"En fullmakt gjelder én eller flere tjenester, og alle må være tjenester det kan gis fullmakt for.",
		"Ei fullmakt gjeld éi eller fleire tenester, og alle må vere tenester det kan gjevast fullmakt for.",
	},
	graph.ProblemDateInPast: {
		"The date is in the past.",
		"Datoen har allerede vært.",
		"Datoen har alt vore.",
	},
	graph.ProblemNothingThere: {
		"There is nothing to change: it has ended.",
		"Det er ingenting å endre: Dette er allerede avsluttet.",
		"Det er ingenting å endre: Dette er alt avslutta.",
	},
	graph.ProblemRefused: {
		"The register did not accept the change.",
		"Registeret godtok ikke endringen.",
		"Registeret godtok ikkje endringa.",
	},
}

var badKey = sentence{
	"A key is 16 to 64 letters, digits, hyphens or underscores.",
	"En nøkkel er 16 til 64 bokstaver, sifre, bindestreker eller understreker.",
	"Ein nøkkel er 16 til 64 bokstavar, siffer, bindestrekar eller understrekar.",
}
