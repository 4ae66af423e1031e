package resolvers

import (
	"maps"
	"slices"
	"strings"

	"helsegraf/graph"
	"helsegraf/graph/policy"
)

// ErrorCodes are all codes that PresentError gives, with what to do about each.
func ErrorCodes() []graph.ErrorCode {
	var out []graph.ErrorCode
	for _, code := range slices.Sorted(maps.Keys(sentences)) {
		out = append(out, graph.ErrorCode{Code: code, Says: sentences[code].english, Do: advice(code), Retry: again(code)})
	}
	return out
}

// again tells whether asking again later may do.
func again(code string) bool {
	switch code {
	case codeUnavailable, codeTimeout, codeCircuitOpen, codeOverBudget, codeUsageLog, string(policy.ConsentSourceUnavailable):
		return true
	}
	return false
}

// advice is for those who write applications: what to do about a code.
func advice(code string) string {
	if strings.HasPrefix(code, "SOURCE_") || code == codeMismatch {
		return adviceOnSource(code)
	}
	switch code {
	case string(policy.Unauthenticated):
		return "Log in and send the token; `extensions.reason` says what was wrong with one that was sent."
	case string(policy.NotOffered):
		return "Leave the service out of what you show: nothing answers it here, whoever asks."
	case string(policy.PurposeClosed):
		return "Ask by an application whose purpose is care; a project's token opens the project alone."
	case string(policy.AssuranceTooLow):
		return "Have the citizen log in again, at assurance level high."
	case string(policy.ClientScopeMissing):
		return "Ask for the scope when the citizen logs in, or have your client given it."
	case string(policy.ActorNotEligible), string(policy.ChildAgeLimit), string(policy.SubjectDeceased):
		return "Nothing opens it. Leave it out of what you show."
	case string(policy.NotFound):
		return "Get ids anew from `viewer`: those of another application mean nothing here."
	case string(policy.ProxyScopeMissing), string(policy.ProxyExpired):
		return "Tell the representative to have a power given that covers the service, as `remedy` says."
	case string(policy.AgeUnknown):
		return "Nothing opens it here. Say that the day of birth is not known, and leave it out of what you show."
	case string(policy.AccessBlocked), string(policy.Inactive), string(policy.Reserved):
		return "The citizen may open it again, in the way `remedy` says."
	case string(policy.ConsentMissing), string(policy.ConsentTooLow):
		return "Lead the citizen to where consent is given; `remedy.level` is the lowest that opens it."
	case string(policy.NotAvailableOnBehalf):
		return "Say that it is not available, and no more: the reason is the citizen's own."
	case string(policy.ConsentSourceUnavailable):
		return "Nothing could be decided. Try again later."
	case string(policy.IdentifyingField):
		return "Leave the field out."
	case codeBadInput:
		return "Mend the argument that the message names."
	case codeUsageLog:
		return "Try again later."
	}
	return "Tell us, with the header `X-Request-Id` of the answer."
}

func adviceOnSource(code string) string {
	switch code {
	case codeUnavailable, codeTimeout:
		return "Show the rest, and offer to try again."
	case codeCircuitOpen:
		return "Show the rest, and try again no sooner than `extensions.retryAfter` says."
	case codeOverBudget:
		return "Ask for less at once, or try again later."
	case codeForbidden:
		return "Whoever runs the gateway has to see to it."
	}
	return "Show the rest. The register's operators have to see to it."
}
