//go:build race

package resolvers_test

// busyRuns is fewer with the race detector, which makes each run some ten times
// as slow and finds nothing more in the two hundredth.
const busyRuns = 25
