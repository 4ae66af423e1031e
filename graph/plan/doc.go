// Package plan reads an operation once, before anything is fetched, and lists
// what it needs: the places where it reaches people, the guarded fields it
// selects there, and the registers they are read from.
//
// The plan makes it possible to decide before fetching, to send each register
// one batch with all its subjects at once, and to explain a query without
// running it. It knows the schema's directives (@person says how people are
// reached, @consent and @register what is needed) and nothing of policy, registers
// or people: ids are strings here.
//
// It does not bound hostile documents; the gateway does that first.
package plan
