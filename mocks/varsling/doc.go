// Package varsling stands in for Helsenorge's settings of notices. The interface is
// the one that package sources/varsling describes. Who can be reached is as KRR's
// stand-in has it.
//
// It refuses an identity number in the address, unknown members and other media types.
package varsling
