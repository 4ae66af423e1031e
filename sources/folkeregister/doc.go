// Package folkeregister reads who people are (name, age, death, address and its
// protection, parental responsibility) and how they can be reached.
//
// Folkeregisteret belongs to Skatteetaten. The health sector reads it through
// Norsk helsenett's Persontjenesten, version 3: REST with JSON, a DPoP-bound
// HelseID system token, audience "nhn:hgd-persontjenesten-api", scope
// "nhn:hgd-persontjenesten-api/full-access" (the only one that includes address
// protection). Paths, parameters and fields are those of the client that Norsk
// helsenett publishes in NorskHelsenett/HelseID.Samples; a call names the parts it
// wants (informationParts), covers at most 100 people, and has the numbers in the
// form, never in the URL. Every datum is a list of entries with isValid,
// registeredAt, source and reason.
//
// Kontakt- og reservasjonsregisteret (KRR) belongs to Digitaliseringsdirektoratet:
// up to 1000 people in one call, scope "krr:global/kontaktinformasjon.read". The
// real token is Maskinporten's; the stand-in takes one of HelseID with audience
// "krr:global". Only the configuration knows the difference.
//
// One thing is assumed: a parent's record lists everyone responsible for the
// child, not only that parent. Then one call, about children and co-parents, shows
// who lives with whom. If the register lists less, the gateway opens less.
//
// We never search for people, never read history, nationality, marriage or
// guardianship (in this register it opens nothing), and only read about the actor
// and those the privacy registers name as related to the actor.
package folkeregister
