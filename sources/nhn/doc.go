// Package nhn asks services in the house style of Norsk helsenett: FHIR R4 over
// HelseID, headers that name the calling system and the question, the person's
// number in the form or in a header and never in an address, and pages by link.
//
// A register of that style is a [Search] and what its resources mean. What all of
// them must hold is held here: a page only from where the configuration points,
// an end to the pages, records about the subject alone, and an answer that is not
// whole said to be so, or refused.
//
// Its tests hold for all registers of the style: what their stand-ins answer is
// written in every other way that R4 allows, and made wrong, and asked again.
package nhn
