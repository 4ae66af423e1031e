// Command bench measures the gateway against what one would write by hand: the
// floor (see package floor), which makes the same calls of the same registers
// and has no GraphQL, no policy and no protection.
//
// Both run as processes of their own on one core, the gateway as it is built
// for production; the registers' stand-ins and the load run on another. The
// stand-ins answer from what the strict ones of package mocks said the first
// time, whole and ready, so that they are never what is measured. The two are
// loaded in turn, in short runs and several pairs, over a thousand people; what
// counts is the ratio within a pair. Before anything is measured their answers
// are compared as JSON, and the calls they make are counted.
//
//	bench                     everything, in some minutes
//	bench -only S1,S2         some scenarios
//	bench -peers peers        GraphQL Yoga and Hive Gateway among the rest
//
// It is a module of its own and run in its folder: go run -C cmd/bench . -only S1
//
// Loads are closed (each client asks again when it is answered) except S2's,
// which comes at a steady rate.
package main
