// Command generate writes package graph's executor from schema.graphqls: gqlgen's
// own output, plain_generated.go, which is written by this program's plugin, and
// connections_generated.go. A schema type not named in gqlgen.yml is the Go type
// of that name in graph, or else in a package below sources; two with one name are
// an error.
//
// gqlgen resolves every field separately: a context, a field context, a closure
// and often a goroutine for every scalar of every element. That is the right price
// when a resolver calls a register, but most of an answer's cost when all that is
// left is to write an existing struct. For those objects the plugin generates
// functions that write the selected fields straight into a buffer. A field is
// plain if it is a field of the Go struct, or if its resolver has no arguments, no
// directives that run and no @register, so that it only computes.
//
// All other fields are left to gqlgen, and so is anything that would be an error.
package main
