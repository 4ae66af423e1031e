// Command faults shows that any register may fail without affecting anything else.
//
// It runs the gateway, built as for production, as a process of its own with the
// stand-ins of all registers, and a TCP proxy in front of each endpoint. One after
// the other, every source fails in every known way (a cell), under a load of some
// fifty requests a second for it and for everything else; the answers are compared
// with those the same people got when all was well.
//
//	faults         the matrix: every source, every fault, and every mutation under the
//	               faults of a write; a report on demand
//	faults soak    many mixed requests while registers mix people up, or with -writes
//	               many changes while registers fail and gateways restart
//	faults canary  what remains of people in memory, files and logs
//	faults rolling restarts of two replicas behind nginx, without a lost request
//
// It is a module of its own, so that the program does not require the proxy, and
// runs in its own folder: go run -C cmd/faults . soak
//
// All traffic stays on loopback, and every loop ends. The system chooses every
// listener's port, which stays reserved, so that concurrent runs do not collide.
package main
