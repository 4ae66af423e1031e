// Package standin is the common part of all stand-ins: a name, routes, the record of
// calls, and faults shown on demand.
//
// Every stand-in has /_control for tests and demonstrations: what was called, and
// which fault to show. The package knows no register and no protocol.
package standin
