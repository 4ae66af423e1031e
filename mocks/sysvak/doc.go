// Package sysvak stands in for SYSVAK, the national immunisation register, with the two
// FHIR searches that package sources/sysvak describes.
package sysvak
