//go:build race

package policy_test

// cases is fewer with the race detector, which has nothing to find in pure
// functions and takes its time.
const cases = 200_000
