// Package gatewaytest starts gateways for the tests of package gateway and its
// rooms: over loopback, on a [Toy] schema, with their logs at hand.
//
// It is for tests only, and knows nothing of registers.
package gatewaytest
