// Package frikort stands in for Helfo's exemption cards. The exemption check for a
// day, and the key for encrypting its requests, follow Helfo's API description. The
// citizen's own sum and list have no public description; that endpoint is our
// invention.
//
// It accepts a request only if it is encrypted with the current key and has exactly
// the expected members.
package frikort
