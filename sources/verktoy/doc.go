// Package verktoy reads the tools and courses (verktøy og kurs) that are offered to a
// person on Helsenorge: self-help programmes, courses in mastering an illness,
// questionnaires about one's health. They are their vendors', each on its own terms,
// and open to the person only: nobody uses them for another.
//
// A tool whose terms are to be accepted has no address before they are; a register
// that gives it all the same is not followed. Only addresses by https are given out.
//
// HELSENORGE'S TOOLS HAVE AN INTERFACE (Verktøy API: list, search, one tool) WHOSE
// FORM IS NOT PUBLISHED. This one is invented, in the style of Norsk helsenett's newer
// REST APIs: POST /verktoy/api/v1/verktoy/sok with {innbyggerFnr} in the body returns
// {innbyggerFnr, verktoy[{id, tittel, beskrivelse, tilbyder, type, vilkaar{tekst,
// adresse, maaGodtas, godtatt}, adresse, skjerming[]}]}, with a HelseID token bound by
// DPoP. type is VERKTOY or KURS, and skjerming has codes of list 9603. Errors are
// {code, message, errorCategory}, as PVK's. Expect to rewrite wire.go.
//
// One person per call; there is no batch. Nothing is accepted here.
package verktoy
