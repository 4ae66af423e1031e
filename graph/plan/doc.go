// Package plan reads an operation once, before anything is fetched, and says
// what it needs: by which roads it reaches people, which guarded fields it asks
// of them, and from which registers those are read.
//
// The plan is what makes it possible to decide before fetching, to send each
// register one batch with all its subjects at once, and to say what a query
// would do without doing it. It knows the schema's directives and nothing of
// policy, registers or people: ids are texts here.
//
// It does not bound hostile documents; the front door has done that before.
package plan
