// Package pasientjournal stands in for the hospitals' documents (Pasientens
// journaldokumenter) of the health regions: IHE MHD over HTTP. The access log has no
// public query; AuditEvent/_search, in the shape of HL7 Norway's profile, is our
// invention.
//
// It refuses the patient in the address, unknown or repeated parameters, and a document
// that is not the patient's.
package pasientjournal
