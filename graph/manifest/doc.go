// Package manifest reads manifests of trusted documents: the queries that an
// application asks, as its build wrote them down.
//
// There are two forms, told apart by their shape. Apollo's names each operation:
//
//	{"format": "apollo-persisted-query-manifest", "version": 1,
//	 "operations": [{"id": "…", "name": "MyHealth", "type": "query", "body": "query MyHealth { … }"}]}
//
// That of relay-compiler and of graphql-codegen's client preset is texts by id:
//
//	{"3f2a…": "query MyHealth { … }"}
//
// An id that looks like a hash is one, and must be that of its text: a document
// that was changed after the build is no longer the one that was looked at.
// Whether the texts are GraphQL, and fit a schema, is not asked here.
package manifest
