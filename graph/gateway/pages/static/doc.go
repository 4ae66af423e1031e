// Package static serves front ends that are built in advance and embedded in the
// program, each file gzipped: GraphiQL and the page for citizens.
//
// It serves exactly what a folder holds. Nothing is read from disk, no folder is
// listed, and media types come from a fixed table, since those of the standard
// library depend on the machine. File names hold no hash, so that a build changes only
// the files it has to; browsers revalidate their copies each time (ETag).
package static
