// Package folkeregister stands in for the registers of who people are and how
// to reach them, on one address: Persontjenesten, version 3, and Kontakt- og
// reservasjonsregisteret (KRR). Their paths and fields are the published ones.
//
// They refuse a number in the address, too many at once, and one whose check
// digits do not hold; about whom they have nothing they say nothing.
package folkeregister
