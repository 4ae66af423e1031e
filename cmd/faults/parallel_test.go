//go:build !race

package main

// testsAtOnce is how many tests run in parallel, however few cores there are:
// most of the time they wait for timeouts and circuits.
const testsAtOnce = "6"

// groupsTogether reports whether groups of cells run in parallel.
const groupsTogether = true
