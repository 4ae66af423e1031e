package fault

import (
	"net/http"

	"helsegraf/graph"
)

// The codes of limits.
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

// Codes are the codes of requests that are not executed, with what to do
// about each. A test keeps them equal to those that are given.
func Codes() []graph.ErrorCode {
	const bad = http.StatusBadRequest
	return []graph.ErrorCode{
		{Code: CodeUnauthenticated, Status: http.StatusUnauthorized, Says: "The access token was refused.", Do: "Log in again; `extensions.reason` says why. Leave the token out to ask for open data."},
		{Code: CodeBadRequest, Status: bad, Says: "The request is not one of GraphQL over HTTP.", Do: "Send JSON with `query`, `variables`, `operationName` and `extensions`."},
		{Code: CodeParse, Status: bad, Says: "The query is not GraphQL.", Do: "Mend what stands at `locations`."},
		{Code: CodeValidation, Status: bad, Says: "The query does not fit the schema.", Do: "Check it against the schema you see, when you build."},
		{Code: CodeOperation, Status: bad, Says: "The document has no operation of that name.", Do: "Name one of its operations in `operationName`."},
		{Code: CodeIntrospection, Status: bad, Says: "The schema is not shown to this client.", Do: "Use the documentation, or ask for your client to be shown it."},
		{Code: CodeNotPersisted, Status: bad, Says: "No document of that id is among the client's.", Do: "Hand in the manifest of the new build before it asks. Nothing is registered by asking."},
		{Code: CodeNotTrusted, Status: http.StatusForbidden, Says: "The client asks trusted documents only.", Do: "Ask by the id of a document in your manifest."},
		{Code: CodePersisted, Status: bad, Says: "No trusted document of that id, or a query sent along to be remembered.", Do: "Send the query itself; Apollo's clients do so by themselves."},
		{Code: CodeCalls, Status: bad, Says: "The query would ask the registers too often.", Do: "Ask about fewer people, or for fewer fields, at once."},
		{Code: CodeFields, Status: bad, Says: "The query asks for too many fields.", Do: "Ask for what you show."},
		{Code: CodeDepth, Status: bad, Says: "The query is too deep.", Do: "Begin further in, by id."},
		{Code: CodeAliases, Status: bad, Says: "The query has too many aliases.", Do: "Use `people` for many."},
		{Code: CodeResponseTooLarge, Status: bad, Says: "The answer is, or would be, too large.", Do: "Ask about fewer people, or for less of each, at once."},
		{Code: CodeNames, Status: bad, Says: "An alias or another name in the document is too long.", Do: "Give it a shorter one: an answer repeats aliases in every row."},
		{Code: CodeRootFields, Status: bad, Says: "The query has too many fields at its root.", Do: "Send several requests."},
		{Code: CodeFragments, Status: bad, Says: "The query has too many fragments.", Do: "Spread them less often."},
		{Code: CodeDirectives, Status: bad, Says: "The query has too many directives.", Do: "Send a query without what is skipped."},
		{Code: CodeOperations, Status: bad, Says: "The document has too many operations.", Do: "Send the one that is asked."},
		{Code: CodeTokens, Status: bad, Says: "The document is too long.", Do: "Ask for less at once."},
		{Code: CodeBodyTooLarge, Status: http.StatusRequestEntityTooLarge, Says: "The request is too large.", Do: "Ask for less at once."},
		{Code: CodeMediaType, Status: http.StatusUnsupportedMediaType, Says: "The body is not JSON.", Do: "Send `Content-Type: application/json`."},
		{Code: CodeNotAcceptable, Status: http.StatusNotAcceptable, Says: "No form of an answer that the client takes.", Do: "Send `Accept: application/graphql-response+json`."},
		{Code: CodeMethod, Status: http.StatusMethodNotAllowed, Says: "Not the way to ask here.", Do: "POST; GET is for queries."},
		{Code: CodePreflight, Status: bad, Says: "A page of another site could send such a request unasked.", Do: "Send the header `graphql-require-preflight`, or POST JSON."},
		{Code: CodeRate, Status: http.StatusTooManyRequests, Says: "Too much was asked for in a short time.", Do: "Come back when `Retry-After` says.", Retry: true},
		{Code: CodeOverloaded, Status: http.StatusServiceUnavailable, Says: "Too many requests are under way.", Do: "Come back when `Retry-After` says.", Retry: true},
		{Code: CodeTimeout, Status: http.StatusServiceUnavailable, Says: "The request, or a deferred part of it, took too long.", Do: "Try again, or ask for less at once.", Retry: true},
		{Code: CodeNotFound, Status: http.StatusNotFound, Says: "There is nothing here, or nobody whom the viewer may know of.", Do: "Look at the address, or get ids anew from `viewer`."},
		{Code: CodeInternal, Status: http.StatusInternalServerError, Says: "Something went wrong in the gateway.", Do: "Tell us, with the header `X-Request-Id` of the answer."},
	}
}
