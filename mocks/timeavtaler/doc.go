// Package timeavtaler stands in for Timeavtaler. Sources push appointments by PUT, as
// Norsk helsenett has published, and they are checked against the profile
// hn-basis-appointment 2.5.5 by its intention; citizens' appointments are found by an
// assumed search. What was pushed is kept in memory.
package timeavtaler
