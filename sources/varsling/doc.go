// Package varsling reads which notices a person gets from Helsenorge and how
// (varseloppsett): a level and a channel. Where they go is not kept there but in
// Kontakt- og reservasjonsregisteret (KRR), where people change it.
//
// A choice is stored also for somebody who cannot be reached, being reserved against
// digital communication or without contact information confirmed in KRR of late
// (KAN_IKKE_VARSLES), and then has no effect.
//
// HELSENORGE'S SETTINGS HAVE NO PUBLISHED INTERFACE. This one is invented, in the
// style of Norsk helsenett's newer REST APIs: POST /varsling/api/v1/innstillinger/sok
// with {innbyggerFnr} in the body returns {innbyggerFnr, nivaa, kanal, effektiv,
// versjon}, with a HelseID token bound by DPoP. nivaa is OBLIGATORISKE, VIKTIGE or
// ALLE, as the portal shows them, and kanal SMS, EPOST or BEGGE. Errors are {code,
// message, errorCategory}, as PVK's. Expect to rewrite wire.go.
//
// One person per call; there is no batch. Nothing is written here.
package varsling
