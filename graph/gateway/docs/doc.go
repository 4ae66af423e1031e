// Package docs writes the documentation that people read in the browser, at
// start and from the schema itself: types and fields with their descriptions,
// the law's directives in words, and for each root field an example that opens
// in GraphiQL. Beside it stand a page for partners and one for analysts, whose
// tables are the program's own: limits, rates, error codes, scopes, personas.
//
// Each reader has the schema that they may see. Nothing is written twice: what
// a page says of a field stands in the schema, and of a code where the code is.
package docs
