// Package graphiql is the page for people who write queries: GraphiQL with our own
// panels, built by Vite and embedded as built.
//
//	src/      the page: React components, and the queries it opens with
//	dist/     the output of `make pages`, each file gzipped
//
// The build is reproducible byte for byte, and a test checks dist against src, so
// nobody needs Node to run the program, and what runs is what src shows. The page
// calls only the gateway, and the issuer its users log in with.
//
// Login happens in a separate window, so that the user's text stays and no cookie has
// to be guarded. That window finds the waiting page by a lock and not by its opener,
// which careful issuers remove. Logout names the client and sends no id_token_hint,
// which would be an identity number in a URL.
package graphiql
