// Package soap is the envelope that SOAP 1.1 and 1.2 put around a question and
// an answer, the addressing of the latter, and what a fault says of whose it
// is. What stands in the envelope is the register's affair: its parts are type
// parameters here, read by package sources as any other XML.
//
// A question is written as text, since services pass silently over an element
// that is not in its place; [Escape] is for what others have typed into it.
package soap
