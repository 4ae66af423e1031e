// Package varsling reads what Helsenorge notifies a person of: which notices they get
// and how (varseloppsett), which is a level and a channel, and what has happened since
// last time (siden sist). Where notices go is not kept there but in Kontakt- og
// reservasjonsregisteret (KRR), where people change it.
//
// A choice is stored also for somebody who cannot be reached, being reserved against
// digital communication or without contact information confirmed in KRR of late
// (KAN_IKKE_VARSLES), and then has no effect.
//
// NEITHER HAS A PUBLISHED INTERFACE. This one is invented, in the
// style of Norsk helsenett's newer REST APIs: POST /varsling/api/v1/innstillinger/sok
// with {innbyggerFnr} in the body returns {innbyggerFnr, nivaa, kanal, effektiv,
// versjon}, with a HelseID token bound by DPoP. nivaa is OBLIGATORISKE, VIKTIGE or
// ALLE, as the portal shows them, and kanal SMS, EPOST or BEGGE. Errors are {code,
// message, errorCategory}, as PVK's. Expect to rewrite wire.go.
//
// So is its feed of events (siden sist), which is shaped like Folkeregisteret's: POST
// /varsling/api/v1/hendelser/sok with {innbyggerFnr, tjenester, etter, antall} returns
// {innbyggerFnr, hendelser, flere}, the events of these services after a sequence number
// (sekvensnummer), in the order they happened. An event is {sekvensnummer, tidspunkt,
// tjeneste, type, skjerming, bareInnbygger, gjelder}: type is NY, ENDRET, AVLYST or LEST,
// skjerming labels of code list 9603, bareInnbygger what no representative may know of,
// such as a locked prescription, and gjelder a logical reference. Events have no content,
// and are kept for ninety days. Who has seen what is kept by nobody: a client keeps the
// place it came to.
//
// One person per call; there is no batch. Nothing is written here.
package varsling
