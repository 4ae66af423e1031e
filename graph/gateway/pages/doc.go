// Package pages is how the pages that the gateway writes for people look
// together: one frame with the same way around, one small stylesheet, and the
// headers that keep a page to itself. What stands in a frame is for those who
// fill it: the status page here, the documentation in package docs.
//
// The pages hold no person and no credentials, load nothing from elsewhere, and
// read right without scripts; a script keeps the status alive and searches the
// documentation. Nothing is inline, so that the policy need not allow it.
package pages
