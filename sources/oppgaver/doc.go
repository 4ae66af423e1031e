// Package oppgaver reads tasks for citizens (oppgaver): forms to fill in, letters to
// read, and things to do elsewhere, as FHIR R4 Tasks in Helsenorge's profile.
//
// The published interface is for senders, who POST to /oppgave/v1/Task. How a
// citizen's tasks are read is not published. Here it is by POST /oppgave/v1/Task/_search
// with patient.identifier, in the style of Norsk helsenett's other services, with
// [Audience] and [Scope]; that part is assumed.
//
// What a task is follows from its focus. A Questionnaire of Helsenorge's own is a form;
// one elsewhere, or any other task with an address, is a link; a Communication is a
// letter. The sender's deadline is a day, in an extension; the end of the restriction's
// period is when Helsenorge closes the task. A task is open until the later of them.
//
// Forms are Questionnaires of the profile sdf-Questionnaire, read by GET
// /skjema/v1/Questionnaire with _id, and what was saved halfway is found by POST
// /skjema/v1/QuestionnaireResponse/_search and named in the task's output. That is
// assumed too, and so is that each version of a form has an id of its own. Forms are
// about nobody and are kept for a while; answers are not. A form is a flat list of items
// here, since GraphQL has no trees of any depth.
//
// The content of a letter that the register holds is a PDF, named by an attachment in the
// task's input, and read by GET /oppgave/v1/Binary/{id} with the person in the header
// nhn-patient-nin; nobody has published how, and this is ours. Other letters are at the
// sender's, by their address.
//
// A task's identity is its business identifier, and the resource last updated counts.
// An incomplete response is refused: somebody might miss a deadline. Nothing is written.
package oppgaver
