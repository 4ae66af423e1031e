// Package fault describes why a request is not executed: by a status, a code and a
// fixed sentence, as a GraphQL response without data.
//
// It is the one list of codes at the front door; [Codes] says what to do about
// each, and the documentation is generated from it. No message holds anything from
// a request. Errors of fields belong to package resolvers.
package fault
