// Package pages gives the gateway's pages for people a common look: one frame with
// the same navigation, one small stylesheet, and the headers that isolate a page. The
// contents of a frame belong to its users: the status page here, the documentation in
// package docs. Packages graphiql and minhelse are pages built from JavaScript, which
// package static serves.
//
// The pages hold no personal data and no credentials, load nothing from elsewhere,
// and read well without scripts; a script refreshes the status and searches the
// documentation. Nothing is inline, so the policy need not allow it.
package pages
