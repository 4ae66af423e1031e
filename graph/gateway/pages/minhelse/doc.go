// Package minhelse is "Min helse", a page for citizens built on the graph, as a real
// application would be: React and Apollo Client, built by Vite and embedded as built.
//
//	src/      the page: its queries (queries.js), what errors mean to a citizen
//	          (problems.js), what can be done about them (advice.js), its texts
//	          in three languages (words/), and a file for each part (sections/)
//	dist/     the output of `make pages`, each file gzipped
//
// The build is reproducible byte for byte, and is checked against src. The page
// belongs to the demonstration, where people log in by name; a gateway in production
// does not serve it, and gives its owner's applications no advantage.
//
// Everything about a person is one query, deferred by register, and each part can be
// refetched on its own. Data that a rule has closed, data that a silent register may
// hold, and data that a register says it does not have are three different things,
// and are kept apart everywhere on the page. A part that cannot be rendered says so
// in its own place (Boundary.jsx), and the rest remains.
//
// It calls only the gateway. Its token and all its data are in memory only, and one
// person's data is dropped when another is chosen.
package minhelse
