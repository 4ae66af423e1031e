// Package contract compares two versions of a schema and tells what the
// difference means to clients.
//
// Diff gives every change with a criticality: breaking (a client's query may
// fail), dangerous (it still runs and may behave otherwise) or safe. The rules
// and their names are those of npm @graphql-inspector/core, so that a client's
// own tools say the same of our schema as we do; testdata/pairs holds what it
// says of each pair of schemas there. Break then tells which of the clients'
// trusted documents the changes reach.
//
// It does not say whether a change may be made: that is what CHANGELOG.md
// promises, and published_test.go holds this schema to it against the last one
// in published. Unlike graphql-inspector it reads a type's extensions as part
// of the type, their directives included, and an empty description as none.
package contract
