// Package soap is the envelope of SOAP 1.1 and 1.2, WS-Addressing for the
// latter, and the classification of faults. The content is the register's: its
// parts are type parameters here.
//
// A response is read by a [Reader] into structs that are tagged as for
// encoding/xml, which is several times as slow and accepts what SOAP forbids.
// The reader makes one pass over the text, allocates nothing for elements
// without a field, and refuses what a register has no reason to send: a
// document type and processing instructions, encodings other than UTF-8,
// undeclared prefixes, and repeated elements where one is read. Whatever it
// accepts, encoding/xml reads alike; a fuzz test ensures that.
//
// A request is written as text, since services silently ignore misplaced
// elements; [Escape] is for user input in it.
package soap
