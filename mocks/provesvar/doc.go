// Package provesvar stands in for Pasientens prøvesvar: searches for reports and for
// findings, whose person stands in the header person-id and nowhere else.
package provesvar
