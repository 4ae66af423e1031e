// Package personvern reads and changes what a person has chosen (consent, blocks,
// reservation and sharing), and who holds powers of attorney for whom.
//
// Personvern is Norsk helsenett's (Helsenorge's PVK, personvernkomponenten). It is
// called by POST with the number in the JSON body, never in the URL, and with
// DPoP-bound HelseID system tokens: settings with audience "nhn:pvk" and scope
// "nhn:pvk/personverninnstillinger-read", powers with audience "nhn:fullmakt" and
// scope "nhn:fullmakt/read". Each call is about one person; there is no batch.
//
// The paths, the fields of a setting, the definitions of kjernejournal's settings,
// and the names and reference of a power are published. Assumed, and marked so in
// wire.go, are: the names of the lists in a response; the definitions of consent
// levels, blocks, inactivity, ungdomstilgang and sharing; the terms of a power;
// and that the gateway gets the full numbers of giver and holder where others get
// masked ones, since it must identify people to ask about them. Parties that join
// PVK receive the definitions; they are in one table, and nothing else changes.
//
// The registers and research projects that a citizen is in (inkludering) are published
// for writing only. The search for them is assumed: of one category, in pages led on by
// pagingReference as in Personvern's other lists, each inclusion with what its register
// or project says of itself and the consent (samtykke) to it.
//
// Unknown values close. An active restriction whose definition is not in the table
// blocks everything for that person; of two consent levels the lower counts; a
// power with an unreadable term is ignored; one setting about somebody else makes
// the whole response invalid, since it may have replaced a block. Unknown consents
// and reservations open nothing and are ignored.
//
// Changes have a scope of their own, "nhn:pvk/personverninnstillinger-write", and an
// endpoint that may be left out. Setting something that is so already succeeds, as
// published. Assumed are who makes the change (utfortAv), the sender's reference, by
// which a change that is sent again is carried out once, akuttsperre's operation, and
// that one consent level ends the others. A response that is neither a success nor a
// refusal says nothing: the change may have been made.
//
// For giving and ending powers nothing is published. Assumed are two operations in the
// style of the others, with the token for changing settings. The holder is named by
// number and last name, and accepted or not by Personvern alone: whether the holder is
// unknown, dead, under 18, at a confidential address, of another name or the giver is
// one refusal, and it counts the attempts of a day. A change puts one power in the
// place of another, and a power that is ended is in no list from then on.
package personvern
