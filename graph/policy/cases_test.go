//go:build !race

package policy_test

// cases is how many random cases the reference is asked.
const cases = 1_000_000
