package resolvers

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"math"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"helsegraf/graph/policy"
	"helsegraf/graph/variables"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
)

// Codes beyond policy's own; clients branch on them.
const (
	codeBadInput    = "BAD_USER_INPUT"
	codeUnavailable = "SOURCE_UNAVAILABLE"
	codeTimeout     = "SOURCE_TIMEOUT"
	codeCircuitOpen = "SOURCE_CIRCUIT_OPEN"
	codeInvalid     = "SOURCE_INVALID"
	codeForbidden   = "SOURCE_FORBIDDEN"
	codeOverBudget  = "SOURCE_OVER_BUDGET"
	codeMismatch    = "SUBJECT_MISMATCH"
	codeUsageLog    = "USAGE_LOG_UNAVAILABLE"
	codeInternal    = "INTERNAL_SERVER_ERROR"
)

// fault is an error with one of our codes and sentences, and nothing else.
type fault struct {
	code       string
	says       sentence
	extensions map[string]any
}

// indexed is the error of one element of a list.
type indexed struct {
	index int
	error
}

func (e indexed) Unwrap() error { return e.error }

// at ties an error to an element of the list being resolved.
func at(index int, err error) error { return indexed{index, err} }

func (f *fault) Error() string { return f.says.english }

func badInput(says sentence) error { return &fault{code: codeBadInput, says: says} }

// denied is the error of a decision that denies access. A representative gets
// the code and nothing else.
func denied(d policy.Decision, service policy.Service) error {
	return closed(d.Code(), service, d.Remedy())
}

// closed is the error of a service that is closed; every denial has this form.
func closed(code policy.Code, service policy.Service, by policy.Remedy) error {
	f := &fault{code: string(code), says: closedBy(code, service), extensions: map[string]any{"service": service.String()}}
	if words := remedyWords(by); words != nil {
		f.extensions["remedy"] = words
	}
	return f
}

// remedyWords is a remedy as extensions show it, with the schema's names.
func remedyWords(of policy.Remedy) map[string]string {
	r := remedy(of)
	if r == nil {
		return nil
	}
	words := map[string]string{"action": string(r.Action)}
	if r.Level != nil {
		words["level"] = r.Level.String()
	}
	if r.Service != nil {
		words["service"] = r.Service.String()
	}
	if r.URL != nil {
		words["url"] = *r.URL
	}
	return words
}

// refused is the error of a code that is about no service.
func refused(code policy.Code) *fault {
	f := &fault{code: string(code), says: sentenceOf(string(code)), extensions: map[string]any{}}
	if words := remedyWords(code.Remedy()); words != nil {
		f.extensions["remedy"] = words
	}
	return f
}

// PresentError is the single exit for errors. An unknown error becomes a fixed
// sentence, since its text may hold anything.
func (r *Resolver) PresentError(ctx context.Context, err error) *gqlerror.Error {
	out := &gqlerror.Error{Path: graphql.GetPath(ctx), Extensions: map[string]any{}}
	var own *fault
	var source *sources.Error
	var parsed *gqlerror.Error
	if element, ok := errors.AsType[indexed](err); ok {
		out.Path = append(slices.Clone(out.Path), ast.PathIndex(element.index))
	}
	switch {
	case errors.As(err, &own):
		out.Message, out.Extensions["code"] = own.says.to(ctx), own.code
		maps.Copy(out.Extensions, own.extensions)
	case errors.As(err, &source):
		presentSource(ctx, out, source)
	case errors.Is(err, fhir.ErrNotScalar):
		out.Message, out.Extensions["code"] = wrongScalar.to(ctx), codeBadInput
	case errors.Is(err, variables.ErrNull):
		out.Message, out.Extensions["code"] = nullArgument.to(ctx), codeBadInput
	case errors.As(err, &parsed) && parsed.Rule != "":
		// From validation: about the query, not about data. The front door masks
		// names where the schema is not public.
		parsed.Extensions = map[string]any{"code": "GRAPHQL_VALIDATION_FAILED"}
		return parsed
	default:
		if kind, ok := errors.AsType[sources.Kind](err); ok {
			presentSource(ctx, out, &sources.Error{Kind: kind})
			break
		}
		out.Message, out.Extensions["code"] = sentenceOf(codeInternal).to(ctx), codeInternal
	}
	return out
}

// byPath orders errors by path, so that equal answers are identical.
func byPath(a, b *gqlerror.Error) int { return slices.CompareFunc(a.Path, b.Path, byElement) }

// byElement orders list elements, and fields of an object.
func byElement(a, b ast.PathElement) int {
	switch a := a.(type) {
	case ast.PathIndex:
		if b, ok := b.(ast.PathIndex); ok {
			return cmp.Compare(a, b)
		}
	case ast.PathName:
		if b, ok := b.(ast.PathName); ok {
			return cmp.Compare(a, b)
		}
	}
	return 0
}

// presentSource adds which register failed, how, and whether retrying may help.
func presentSource(ctx context.Context, out *gqlerror.Error, e *sources.Error) {
	code, retryable := sourceCode(e.Kind)
	out.Message, out.Extensions["code"], out.Extensions["retryable"] = sentenceOf(code).to(ctx), code, retryable
	if e.Register != "" {
		out.Extensions["register"] = string(requestOf(ctx).r.registerNamed(e.Register))
	}
	if e.Region != "" {
		out.Extensions["region"] = e.Region
	}
	if e.RetryAfter > 0 {
		out.Extensions["retryAfter"] = int(math.Ceil(e.RetryAfter.Seconds()))
	}
}

func sourceCode(k sources.Kind) (code string, retryable bool) {
	switch k {
	case sources.Unavailable:
		return codeUnavailable, true
	case sources.Timeout, sources.Canceled:
		return codeTimeout, true
	case sources.CircuitOpen:
		return codeCircuitOpen, true
	case sources.OverBudget:
		return codeOverBudget, true
	case sources.Garbled, sources.Invalid, sources.NotFound:
		return codeInvalid, false
	case sources.Mismatch:
		return codeMismatch, false
	case sources.Denied:
		return codeForbidden, false
	case sources.Internal:
	}
	return codeInternal, false
}
