// Package behandlingssted reads where treatments are given and how long people wait
// for them, from Velg behandlingssted. It is open data: no call concerns a person.
//
// The interface is the one that the pages of Velg behandlingssted use themselves. It
// has no documentation, needs no key and may change without notice:
//
//   - GET …/Behandlinger returns the tree of treatments: groups, subgroups and
//     treatments with id, name and other words for it. All of it is read, and searched
//     here, so that nothing that people type goes anywhere.
//   - GET …/VentetiderForBehandling?behandlingId= returns the places that give one,
//     with their waiting times in weeks, by kind.
//
// What is read is kept for hours, and for up to a day while the service is down; it
// then says when it was read.
//
// What a place says of itself in free text is not read.
package behandlingssted
