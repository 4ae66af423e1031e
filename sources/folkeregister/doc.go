// Package folkeregister asks who people are: name, age, death, address and
// its protection, parental responsibility; and how they may be reached.
//
// Folkeregisteret belongs to Skatteetaten. The health sector reads it through
// Persontjenesten of Norsk helsenett, version 3: REST with JSON, a HelseID
// system token bound by DPoP, audience "nhn:hgd-persontjenesten-api", scope
// "nhn:hgd-persontjenesten-api/full-access" (the only one that tells of address
// protection). Paths, parameters and fields are those of the client Norsk
// helsenett publishes in NorskHelsenett/HelseID.Samples; a question names the
// parts it wants (informationParts), at most 100 people at once, and numbers
// stand in the form body, never in the URL. Every datum is a list of entries
// with isValid, registeredAt, source and reason.
//
// Kontakt- og reservasjonsregisteret (KRR) belongs to Digitaliseringsdirektoratet:
// up to 1000 people at once, scope "krr:global/kontaktinformasjon.read". In
// reality the token is Maskinporten's; the stand-in takes one of HelseID with
// audience "krr:global". Only the configuration knows the difference.
//
// One thing is assumed: that the record of a parent has an entry for each who
// is responsible for the child, not for that parent alone. Then one bulk
// question, about children and co-parents, tells who lives with whom. If the
// register lists less, the gateway opens less.
//
// We never search for people, never ask for history, nationality, marriage or
// guardianship (in this register it opens nothing), and ask only about the
// actor and those the privacy registers name as related to the actor.
package folkeregister
