// Package reseptformidler reads one citizen's prescriptions from
// Reseptformidleren, the register of electronic prescriptions in Norway.
//
// Norsk helsenett runs it. It speaks XML messages only; its prescriptions, and the
// medicines in the summary care record (kjernejournal), are read through Sentral
// forskrivningsmodul (SFM), which returns both as FHIR R4. There is no published
// interface for citizens. We use SFM's own vocabulary (MedicationStatement with
// sfm-reseptamendment, Medication, MedicationDispense) in plain searches; the
// search parameter rfstatus is ours.
//
// One search returns a person's prescriptions with medicines and dispenses, a page
// at a time:
//
//	POST {base}/MedicationStatement/_search
//	patient.identifier=urn:oid:2.16.578.1.12.4.1.4.1|…&rfstatus=E,U&_count=100
//	&_include=MedicationStatement:medication&_revinclude=MedicationDispense:prescription
//
// The number is sent in the form, never in the URL. The register has no search
// about several people.
//
// CURRENT is the open prescriptions in Reseptformidleren, HISTORY those that
// kjernejournal keeps after they are finished, recalled or expired. They fail
// independently: each has its own circuit, and a 200 response may say in
// KJFeilkode or RFM96Feilkode that the source behind it did not answer.
//
// The login is HelseID with DPoP. Audience and scope are configurable; the
// stand-in requires nhn:sfm and nhn:sfm/resept-read. The headers
// nhn-source-system and nhn-event-id are required.
//
// Who has looked at the prescriptions is read with AuditEvent/_search, in HL7 Norway's
// profile for such looks. The search, and that an entity repeats the marks of the
// prescription that was looked at as they are now, are our assumptions.
//
// We never request locked prescriptions by reference
// number, and never read the free text of a recall.
package reseptformidler
