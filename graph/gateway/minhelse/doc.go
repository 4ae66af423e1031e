// Package minhelse is "Min helse", a page for citizens over the graph, as a
// real application would be made: React and Apollo Client, built by Vite and
// embedded as it was built.
//
//	src/      the page: what it asks (queries.js), what errors mean to a citizen
//	          (problems.js), what can be done about them (advice.js), its texts
//	          in three languages (words/), and a file for each part (sections/)
//	dist/     what `make pages` built of it, each file gzipped
//
// The build is the same byte for byte wherever it is made, and is held to src.
// The page belongs to the demonstration, whose people log in on it by name; a
// gateway in production does not serve it, and serves its owner's applications
// no better.
//
// Everything about a person is one question, deferred by register, and each
// part is asked again by itself. What a rule has closed, what a silent register
// may hold, and what a register says that it does not have are three things, and
// are told apart everywhere on the page. A part that cannot be drawn says so in
// its own place (Boundary.jsx), and the rest stands.
//
// It asks nobody but the gateway. Its token and all it was told are in memory
// only, and what was told of one person is let go when another is chosen.
package minhelse
