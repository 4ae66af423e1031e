// Package fnr holds the Norwegian national identity number (fødselsnummer and
// D-nummer) as a type.
//
// A number is the key to everything we ask the registers about, and the one
// thing that must never stand in a log line, an error, a metric, a trace, a
// URL, an id or a panic. A string goes everywhere by itself; a [Number] goes
// nowhere: it prints masked under every fmt verb, also as an unexported field
// of another struct, marshals masked, and gives its digits only to
// [Number.Digits], which is called where a register request is written.
//
// The package does not say age or sex from a number. From 2032 new numbers
// carry neither, D-numbers never did reliably, and the registers give both as
// fields of their own.
//
// The check digits follow Skatteetaten's specification, with the rule for
// numbers given from 2032 accepted beside the old one.
package fnr
