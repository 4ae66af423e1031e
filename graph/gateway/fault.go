package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strconv"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// fault is why a request is not executed, and how the client is told. The
// sentences are ours and hold nothing of the request.
type fault struct {
	// status is that of the answer; 0 is what GraphQL over HTTP has for a
	// well-formed request whose document will not do: 400, or 200 where the
	// client takes only application/json.
	status int
	errors gqlerror.List
	header http.Header // more of them, such as Allow
}

// The codes of requests that are not executed.
const (
	codeAnswer              = "ANSWER_TOO_LARGE"
	codeBadRequest          = "BAD_REQUEST"
	codeCalls               = "TOO_MANY_CALLS"
	codeInternal            = "INTERNAL_SERVER_ERROR"
	codeIntrospection       = "INTROSPECTION_DISABLED"
	codeMediaType           = "UNSUPPORTED_MEDIA_TYPE"
	codeMethod              = "METHOD_NOT_ALLOWED"
	codeNotAcceptable       = "NOT_ACCEPTABLE"
	codeNotFound            = "NOT_FOUND"
	codeNotPersisted        = "PERSISTED_QUERY_NOT_FOUND"
	codeNotTrusted          = "DOCUMENT_NOT_TRUSTED"
	codeOperation           = "OPERATION_NOT_FOUND"
	codeOverloaded          = "OVERLOADED"
	codeParse               = "GRAPHQL_PARSE_FAILED"
	codePersisted           = "PERSISTED_QUERY_NOT_SUPPORTED"
	codePreflight           = "PREFLIGHT_REQUIRED"
	codeRate                = "RATE_LIMITED"
	codeTimeout             = "TIMEOUT"
	codeTooLarge            = "BODY_TOO_LARGE"
	codeUnauthenticated     = "UNAUTHENTICATED"
	codeValidation          = "GRAPHQL_VALIDATION_FAILED"
	internalSentence        = "Something went wrong in the gateway."
	validationSentence      = "The query does not fit the schema."
	unauthenticatedSentence = "The access token was refused. Log in again, or leave it out to ask for open data."
)

func refuse(status int, code, message string) *fault {
	return &fault{status: status, errors: gqlerror.List{{Message: message, Extensions: map[string]any{"code": code}}}}
}

func badRequest(message string) *fault { return refuse(http.StatusBadRequest, codeBadRequest, message) }

func notFound() *fault { return refuse(http.StatusNotFound, codeNotFound, "There is nothing here.") }

func internal() *fault {
	return refuse(http.StatusInternalServerError, codeInternal, internalSentence)
}

func tooLarge() *fault {
	return refuse(http.StatusRequestEntityTooLarge, codeTooLarge, "The request is too large.")
}

func wrongMethod(allow, message string) *fault {
	f := refuse(http.StatusMethodNotAllowed, codeMethod, message)
	f.header = http.Header{"Allow": {allow}}
	return f
}

func overloaded() *fault {
	f := refuse(http.StatusServiceUnavailable, codeOverloaded, "Too many requests are under way. Try again shortly.")
	f.header = http.Header{"Retry-After": {"1"}}
	return f
}

// answerTooLarge refuses what would have a larger answer than there may be.
func answerTooLarge() *fault {
	return refuse(http.StatusBadRequest, codeAnswer, "The answer is too large.")
}

// code is the first error's code.
func (f *fault) code() string {
	code, _ := f.errors[0].Extensions["code"].(string)
	return code
}

// writeFault sends f as a GraphQL answer without data.
func writeFault(w http.ResponseWriter, media string, f *fault) {
	status := f.status
	switch {
	case status != 0:
	case media == mediaJSON:
		status = http.StatusOK
	default:
		status = http.StatusBadRequest
	}
	body, err := json.Marshal(struct {
		Errors gqlerror.List `json:"errors"`
	}{f.errors})
	if err != nil {
		status, body = http.StatusInternalServerError, []byte(`{"errors":[{"message":"`+internalSentence+`"}]}`)
	}
	if x, ok := w.(*exchange); ok {
		x.code = f.code()
	}
	h := w.Header()
	maps.Copy(h, f.header)
	h.Set("Content-Type", media+"; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// presentNothing is the error presenter of a gateway that has none.
func presentNothing(_ context.Context, err error) *gqlerror.Error {
	told := &gqlerror.Error{Message: internalSentence, Extensions: map[string]any{"code": codeInternal}}
	if at, ok := errors.AsType[*gqlerror.Error](err); ok {
		told.Path, told.Locations = at.Path, at.Locations
	}
	return told
}
