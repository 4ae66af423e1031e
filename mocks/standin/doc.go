// Package standin is what every stand-in has: a name, routes, the record of
// calls, and the faults it shows when told to.
//
// Every stand-in answers /_control for tests and demonstrations: what was
// called, and which fault to show. It knows no register and no protocol.
package standin
