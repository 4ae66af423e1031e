package fault

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Fault is why a request is not executed, and its response. Its messages are fixed
// sentences and hold nothing from the request.
type Fault struct {
	// Status is the HTTP status of the response. 0 means what GraphQL over HTTP
	// prescribes for a well-formed request with an unusable document: 400, or 200 for
	// clients that accept only application/json.
	Status int
	Errors gqlerror.List
	Header http.Header // further headers, such as Allow
}

// Codes of requests that are not executed. [Codes] lists them with what to do.
const (
	CodeResponseTooLarge   = "ANSWER_TOO_LARGE"
	CodeBadRequest         = "BAD_REQUEST"
	CodeCalls              = "TOO_MANY_CALLS"
	CodeInternal           = "INTERNAL_SERVER_ERROR"
	CodeIntrospection      = "INTROSPECTION_DISABLED"
	CodeMediaType          = "UNSUPPORTED_MEDIA_TYPE"
	CodeMethod             = "METHOD_NOT_ALLOWED"
	CodeNotAcceptable      = "NOT_ACCEPTABLE"
	CodeNotFound           = "NOT_FOUND"
	CodeNotPersisted       = "PERSISTED_QUERY_NOT_FOUND"
	CodeNotTrusted         = "DOCUMENT_NOT_TRUSTED"
	CodeOperation          = "OPERATION_NOT_FOUND"
	CodeOverloaded         = "OVERLOADED"
	CodeParse              = "GRAPHQL_PARSE_FAILED"
	CodePersisted          = "PERSISTED_QUERY_NOT_SUPPORTED"
	CodePreflight          = "PREFLIGHT_REQUIRED"
	CodeRate               = "RATE_LIMITED"
	CodeTimeout            = "TIMEOUT"
	CodeBodyTooLarge       = "BODY_TOO_LARGE"
	CodeUnauthenticated    = "UNAUTHENTICATED"
	CodeValidation         = "GRAPHQL_VALIDATION_FAILED"
	InternalMessage        = "Internal error in the gateway."
	ValidationMessage      = "The query does not fit the schema."
	UnauthenticatedMessage = "The access token was refused. Log in again, or leave it out to ask for open data."
)

// New returns a fault with one error.
func New(status int, code, message string) *Fault {
	return &Fault{Status: status, Errors: gqlerror.List{{Message: message, Extensions: map[string]any{"code": code}}}}
}

// BadRequest refuses what is not a GraphQL over HTTP request.
func BadRequest(message string) *Fault { return New(http.StatusBadRequest, CodeBadRequest, message) }

// NotFound reports that nothing has the address.
func NotFound() *Fault { return New(http.StatusNotFound, CodeNotFound, "There is nothing here.") }

// Internal reports that the gateway itself failed.
func Internal() *Fault {
	return New(http.StatusInternalServerError, CodeInternal, InternalMessage)
}

// BodyTooLarge refuses a body that is too large.
func BodyTooLarge() *Fault {
	return New(http.StatusRequestEntityTooLarge, CodeBodyTooLarge, "The request is too large.")
}

// MethodNotAllowed refuses a method other than the allowed ones.
func MethodNotAllowed(allow, message string) *Fault {
	f := New(http.StatusMethodNotAllowed, CodeMethod, message)
	f.Header = http.Header{"Allow": {allow}}
	return f
}

// Overloaded refuses a request for lack of capacity.
func Overloaded() *Fault {
	f := New(http.StatusServiceUnavailable, CodeOverloaded, "Too many requests are under way. Try again shortly.")
	f.Header = http.Header{"Retry-After": {"1"}}
	return f
}

// RateLimited refuses a request until wait has passed.
func RateLimited(wait time.Duration) *Fault {
	seconds := int(math.Ceil(wait.Seconds()))
	f := New(http.StatusTooManyRequests, CodeRate, fmt.Sprintf("Too many requests in a short time. Try again in %d s.", seconds))
	f.Errors[0].Extensions["retryAfter"] = seconds
	f.Header = http.Header{"Retry-After": {strconv.Itoa(seconds)}}
	return f
}

// ResponseTooLarge refuses a request whose response would be too large.
func ResponseTooLarge() *Fault {
	return New(http.StatusBadRequest, CodeResponseTooLarge, "The answer is too large.")
}

// Code is the first error's code.
func (f *Fault) Code() string {
	code, _ := f.Errors[0].Extensions["code"].(string)
	return code
}

// Write sends f as a GraphQL response without data, in the given media type.
func (f *Fault) Write(w http.ResponseWriter, media string) {
	status := f.Status
	switch {
	case status != 0:
	case media == "application/json":
		status = http.StatusOK
	default:
		status = http.StatusBadRequest
	}
	body, err := json.Marshal(struct {
		Errors gqlerror.List `json:"errors"`
	}{f.Errors})
	if err != nil {
		status, body = http.StatusInternalServerError, []byte(`{"errors":[{"message":"`+InternalMessage+`"}]}`)
	}
	if x, ok := w.(interface{ Refused(code string) }); ok {
		x.Refused(f.Code())
	}
	h := w.Header()
	maps.Copy(h, f.Header)
	h.Set("Content-Type", media+"; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
