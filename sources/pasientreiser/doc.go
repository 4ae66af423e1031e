// Package pasientreiser reads a person's claims for travel expenses (reiseregninger)
// and the transport ordered for them (rekvirerte reiser) from Pasientreiser, which
// pays for journeys to and from treatment.
//
// The rules are Pasientreiser's, and nothing here enforces them: a claim is sent
// within six months of the treatment, journeys over ten kilometres are paid at a
// rate for each kilometre whatever the means of travel, a co-payment (egenandel) is
// deducted unless the person has an exemption card, and a decision may be appealed
// until the day that stands in it.
//
// PASIENTREISER HAS NO PUBLISHED INTERFACE FOR CITIZENS. This one is invented, in the
// style of Norsk helsenett's newer REST APIs: POST with {innbyggerFnr} in the body,
// and a HelseID token bound by DPoP.
//
//   - /pasientreiser/api/v1/soknader/sok returns {innbyggerFnr, soknader[{id, status,
//     opprettet, innsendt, reiser[{behandlingsdato, behandlingssted, fra, km,
//     turRetur, ledsager, tillegg[{type, belop, dokumentert}]}], mangler[],
//     vedtak{dato, belop, egenandel, begrunnelse, klagefrist}, skjerming[]}]}.
//   - /pasientreiser/api/v1/rekvirerte/sok returns the transport from today on:
//     {innbyggerFnr, reiser[{id, status, hentes, fra, til, skjerming[]}]}. Its states
//     are those of the transporters' side (SUTI): innsendt, vurderes, godkjent and
//     underkjent.
//
// skjerming has codes of list 9603, which hide a record as in the other registers.
// Errors are {code, message, errorCategory}, as PVK's. Expect to rewrite wire.go.
//
// One person per call; there is no batch. Nothing is written here.
package pasientreiser
