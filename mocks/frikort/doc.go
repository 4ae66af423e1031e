// Package frikort stands in for Helfo's exemption cards. Whether somebody is
// exempt on a day, and the key to ask with, are as Helfo's API description has
// them. The citizen's own sum and list have no public description; that
// endpoint is of our making.
//
// It takes a question only encrypted with its present key, with exactly the
// members it has.
package frikort
