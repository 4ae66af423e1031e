// Package flo reads a person's change of GP (bytte av fastlege) from
// Fastlegeordningen (FLO), the system in which Helfo administers the scheme of
// regular GPs: the changes left this year, a change that has not taken effect,
// and the place on a waiting list.
//
// FLO is the only system that writes Fastlegeregisteret, which shows how many
// people wait for a list, but not who.
//
// The rules are Helfo's and are kept by FLO; nothing here enforces them. A
// person changes GP at most twice a calendar year. Changes because of a move, or
// because the GP left or reduced the list, do not count, and give one change
// more. A change takes effect on the first of the next month and can be undone
// until then. A person has a place on at most one waiting list.
//
// FLO HAS NO PUBLISHED INTERFACE. This one is invented, in the style of Norsk
// helsenett's newer REST APIs: POST /flo/api/v1/status with {innbyggerFnr} in
// the body returns {innbyggerFnr, antallByttet, maks, ekstraBytte,
// paagaaende{bytteId, avtaleId, gyldigFra, angrefrist, fastlege, legekontor},
// venteliste{avtaleId, nummer, antall, fastlege, legekontor}}, with a HelseID
// token bound by DPoP. Errors are {code, message, errorCategory}, as PVK's.
// Expect to rewrite wire.go.
//
// One person per call; there is no batch. Nothing is written here.
package flo
