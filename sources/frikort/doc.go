// Package frikort reads from Helfo, the Norwegian health economics
// administration, exemption cards (frikort) and the co-payments (egenandeler)
// that count towards them.
//
// A citizen pays co-payments up to a yearly ceiling (egenandelstak). Whoever
// reaches it is granted a card and pays no more for the rest of the calendar
// year. Children under 16 pay nothing and are not in the scheme. Helfo holds
// amount, date and kind of provider, and never a diagnosis.
//
// Two interfaces are used, of different standing:
//
//   - Frikortspørring is Helfo's own, described in OpenAPI by
//     github.com/navikt/frikortoppslag-api-dokumentasjon: is this person exempt
//     for this kind of service on this day, yes or no. The question is
//     encrypted to Helfo (JWE, RSA-OAEP-256 and A256GCM) with a key that is
//     rotated and fetched openly.
//   - Egenandeler, the citizen's own sum and list, is OF OUR INVENTION. Helfo
//     shows it on Helsenorge and has published no interface to it. Path and
//     shape follow what is shown there: POST /api/egenandeler/v1/sok with
//     {borgerIdent, aar} gives {borgerIdent, aar, egenandelstak, sumGodkjent,
//     gjenstaar, frikort{status, innvilgetDato, gyldigTil}, egenandeler[{id,
//     dato, behandlertype, behandlerNavn, belop, betalt, tellerFra}],
//     refusjon[…]}. Expect to rewrite that half of wire.go.
//
// Both take a HelseID access token bound by DPoP, audience
// hdir:frikortsporring, scope hdir:frikortsporring/read. Frikortspørring is
// meant for those who treat patients; a gateway for citizens needs an
// agreement with Helfo of its own.
//
// Notes on the responses:
//
//   - One person a question; there is no batch.
//   - The day asked about is at most two years back. Of earlier years the
//     status is not known.
//   - No is also what is said of somebody who has reserved against automatic
//     cards; Helfo may not tell the difference, and here none is made.
//   - Yes at a pharmacy (A, S) or dressing supplier (B) may also mean a
//     minimum pension (minstepensjon), so the question is always about a visit
//     to a doctor (LE), where it means a card.
//   - The answer to Frikortspørring names nobody. It is bound to its question
//     by the Correlation-Id alone, which must come back.
//   - The list of one who has reserved is not held: unknown, not empty.
//
// Never requested, or not read: account numbers and refunds.
package frikort
