// Package pasientjournal stands in for the hospitals' documents (Pasientens
// journaldokumenter) of the health regions: IHE MHD over HTTP. The log of who
// looked has no public query; AuditEvent/_search, in the shape of HL7 Norway's
// profile, is ours.
//
// It refuses the patient in the address, parameters it does not know or has
// twice, and a document that is not the patient's.
package pasientjournal
