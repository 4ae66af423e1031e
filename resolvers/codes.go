package resolvers

import (
	"maps"
	"slices"
	"strings"

	"helsegraf/graph"
	"helsegraf/graph/policy"
)

// ErrorCodes lists every code that PresentError gives, with advice on each.
func ErrorCodes() []graph.ErrorCode {
	var out []graph.ErrorCode
	for _, code := range slices.Sorted(maps.Keys(sentences)) {
		out = append(out, graph.ErrorCode{Code: code, Says: sentences[code].english, Do: advice(code), Retry: again(code)})
	}
	return out
}

// again reports whether retrying later may help.
func again(code string) bool {
	switch code {
	case codeUnavailable, codeTimeout, codeCircuitOpen, codeOverBudget, codeUsageLog, string(policy.ConsentSourceUnavailable):
		return true
	}
	return false
}

// advice tells application developers what to do about a code.
func advice(code string) string {
	if strings.HasPrefix(code, "SOURCE_") || code == codeMismatch {
		return adviceOnSource(code)
	}
	switch code {
	case string(policy.Unauthenticated):
		return "Log in and send the token. If one was sent, `extensions.reason` says what was wrong."
	case string(policy.NotOffered):
		return "Hide the service: it is not offered here, to anyone."
	case string(policy.PurposeClosed):
		return "Use an application for care. A project's token only gives access to the project."
	case string(policy.AssuranceTooLow):
		return "Ask the user to log in again at assurance level high."
	case string(policy.ClientScopeMissing):
		return "Request the scope at login, or ask the operator to add it to your client."
	case string(policy.ActorNotEligible), string(policy.ChildAgeLimit), string(policy.SubjectDeceased):
		return "Hide the service: nothing the user does can open it."
	case string(policy.NotFound):
		return "Get new ids from `viewer`. Ids from another application cannot be used."
	case string(policy.ProxyScopeMissing), string(policy.ProxyExpired):
		return "Tell the representative to get a power of attorney that covers the service, as in `remedy`."
	case string(policy.AgeUnknown):
		return "Hide the service, and say that the date of birth is not known. Nothing the user does can open it."
	case string(policy.AccessBlocked), string(policy.Inactive), string(policy.Reserved):
		return "The citizen can open it again, as described in `remedy`."
	case string(policy.ConsentMissing), string(policy.ConsentTooLow):
		return "Direct the citizen to where consent is given. `remedy.level` is the lowest level that opens the service."
	case string(policy.NotAvailableOnBehalf):
		return "Say that it is not available, and nothing more: the reason is private to the citizen."
	case string(policy.ConsentSourceUnavailable):
		return "Access could not be decided. Retry later."
	case string(policy.IdentifyingField):
		return "Leave the field out."
	case codeBadInput:
		return "Fix the argument named in the message."
	case codeUsageLog:
		return "Retry later."
	}
	return "Report it, with the `X-Request-Id` of the response."
}

func adviceOnSource(code string) string {
	switch code {
	case codeUnavailable, codeTimeout:
		return "Show the rest, and let the user retry."
	case codeCircuitOpen:
		return "Show the rest, and retry after `extensions.retryAfter`."
	case codeOverBudget:
		return "Request less at a time, or retry later."
	case codeForbidden:
		return "Contact the operator of the gateway."
	}
	return "Show the rest. The register's operator must fix it."
}
