// Package nhn calls services in the house style of Norsk helsenett: FHIR R4
// over HelseID, headers that identify the calling system and the request, the
// person's number in the form or in a header and never in a URL, and pages by
// link.
//
// A register of that style is a [Search] and the meaning of its resources. What
// all of them must ensure is ensured here: pages only from where the
// configuration points, a bound on their number, records about the subject
// alone, and an incomplete response marked as such, or refused.
//
// Its tests cover all registers of the style: the stand-ins' responses are
// rewritten in every other form that R4 allows, and corrupted, and read again.
package nhn
