//go:build race

package main

// testsAtOnce is how many tests run in parallel. With the race detector the
// stand-ins keep the machine busy, and more tests would slow each other down.
const testsAtOnce = "2"

// groupsTogether reports whether groups of cells run in parallel.
const groupsTogether = false
