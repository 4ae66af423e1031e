package documents

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"helsegraf/graph/gateway/fault"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// openRules are GraphQL's and ours, whose messages suggest names.
func openRules() *rules.Rules {
	r := rules.NewDefaultRules()
	r.AddRule(valuesFit.Name, valuesFit.RuleFunc)
	r.AddRule(labelsStand.Name, labelsStand.RuleFunc)
	r.AddRule(numbersVary.Name, numbersVary.RuleFunc)
	return r
}

// numberType is the scalar that names a person. A document that has a value of it
// is refused before it is kept or logged; a variable's value never is.
const numberType = "IdentityNumber"

// numbersVary takes identity numbers in variables only, which have no default.
var numbersVary = core.Rule{
	Name: "IdentityNumberInVariable",
	RuleFunc: func(observers *core.Events, addError core.AddErrFunc) {
		observers.OnValue(func(_ *core.Walker, value *ast.Value) {
			stands := value.Kind != ast.Variable && value.Kind != ast.NullValue && value.Kind != ast.ListValue
			if stands && value.Definition != nil && value.Definition.Name == numberType {
				addError(core.Message("%s", sentence("IdentityNumberInVariable")), core.At(value.Position))
			}
		})
	},
}

// labelsStand requires the label of a @defer to be a literal, so that its length is
// bounded: a response repeats it for every object.
var labelsStand = core.Rule{
	Name: "DeferStreamLabel",
	RuleFunc: func(observers *core.Events, addError core.AddErrFunc) {
		observers.OnDirective(func(_ *core.Walker, directive *ast.Directive) {
			label := directive.Arguments.ForName("label")
			if isDefer(directive) && label != nil && label.Value != nil && label.Value.Kind == ast.Variable {
				addError(core.Message("The label of @defer must stand in the document."), core.At(directive.Position))
			}
		})
	},
}

// valuesFit refuses what gqlparser's own rule accepts: an Int beyond 32 bits, an
// object in place of a scalar or an enum value and, in custom scalars, which that
// rule skips, numbers that gqlparser later panics on.
var valuesFit = core.Rule{
	Name: "ValuesOfCorrectTypeFit",
	RuleFunc: func(observers *core.Events, addError core.AddErrFunc) {
		observers.OnValue(func(_ *core.Walker, value *ast.Value) {
			if !fits(value) {
				addError(core.Message("A value does not fit."), core.At(value.Position))
			}
		})
	},
}

func fits(value *ast.Value) bool {
	of := value.Definition
	switch value.Kind {
	case ast.IntValue:
		bits := 64
		if of != nil && of.Name == "Int" {
			bits = 32
		}
		_, err := strconv.ParseInt(value.Raw, 10, bits)
		return err == nil
	case ast.FloatValue:
		_, err := strconv.ParseFloat(value.Raw, 64)
		return err == nil
	case ast.ObjectValue:
		return of == nil || of.Kind == ast.InputObject || of.Kind == ast.Scalar && !of.BuiltIn
	default: // left to GraphQL's own rule
		return true
	}
}

// closedRules are the same without suggestions, which would reveal the whole schema
// bit by bit.
func closedRules() *rules.Rules {
	r := openRules()
	for _, quiet := range []core.Rule{
		rules.FieldsOnCorrectTypeRuleWithoutSuggestions,
		rules.KnownArgumentNamesRuleWithoutSuggestions,
		rules.KnownTypeNamesRuleWithoutSuggestions,
		rules.ScalarLeafsRuleWithoutSuggestions,
		rules.ValuesOfCorrectTypeRuleWithoutSuggestions,
	} {
		r.RemoveRule(strings.TrimSuffix(quiet.Name, "WithoutSuggestions"))
		r.AddRule(quiet.Name, quiet.RuleFunc)
	}
	return r
}

// parseFault reports where a document has a syntax error. The parser's message is
// left out, since it quotes the document.
func parseFault(err error) *fault.Fault {
	e, ok := errors.AsType[*gqlerror.Error](err)
	if !ok {
		return fault.Internal()
	}
	if strings.HasPrefix(e.Message, "exceeded token limit") {
		return fault.New(http.StatusBadRequest, fault.CodeTokens, "The document is too long.")
	}
	f := fault.New(0, fault.CodeParse, "The document is not GraphQL.")
	f.Errors[0].Locations = e.Locations
	return f
}

// longestMessage bounds a validation message, in bytes: names in it can have any
// length.
const longestMessage = 300

// validationFault reports where a document is invalid and, to clients that may see
// the schema, why. No value of the document is repeated.
func validationFault(errs gqlerror.List, open bool) *fault.Fault {
	f := &fault.Fault{}
	for _, e := range errs {
		message := sentence(e.Rule)
		if open && message == "" {
			message = e.Message[:min(len(e.Message), longestMessage)]
		}
		if message == "" {
			message = fault.ValidationMessage
		}
		told := &gqlerror.Error{
			Message: strings.ToValidUTF8(message, ""), Locations: e.Locations,
			Extensions: map[string]any{"code": fault.CodeValidation},
		}
		// The number of rules broken in one place would reveal what is there.
		if !slices.ContainsFunc(f.Errors, func(e *gqlerror.Error) bool {
			return e.Message == told.Message && slices.Equal(e.Locations, told.Locations)
		}) {
			f.Errors = append(f.Errors, told)
		}
	}
	return f
}

// sentence is the message for a rule whose own message repeats values.
func sentence(rule string) string {
	if strings.HasPrefix(rule, rules.ValuesOfCorrectTypeRule.Name) {
		return "A value is not of the type the schema has here."
	}
	if rule == "IdentityNumberInVariable" {
		return "An identity number is taken in a variable only."
	}
	return ""
}
