// Package helsearkiv reads a citizen's personal health archive (personlig
// helsearkiv): documents saved from journals, attachments of messages, letters of
// summons, other letters, and forms as they were sent in.
//
// No reading of the archive is published. The interface here is ours, in the style of
// Norsk helsenett's other services: POST DocumentReference/_search, sorted by date and
// read a page at a time, and GET Binary/{id} with the person in the header
// nhn-patient-nin. So are the codes of kinds, in the category. Access is by DPoP-bound
// HelseID token, with [Audience] and [Scope].
//
// A document that a later one has replaced (superseded) and one that its sender has
// withdrawn (entered-in-error) are listed as such. The latter's content is not given
// out. Content is looked up anew each time, streamed, and must begin as its media type
// does. Nothing is written.
package helsearkiv
