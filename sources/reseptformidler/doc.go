// Package reseptformidler asks Reseptformidleren, the register of electronic
// prescriptions in Norway, for one citizen's prescriptions.
//
// Norsk helsenett runs it. It speaks XML messages only; what it holds, and
// what the summary care record (kjernejournal) keeps of medicines, is read
// through Sentral forskrivningsmodul (SFM), which gives both as FHIR R4. There
// is no published interface for citizens. We ask in SFM's own vocabulary
// (MedicationStatement with sfm-reseptamendment, Medication,
// MedicationDispense) as plain searches; the search parameter rfstatus is ours.
//
// One search gives the prescriptions of one person with medicines and
// dispenses, a page at a time:
//
//	POST {base}/MedicationStatement/_search
//	patient.identifier=urn:oid:2.16.578.1.12.4.1.4.1|…&rfstatus=E,U&_count=100
//	&_include=MedicationStatement:medication&_revinclude=MedicationDispense:prescription
//
// The number stands in the form body, never in the address. The register has
// no question about several people.
//
// CURRENT is what Reseptformidleren has open, HISTORY what kjernejournal keeps
// of prescriptions that are finished, recalled or expired. They fail apart:
// each has its own circuit, and an answer of 200 may say in KJFeilkode or
// RFM96Feilkode that the source behind it did not answer.
//
// Login is HelseID with DPoP. Audience and scope are configuration; the
// stand-in asks for nhn:sfm and nhn:sfm/resept-read. The headers
// nhn-source-system and nhn-event-id are required.
//
// We never ask who has looked, never ask for locked prescriptions by reference
// number, and never read the free text of a recall.
package reseptformidler
