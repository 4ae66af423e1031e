// Command faults shows that every register may fail and nothing else does.
//
// It runs the gateway as a process of its own, as it is built for production,
// among the stand-ins of all registers. Between the two lies a TCP proxy for
// each endpoint. One after the other, every source is made to fail in every
// way there is (a cell), while some fifty requests a second ask for it and for
// everything else; what comes back is held against what the same people were
// answered when all was well.
//
//	faults         the matrix: every source, every fault; a report on demand
//	faults soak    many mixed requests while registers mix people up
//	faults canary  what is left of people in memory, files and logs
//	faults rolling restarts of two replicas behind nginx, of which nobody notices
//
// It is a module of its own, so that the proxy is no requirement of the program's,
// and run in its folder: go run -C cmd/faults . soak
//
// All traffic stays on loopback, and every loop has an end. Every listener is
// given its port by the system and keeps it, so that runs beside each other, or
// beside anything else, do not meet.
package main
