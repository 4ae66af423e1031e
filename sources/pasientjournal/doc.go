// Package pasientjournal reads a person's journal documents (pasientens
// journaldokumenter) from the hospitals, one health region at a time.
//
// The four health regions each run a service in front of their hospitals, as
// specified by Norsk helsenett: IHE MHD (Mobile access to Health Documents) on
// FHIR R4. Regions fail independently: each has its own client, breaker and
// status, and [Merge] combines the answers.
//
//	ITI-67              POST /R4/fhir/DocumentReference/_search   the documents
//	ITI-68              GET  /mhd/document                        one document's content
//	AuditEvent/_search  POST /R4/fhir/AuditEvent/_search          who has opened it
//
// The third is ours: there is no public contract for reading the citizen's log.
// It has the shape of HL7 Norway's AuditEvent profile, with documents in
// entity.what.
//
// The login is a HelseID token with a DPoP proof, audience "nhn:phr" and the
// scopes "nhn:phr/mhd/read-documentreferences" and "nhn:phr/mhd/read-document".
// The scope without access basis returns all documents; what the citizen may see
// is decided here, document by document, from the labels of code list 9603 and
// the holder's relation ([policy.Grant.Shows]). A document without a label, or
// with an unlisted one, is shown to nobody and counted in
// [RegionDocuments.DataFaults]. Totals are counted after that: the register's own
// totals, and its header with the number of blocked documents, are not read,
// since they would reveal that something is hidden.
//
// A document's content is fetched in two steps. The link was sealed earlier and
// labels change, so [Client.Content] first reads the list again and goes on only
// if the document is there, is the subject's and may be shown. It reads the whole
// list rather than searching by identifier: ITI-67 has the parameter, but the
// identifier in a link is not always the one it searches by, and a copy of the
// document with a stricter label would be missed. Then the content is streamed
// from the hospital to the client.
//
// The person's number is sent in the form or in the header nhn-patient-nin, never
// in a URL. A list is at most forty pages of fifty; the next page is read from the
// same URL with the page number of the register's link, and a link elsewhere is
// refused. We read no superseded documents, change nothing, and never pass on the
// identity numbers of personnel.
package pasientjournal
