//go:build race

package main

// testsAtOnce is how many tests run at a time. With the race detector the stand-ins
// keep the machine busy, and more would wait for each other.
const testsAtOnce = "2"

// groupsTogether tells whether groups of cells run beside each other.
const groupsTogether = false
