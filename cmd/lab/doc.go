// Package lab is what a gateway stands among when it is measured or tried: people,
// an issuer that gives them tokens, and a folder for its files; with the program
// as it is built for production, its configuration, and what both who measure and
// who try have to say while they run and afterwards.
//
// Commands bench and faults are modules of their own, so that what only they use
// is no requirement of the program's. They share the program's own packages, and
// this one. It starts no stand-ins: how a register answers is what they differ in.
package lab
