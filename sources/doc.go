// Package sources is the one way from the gateway to a register: transport,
// protection and error kinds that all registers share. Each register is a
// package below it, of the same files:
//
//	doc.go          what the register is, who owns it, how it is asked
//	model.go        what the schema shows of it: plain fields, no tags; and the
//	                rules by which it comes about, where there are any
//	client.go       one method for each question
//	wire.go         the register's format, and from there to the model
//	client_test.go  the shared contract, and what is its own, over the stand-in
//	wire_test.go    what is read of answers, good and bad, and a fuzz of that
//	bench_test.go   what each question costs, and may allocate
//
// What several formats have in common lies beside them, in packages that know
// no register: sources/fhir, sources/soap and sources/fnr.
//
// A question goes through [Client.Call]: bulkhead → breaker → retry →
// authorisation → HTTP. The breaker counts a question once, however often it
// was tried; there is one for each operation and region, never for a person.
// An answer is believed when it is whole, within its size, of the right media
// type, decodes, and is about whom it was asked about.
//
// There is no hedging (a second, parallel try at a slow question). It pays where
// one of several replicas is slow; a register is one endpoint here, so the
// second try would meet the same queue and add load when there is least room.
// Several of the questions also cost the register a log entry about the person.
// Nothing here is asked twice but after a failure, and that within the budget.
//
// A DPoP signature is the dearest part of a question. At an address that is asked
// often, the next proof is made while an answer is awaited, and dropped when nobody
// needs it within half a second.
//
// What fails leaves as an [*Error], which names register, operation and [Kind]
// and nothing of question, answer or address.
//
// There are no models here and nothing of any person is kept: go-cache holds
// tokens, keys and open data only. What may be asked about whom is decided
// elsewhere: registers of health data take a policy.Grant, the privacy
// registers a policy.Inquiry.
package sources
