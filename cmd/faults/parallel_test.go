//go:build !race

package main

// testsAtOnce is how many tests run at a time, however few cores there are: they
// wait for timeouts and circuits most of the time.
const testsAtOnce = "6"
