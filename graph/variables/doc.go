// Package variables coerces the variables of an operation as GraphQL's
// specification requires, once, before anything plans or executes it, so that
// all later steps see the same values.
//
// gqlparser's own coercion is lax: it accepts "2" for an Int and any spelling
// of an enum value, rejects 2.0, and leaves disallowed nulls to panic in the
// executor. Here an invalid value fails either the whole request ([Coerce]) or,
// where only the values decide, one field ([Settle]). No error repeats a value.
package variables
