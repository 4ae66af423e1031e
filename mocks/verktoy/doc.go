// Package verktoy stands in for the tools and courses that are offered on Helsenorge.
// The interface is the one that package sources/verktoy describes.
//
// It refuses an identity number in the address, unknown members and other media types,
// and gives no address of a tool whose terms are not accepted.
package verktoy
