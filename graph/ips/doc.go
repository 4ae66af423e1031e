// Package ips makes an International Patient Summary (pasientoppsummering): a
// FHIR R4 document Bundle by HL7's guide hl7.fhir.uv.ips 2.0, and the same text
// as a page to print: HTML, or PDF.
//
// New turns a [Summary] into a [Document], which is written as FHIR, HTML or PDF.
// What to include has been decided by the caller: a part that was closed, or
// could not be read, has a state in place of items. No section is left out for
// that; it states why it has no entries:
//
//	Withheld, NoRecord, Unavailable   emptyReason of list-empty-reason
//	Read, without items               SNOMED CT 1287211007, no information available
//
// The guide's former code system for absent data (absent-unknown-uv-ips) is
// withdrawn in 2.0. That an empty register is "nil known" would be a clinical
// statement, which only a person can make.
//
// Codes are those of the registers (ATC, SNOMED CT, ICD-10, NPU) and decimals
// are as written there. What a profile requires and a register did not have is
// marked with data-absent-reason; nothing is filled in. The identity number is
// not included.
//
// Not included: diagnoses outside kjernejournal, past prescriptions, findings
// copied from an earlier report (they have no date of their own), and reports
// before the latest [MaxReports]. The narrative says so where a reader could
// believe otherwise.
package ips
