// Package variables reads the variables of an operation as GraphQL's
// specification says, once, before anything plans or executes it, so that all
// who come after read the same values.
//
// gqlparser's own reading is lax: it takes "2" for an Int and any spelling of
// an enum's value, refuses 2.0, and leaves a null where the schema has none to
// panic in the executor. Here what will not do is either the whole request's
// fault ([Coerce]) or, where only the values decide, that of one field
// ([Settle]). No error repeats a value.
package variables
