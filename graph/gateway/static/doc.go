// Package static serves front ends that were built beforehand and are embedded
// in the program, each file gzipped: GraphiQL and the page for citizens.
//
// What a folder holds is all it serves. Nothing is read from disk, no folder is
// listed, and the types of files are a fixed table, since those of the standard
// library depend on the machine. Names have no hash in them, so that a build
// changes the files it changes and no other; browsers ask each time whether
// what they have is still right (ETag).
package static
