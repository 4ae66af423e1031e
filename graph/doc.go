// Package graph is the executor that gqlgen generates from schema.graphqls,
// and the types of the schema that belong to no register: handles, pages,
// ids' owners, the status of registers.
//
// A handle ([Person], [SummaryCareRecord] …) has fetched nothing. It holds whom
// it is about or the grant that opened it, and its fields are resolved one by
// one. Register data has types in the registers' own packages, bound to the schema
// in gqlgen.yml.
//
// The size of a response is counted while it is resolved and written ([Size]).
//
// Nothing here decides or fetches. Regenerate with go generate ./graph.
package graph

//go:generate go run ../cmd/generate
