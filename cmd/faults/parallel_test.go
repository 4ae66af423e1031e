//go:build !race

package main

// testsAtOnce is how many tests run at a time, however few cores there are: they
// wait for timeouts and circuits most of the time.
const testsAtOnce = "6"

// groupsTogether tells whether groups of cells run beside each other.
const groupsTogether = true
