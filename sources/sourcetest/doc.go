// Package sourcetest is the contract that every register package keeps, and
// what their tests need to keep it: a stand-in started on loopback, grants
// minted the real way, and the faults of the register one by one.
package sourcetest
