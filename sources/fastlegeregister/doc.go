// Package fastlegeregister reads Fastlegeregisteret (FLR), the national
// register of general practitioners' lists and their patients. Norsk helsenett
// owns and runs it; Helfo's FLO writes it. Changes by a GP or office show at
// once, changes of patients at the turn of a month.
//
// It is a WCF service with a public WSDL: SOAP 1.1 on /v2/flr/Basic, or SOAP 1.2
// with WS-Addressing on /v2/flr. Both take HTTP Basic over TLS from a system
// user who has the role FlrRead. There is no token and no audience.
//
// We call four operations of IFlrReadOperations:
//
//	GetPatientsGPDetailsAtTime  the GPs of many people in one call
//	GetPatientGPHistory         one person's GPs through the years
//	QueryGPContracts            the lists of a municipality; open data
//	SearchForGP                 those a text finds; open data. QueryGPContracts
//	                            has a FullText too, which is not implemented
//
// A batch leaves out people without a GP and is unsorted. One number the
// register finds invalid makes it refuse all; the batch is then retried in
// halves until that number is alone. The largest batch is undocumented;
// [Options] says what we use. Every refusal is the same fault: only its
// Norwegian text distinguishes a person who never had a GP from an invalid
// request.
//
// We never request anything else of a patient list (GetGPPatientList, the NAV
// operations), or patient data other than the history, never read a doctor's
// own identity number or address, and write nothing.
//
// Not publicly documented: codes of list status (7751) other than FAAA, which
// is open, so nothing here depends on another; and the HTTP status of faults,
// so a fault is read from the body whatever the status.
package fastlegeregister
