// Package folkeregister stands in, at one address, for the registers of people's
// identity and contact details: Persontjenesten, version 3, and Kontakt- og
// reservasjonsregisteret (KRR). Their paths and fields are the published ones.
//
// They refuse an identity number in the address, too many people at once, and a
// number with wrong check digits; people they have no data on are omitted.
package folkeregister
