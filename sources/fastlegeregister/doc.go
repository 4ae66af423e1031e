// Package fastlegeregister asks Fastlegeregisteret (FLR), the national register
// of general practitioners' lists and of who is on which. Norsk helsenett owns
// and runs it; Helfo's FLO writes it. What a GP or office changes shows at once,
// who is on which list changes at the turn of a month.
//
// It is a WCF service with a public WSDL: SOAP 1.1 on /v2/flr/Basic, or SOAP 1.2
// with WS-Addressing on /v2/flr. Both take HTTP Basic over TLS from a system
// user who has the role FlrRead. There is no token and no audience.
//
// We ask four operations of IFlrReadOperations:
//
//	GetPatientsGPDetailsAtTime  the GPs of many people in one call
//	GetPatientGPHistory         one person's GPs through the years
//	QueryGPContracts            the lists of a municipality; open data
//	SearchForGP                 those a text finds; open data. QueryGPContracts
//	                            has a FullText too, which is not implemented
//
// Of a batch, people without a GP are left out and the rest comes unsorted. One
// number the register takes for invalid makes it refuse all; then the batch is
// asked again in halves until that number stands alone. The largest batch is
// not written anywhere; [Options] says what we dare. Everything the register
// refuses comes as the same fault: only the Norwegian text of it tells a person
// who never had a GP from a question that is wrong.
//
// We never ask for anything else a patient list holds (GetGPPatientList, the
// NAV operations), never for patient data beside the history, never read a
// doctor's own identity number or address, and write nothing.
//
// Not known publicly: codes of list status (7751) beside FAAA, which is open,
// so nothing here depends on another; and the HTTP status of faults, so a fault
// is read from the body whatever the status.
package fastlegeregister
