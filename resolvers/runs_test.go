//go:build !race

package resolvers_test

// busyRuns is how often a batch must be one call on a busy machine.
const busyRuns = 200
