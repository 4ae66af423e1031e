package fault

import (
	"net/http"

	"helsegraf/graph"
)

// Codes for limits.
const (
	CodeAliases    = "TOO_MANY_ALIASES"
	CodeDepth      = "QUERY_TOO_DEEP"
	CodeDirectives = "TOO_MANY_DIRECTIVES"
	CodeFields     = "TOO_MANY_FIELDS"
	CodeFragments  = "TOO_MANY_FRAGMENTS"
	CodeNames      = "NAME_TOO_LONG"
	CodeOperations = "TOO_MANY_OPERATIONS"
	CodeRootFields = "TOO_MANY_ROOT_FIELDS"
	CodeTokens     = "TOO_MANY_TOKENS"
)

// Codes are the codes of requests that are not executed, with what to do about
// each. A test keeps the list equal to the codes in use.
func Codes() []graph.ErrorCode {
	const bad = http.StatusBadRequest
	return []graph.ErrorCode{
		{Code: CodeUnauthenticated, Status: http.StatusUnauthorized, Says: "The access token was refused.", Do: "Log in again; see `extensions.reason`. Open data needs no token."},
		{Code: CodeBadRequest, Status: bad, Says: "The request does not follow GraphQL over HTTP.", Do: "Send JSON with `query`, `variables`, `operationName` and `extensions`."},
		{Code: CodeParse, Status: bad, Says: "The query is not valid GraphQL.", Do: "Fix the syntax error at `locations`."},
		{Code: CodeValidation, Status: bad, Says: "The query does not match the schema.", Do: "Validate queries against your client's view of the schema at build time."},
		{Code: CodeOperation, Status: bad, Says: "The document has no operation of that name.", Do: "Name one of its operations in `operationName`."},
		{Code: CodeIntrospection, Status: bad, Says: "The schema is not shown to this client.", Do: "Use the documentation, or ask the operator for access."},
		{Code: CodeNotPersisted, Status: bad, Says: "The client has no trusted document with that id.", Do: "Submit the manifest before you deploy the new build. Documents are not registered on use."},
		{Code: CodeNotTrusted, Status: http.StatusForbidden, Says: "The client may only use trusted documents.", Do: "Send the id of a document in your manifest."},
		{Code: CodePersisted, Status: bad, Says: "There is no trusted document with that id, or the query was sent to be registered.", Do: "Send the full query; Apollo's clients do this automatically."},
		{Code: CodeCalls, Status: bad, Says: "The query needs too many register calls.", Do: "Request fewer people or fewer fields at a time."},
		{Code: CodeFields, Status: bad, Says: "The query asks for too many fields.", Do: "Request only the fields you use."},
		{Code: CodeDepth, Status: bad, Says: "The query is too deep.", Do: "Start from an object further in, by id."},
		{Code: CodeAliases, Status: bad, Says: "The query has too many aliases.", Do: "Use `people` to query many people."},
		{Code: CodeResponseTooLarge, Status: bad, Says: "The answer is, or would be, too large.", Do: "Request fewer people, or less about each, at a time."},
		{Code: CodeNames, Status: bad, Says: "An alias or another name in the document is too long.", Do: "Use a shorter name."},
		{Code: CodeRootFields, Status: bad, Says: "The query has too many root fields.", Do: "Send several requests."},
		{Code: CodeFragments, Status: bad, Says: "The query has too many fragments.", Do: "Use fewer fragment spreads."},
		{Code: CodeDirectives, Status: bad, Says: "The query has too many directives.", Do: "Leave out skipped fields from the query."},
		{Code: CodeOperations, Status: bad, Says: "The document has too many operations.", Do: "Send only the operation to execute."},
		{Code: CodeTokens, Status: bad, Says: "The document is too long.", Do: "Request less at a time."},
		{Code: CodeBodyTooLarge, Status: http.StatusRequestEntityTooLarge, Says: "The request is too large.", Do: "Request less at a time."},
		{Code: CodeMediaType, Status: http.StatusUnsupportedMediaType, Says: "The body is not JSON.", Do: "Send `Content-Type: application/json`."},
		{Code: CodeNotAcceptable, Status: http.StatusNotAcceptable, Says: "None of the accepted media types is supported.", Do: "Send `Accept: application/graphql-response+json`."},
		{Code: CodeMethod, Status: http.StatusMethodNotAllowed, Says: "The HTTP method is not allowed.", Do: "Use POST, or GET for queries."},
		{Code: CodePreflight, Status: bad, Says: "The request could have been sent by another site (CSRF).", Do: "Send the header `graphql-require-preflight`, or POST JSON."},
		{Code: CodeRate, Status: http.StatusTooManyRequests, Says: "Rate limit exceeded.", Do: "Retry after the time in `Retry-After`.", Retry: true},
		{Code: CodeOverloaded, Status: http.StatusServiceUnavailable, Says: "The gateway is handling too many requests.", Do: "Retry after the time in `Retry-After`.", Retry: true},
		{Code: CodeTimeout, Status: http.StatusServiceUnavailable, Says: "The request, or a deferred part of it, took too long.", Do: "Retry, or request less at a time.", Retry: true},
		{Code: CodeNotFound, Status: http.StatusNotFound, Says: "There is nothing at this address, or nobody with that id the viewer has a relation to.", Do: "Check the address, or get new ids from `viewer`."},
		{Code: CodeInternal, Status: http.StatusInternalServerError, Says: "Internal error in the gateway.", Do: "Report it, with the `X-Request-Id` of the response."},
	}
}
