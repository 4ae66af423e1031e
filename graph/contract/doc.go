// Package contract compares two versions of a schema and classifies the
// differences by their effect on clients.
//
// Diff returns every change with a criticality: breaking (a client's query may
// fail), dangerous (it still runs but may behave differently) or safe. The
// rules and their names are those of npm @graphql-inspector/core, so that a
// client's own tools agree with ours; testdata/pairs has its verdict on each
// pair of schemas there. Break then finds which of the clients' trusted
// documents are affected.
//
// It does not say whether a change is allowed: CHANGELOG.md states the promise,
// and published_test.go checks this schema against the last one in published.
// Unlike graphql-inspector it treats a type's extensions as part of the type,
// directives included, and an empty description as absent.
package contract
