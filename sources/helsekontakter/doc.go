// Package helsekontakter reads a citizen's health contacts from Helsenorge: care
// teams, pathway coordinators (forløpskoordinator), and home care with its people, as
// FHIR R4 EpisodeOfCare with a contained CareTeam.
//
// There is one search about one citizen: POST EpisodeOfCare/_search. The resources are
// those that hospitals and municipalities send Helsenorge as notifications
// (NOTIFIKASJON_INNBYGGER_HELSEKONTAKT); the search is assumed, since no reading of
// them is public, and so are the code of home care (list 7619) and the extension that
// says whether a service can be reached digitally. Access is by DPoP-bound HelseID
// token, with [Audience] and [Scope].
//
// An episode gives a contact for the team, and one for each person in it. Whether one
// can send a message follows from what the episode says: the organization is a
// communication party when it has a HER-id. What is not said is nil.
//
// GPs and the contacts a citizen has entered are in other registers; the schema's list
// is merged from all of them by package resolvers.
package helsekontakter
