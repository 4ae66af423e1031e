// Package personvern asks what a person has chosen: consent, blocks,
// reservation and sharing; and who holds whose powers of attorney.
//
// Personvern is Norsk helsenett's (Helsenorge's PVK, personvernkomponenten).
// It is asked by POST with the number in the JSON body, never in the URL, and
// with HelseID system tokens bound by DPoP: settings with audience "nhn:pvk" and
// scope "nhn:pvk/personverninnstillinger-read", powers with audience
// "nhn:fullmakt" and scope "nhn:fullmakt/read". One question is about one
// person; there is no batch.
//
// Published are the paths, the fields of a setting, the definitions of
// kjernejournal's settings, and the names and reference of a power. Assumed,
// and marked so in wire.go, are: the names of the lists in an answer, the
// definitions of consent levels, blocks, inactivity, ungdomstilgang and
// sharing, the terms of a power, and that the gateway gets the numbers of giver
// and holder where others get a masked one; it cannot ask about somebody it
// cannot name. Whoever joins PVK gets the definitions from it; they stand in
// one table, and nothing else changes.
//
// What is unknown closes. An active restriction whose definition is not in the
// table blocks everything for that person; of two consent levels the lower
// counts; a power with a term that does not read is passed over; one setting
// about somebody else makes the whole answer disbelieved, since a block may be
// what it was swapped with. Unknown consents and reservations open nothing and
// are passed over. Nothing is ever written here.
package personvern
