// Package graphiql is the page for those who write queries: GraphiQL with
// panels of our own, built by Vite and embedded as it was built.
//
//	src/      the page: React components, and the queries it opens with
//	dist/     what `make pages` built of it, each file gzipped
//
// The build is the same byte for byte wherever it is made, and a test holds
// dist to it, so that nobody needs Node to run the program and what runs is
// what can be read in src. The page asks nobody but the gateway, and the issuer
// its users log in with.
//
// Login happens in a window of its own, so that what is written stays and no cookie
// has to be guarded. That window finds the page that waits by a lock and not by its
// opener, which careful issuers remove. Logout names the client and sends no
// id_token_hint, which would be an identity number in a URL.
package graphiql
