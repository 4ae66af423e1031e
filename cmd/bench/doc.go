// Command bench measures the gateway against the hand-written alternative: the
// floor (see package floor), which makes the same calls to the same registers but
// has no GraphQL, no policy and no protection.
//
// Both run as separate processes on one core, the gateway built as for production;
// the registers' stand-ins and the load run on another. The stand-ins replay what
// the strict ones of package mocks answered the first time, so that they are never
// the bottleneck. The two are loaded in turn, in short runs and several pairs, over
// a thousand people; the result is the ratio within a pair. Before measuring, their
// answers are compared as JSON, and their calls are counted.
//
//	bench                     everything, in some minutes
//	bench -only S1,S2         some scenarios
//	bench -peers peers        GraphQL Yoga and Hive Gateway among the rest
//
// It is a module of its own and runs in its own folder: go run -C cmd/bench . -only S1
//
// Loads are closed (each client sends again once answered) except S2's, which has
// a steady rate.
package main
