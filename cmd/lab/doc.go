// Package lab is the surroundings of a gateway that is measured or tested: people,
// an issuer of their tokens, and a folder for files; with the program as built for
// production, its configuration, and the output during and after a run.
//
// Commands bench and faults are modules of their own, so that the program does not
// require what only they use. They share the program's packages, and this one. It
// starts no stand-ins: how registers answer is where the two differ.
package lab
