// Package sources is the only path from the gateway to a register: the
// transport, protection and error kinds that all registers share. Each register
// is a package below it, with the same files:
//
//	doc.go          what the register is, who owns it, how it is called
//	model.go        what the schema shows of it: plain fields, no tags; and the
//	                rules that derive it, if any
//	client.go       one method for each operation
//	wire.go         the register's format, and its mapping to the model
//	client_test.go  the shared contract and the register's own cases, against the stand-in
//	wire_test.go    decoding of good and bad responses, with a fuzz test
//	bench_test.go   what each operation costs, and may allocate
//
// What several formats share is in packages that know no register:
// sources/fhir, sources/soap and sources/fnr.
//
// Every call goes through [Client.Call]: bulkhead → breaker → retry →
// authorisation → HTTP. The breaker counts a call once, however often it was
// tried; there is one breaker per operation and region, never per person. A
// response is accepted when it is complete, within its size limit, of the right
// media type, decodes, and is about the requested subject.
//
// There is no hedging (a second, parallel try at a slow call). It pays where
// one of several replicas is slow; a register is one endpoint here, so the
// second try would meet the same queue and add load when there is least room.
// Several operations also cost the register a log entry about the person.
// Nothing is retried except after a failure, and only within the retry budget.
//
// A DPoP signature is the most expensive part of a call. At an address in steady
// use the next proof is made while a response is awaited, and dropped when it is
// not used within half a second.
//
// Failures are returned as an [*Error], which names register, operation and
// [Kind], and contains nothing of request, response or address.
//
// There are no models here, and no personal data is kept: go-cache holds
// tokens, keys and open data only. What may be requested about whom is decided
// elsewhere: registers of health data take a policy.Grant, the privacy
// registers a policy.Inquiry.
package sources
