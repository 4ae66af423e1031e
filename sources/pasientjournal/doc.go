// Package pasientjournal asks the hospitals for a person's journal documents
// (pasientens journaldokumenter), one health region at a time.
//
// The four health regions each run their own service in front of their
// hospitals, in the shape that Norsk helsenett publishes: IHE MHD (Mobile
// access to Health Documents) on FHIR R4. A region fails alone: each has its
// own client, breaker and status, and the answers are put together by [Merge].
//
//	ITI-67              POST /R4/fhir/DocumentReference/_search   the documents
//	ITI-68              GET  /mhd/document                        one document's content
//	AuditEvent/_search  POST /R4/fhir/AuditEvent/_search          who has looked
//
// The third is ours: there is no public contract for a query of the citizen's
// log. It has the shape of HL7 Norway's AuditEvent profile, and documents named
// in entity.what.
//
// The login is a HelseID token with a DPoP proof, audience "nhn:phr" and the
// scopes "nhn:phr/mhd/read-documentreferences" and "nhn:phr/mhd/read-document".
// The scope without access basis gives all documents; what the citizen may see
// is decided here, document by document, from the labels of code list 9603 and
// the holder's relation ([policy.Grant.Shows]). A document that carries no
// label, or one that is in no list, is shown to nobody and counted in
// [RegionDocuments.DataFaults]. Everything is counted after that: the
// register's own totals, and its header with the number of blocked documents,
// are not read, for they would tell that something is hidden.
//
// A document's content is asked for in two steps. The link to it was sealed a
// while ago and labels change, so [Client.Content] first reads the list again
// and goes on only if the document is there, is the subject's and is shown. It
// reads the whole list rather than searching by identifier: ITI-67 has the
// parameter, but the identifier in a link is not always the one it searches
// in, and a copy of the document with a stricter label would be missed. Then
// the bytes go from the hospital to the asker as they come.
//
// The person's number stands in the form or in the header nhn-patient-nin,
// never in an address. A list is at most forty pages of fifty; the following
// page is asked of the same address with the page number of the register's
// link, and a link to anywhere else is not believed. We ask for no superseded
// document, change nothing, and never pass on the identity number of personnel.
package pasientjournal
