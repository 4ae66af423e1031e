// Package nhn is the common style of the newer services of Norsk helsenett: what every
// request must have, searches by POST, and errors as OperationOutcomes with the code
// in a header.
//
// It knows no service's resources.
package nhn
