// Package registers is the list of registers. A row says what no one else does:
// which client, which stand-in, which question about nobody and which queries
// belong to a register that tells of itself by its About.
//
// The gateway's configuration, wiring, doctor and demonstration, the status page,
// the faults that are tried and the benchmark are made from the list, and tests
// hold the example configuration and the README to it. So a new register is its
// package, its stand-in, its types in the schema, its reads and a row here.
//
// It decides nothing, and starts nothing: whoever takes the list does.
package registers
