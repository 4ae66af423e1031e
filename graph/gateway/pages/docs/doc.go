// Package docs writes the documentation that people read in the browser. It is made
// at start from the schema itself: types and fields with their descriptions, the
// legal directives in words, and for each root field an example that opens in
// GraphiQL. There is also a page for partners and one for analysts, whose tables are
// the program's own: limits, rates, error codes, scopes, personas.
//
// Each reader sees the schema they have access to. Nothing is written twice: what a
// page says about a field is in the schema, and about a code next to the code.
package docs
