// Command generate writes package graph's executor from schema.graphqls: what
// gqlgen generates, and beside it plain_generated.go, which this program's
// plugin adds, and connections_generated.go. A type of the schema that gqlgen.yml
// does not name is the Go type of that name in graph, or else in one of the
// packages of sources; two of one name are a fault.
//
// gqlgen resolves each field by itself: a context, a field context, a closure
// and often a goroutine for every scalar of every element. That is the right
// price where a resolver asks a register, and most of an answer's where nothing
// is left to do but to write a struct that is there. For those objects the
// plugin generates functions that write the selected fields straight into a
// buffer. A field belongs to them when it is a field of the Go struct, or when
// its resolver has neither arguments nor directives that run nor a @register, so
// that it only computes.
//
// What is not plain is left to gqlgen, and so is whatever would be an error.
package main
