// Package registers is the list of registers. Each row has what no other package
// knows: the client, the stand-in, the call that concerns no person and the sample
// queries of a register that is described by its About.
//
// The gateway's configuration, wiring, doctor and demonstration, the status page,
// the fault matrix and the benchmark are made from the list, and tests check the
// example configuration and the README against it. So a new register is its
// package, its stand-in, its types in the schema, its reads and a row here.
//
// The package decides nothing, and starts nothing: its callers do.
package registers
