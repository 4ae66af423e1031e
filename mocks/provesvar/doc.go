// Package provesvar stands in for Pasientens prøvesvar: searches for reports and for
// findings, with the person in the header person-id and nowhere else.
package provesvar
