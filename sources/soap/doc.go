// Package soap is the envelope that SOAP 1.1 and 1.2 put around a question and
// an answer, the addressing of the latter, and what a fault says of whose it
// is. What stands in the envelope is the register's affair: its parts are type
// parameters here.
//
// An answer is read by [Answers] into structs that are tagged as for
// encoding/xml, which is several times as slow and takes what SOAP forbids.
// The reader here goes over the text once, makes nothing of what no field is
// for, and refuses what a register has no reason to send: a document type and
// processing instructions, other encodings than UTF-8, prefixes nobody declared,
// and an element that comes twice where one is read. Whatever it does read,
// encoding/xml reads alike; a fuzz test holds it to that.
//
// A question is written as text, since services pass silently over an element
// that is not in its place; [Escape] is for what others have typed into it.
package soap
