package resolvers

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"helsegraf/graph"
	"helsegraf/graph/policy"
	"helsegraf/sources"
)

// everyCode is every code that reaches people in errors and decisions.
func everyCode() []string {
	codes := []string{string(policy.Unauthenticated), string(policy.NotFound), string(policy.IdentifyingField), codeUsageLog, codeInternal}
	for _, reason := range graph.NewExecutableSchema(graph.Config{}).Schema().Types["AccessReason"].EnumValues {
		codes = append(codes, reason.Name)
	}
	for kind := sources.Kind(0); kind <= sources.Internal; kind++ {
		code, _ := sourceCode(kind)
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

func (s sentence) all() []string { return []string{s.english, s.bokmal, s.nynorsk} }

func TestEveryCodeHasASentence(t *testing.T) {
	codes := everyCode()
	for _, code := range codes {
		if _, ok := sentences[code]; !ok {
			t.Errorf("%s says nothing", code)
		}
	}
	for code := range sentences {
		if !slices.Contains(codes, code) {
			t.Errorf("%s is no code", code)
		}
	}
	for code, s := range map[string]sentence{"first": wrongSize, "after": wrongCursor, "ids": tooMany, "search": wrongSearch, "code": wrongArticleCode, "letter": wrongLetter, "county": wrongCounty, "notice": notice, "appointments": noticeOfAppointments, "days": wrongDays} {
		sentences := s.all()
		if slices.Contains(sentences, "") {
			t.Errorf("%s: a language is missing: %q", code, sentences)
		}
	}
	for code, s := range sentences {
		for _, said := range s.all() {
			if !regexp.MustCompile(`^\p{Lu}[^0-9%{}]+[.]$`).MatchString(said) {
				t.Errorf("%s: not a sentence, or room for somebody in it: %q", code, said)
			}
		}
	}
}

// E4: a code gives a child's age, or a power, as the reason only where another
// age or power would open the service.
func TestCaseE4WhatIsToBlame(t *testing.T) {
	for _, service := range policy.Services() {
		age, power := closedBy(policy.ChildAgeLimit, service), closedBy(policy.ProxyScopeMissing, service)
		if blamed := age != neverForChildren; blamed != (service.ChildUnder() > 0) {
			t.Errorf("%s, for a child: %q", service, age.bokmal)
		}
		if blamed := power != neverByPower; blamed != service.ByProxy() {
			t.Errorf("%s, with a power: %q", service, power.bokmal)
		}
		if other := closedBy(policy.NotAvailableOnBehalf, service); other != sentenceOf(string(policy.NotAvailableOnBehalf)) {
			t.Errorf("%s tells a representative %q", service, other.bokmal)
		}
	}
	for _, s := range []sentence{neverForChildren, neverByPower} {
		if slices.Contains(s.all(), "") {
			t.Errorf("a language is missing: %q", s.all())
		}
	}
}

// A message reveals no private setting but the one its code names; that of
// NOT_AVAILABLE_ON_BEHALF reveals none.
func TestSentencesTellNoSettings(t *testing.T) {
	settings := map[string][]policy.Code{
		"consent": {policy.ConsentMissing, policy.ConsentTooLow}, "samtyk": {policy.ConsentMissing, policy.ConsentTooLow},
		"block": {policy.AccessBlocked}, "sperr": {policy.AccessBlocked},
		"reserv":   {policy.Reserved},
		"inactive": {policy.Inactive}, "inaktiv": {policy.Inactive},
		"dead": {policy.SubjectDeceased}, "død": {policy.SubjectDeceased},
		"child": {policy.ChildAgeLimit}, "barn": {policy.ChildAgeLimit},
		"power": {policy.ProxyScopeMissing, policy.ProxyExpired}, "fullmakt": {policy.ProxyScopeMissing, policy.ProxyExpired},
	}
	for code, s := range sentences {
		for _, said := range s.all() {
			for word, codes := range settings {
				if strings.Contains(strings.ToLower(said), word) && !slices.Contains(codes, policy.Code(code)) {
					t.Errorf("%s tells of %q: %s", code, word, said)
				}
			}
		}
	}
}
