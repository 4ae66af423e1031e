// Package nhn is the house style of the newer services of Norsk helsenett, as
// far as their stand-ins share it: what every request must have, searches by
// POST, and errors as OperationOutcomes with the code in a header.
//
// It knows nothing of any one service's resources.
package nhn
