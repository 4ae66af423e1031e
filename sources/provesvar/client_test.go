package provesvar_test

import (
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/sources/fnr"
	"helsegraf/sources/sourcetest"
)

const register = "provesvar"

func granted(t testing.TB, subject fnr.Number, relation ...policy.Relation) policy.Grant {
	t.Helper()
	if len(relation) == 1 && relation[0] == policy.Self {
		relation = nil
	}
	return sourcetest.Grant(t, subject, policy.TestResult, relation...)
}
