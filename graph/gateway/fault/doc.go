// Package fault is why a request is not executed, and how the client is told: a
// status, a code and a fixed sentence, as a GraphQL response without data.
//
// It is the one list of codes at the front door; [Codes] says what to do about
// each, and the documentation is written from that. No message holds anything of
// a request. Errors of fields are not its concern; see package resolvers.
package fault
