// Package timeavtaler reads appointments with hospitals and municipal services
// (timeavtaler), as FHIR R4 in Norsk helsenett's profile hn-basis-appointment
// 2.5.5.
//
// The published interface is for sources: they push each appointment with PUT
// /timeavtaler/api/v1/Appointment. How a citizen's appointments are read is not
// published. Here it is by POST /timeavtaler/api/v1/Appointment/_search with
// patient.identifier, in the style of Norsk helsenett's other services, with
// [Audience] and [Scope]; that part is assumed.
//
// All appointments of a person are read, without a date in the search: FHIR's date
// is the start, which a home visit with a time window does not have.
//
// An appointment's identity is its business identifier. Messages about it may
// come in any order, and the one last updated counts, also when it withdraws the
// appointment. An appointment names its patient among the participants, and its
// places, flags and letter as contained resources. What a citizen may do with it
// is in the flags alone.
//
// Two code lists are called 7617; codes of both are read. The profile names the
// extension for virtual services under two URLs; both are read.
//
// Free times with a GP are found by GET Slot with the GP's HPR number and days, which
// is assumed too. That request names no person, so that its response may be shared;
// the decision is the person's, for GP_DIALOGUE.
//
// An incomplete response is refused. No response is complete in the sense that
// all the person's appointments are in it: few GPs and some municipalities send
// theirs. Nothing is written.
package timeavtaler
