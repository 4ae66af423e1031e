// Package oppgaver stands in for Helsenorge's Oppgave API: the searches that package
// sources/oppgaver describes, of tasks, forms and saved answers, and the push by which senders give citizens tasks.
//
// A letter whose sender has no address for it is held here, as a PDF that the task's input
// names; senders cannot push one.
//
// A sender changes a task by PATCH, as FHIRPath Patch: only its status and the reason for
// it, note, description, deadlines and basedOn, both deadlines when there are two, and
// not when the task is closed.
//
// A push is refused with Helsenorge's published codes, one fault at a time: 2109 without
// a focus, 2147 without the address of a form, page or letter that is elsewhere, and 2118
// for a citizen who is not digitally active. A form sent in as a document is refused with
// 102 when it is no answer to a task, 1111 unless it is final, 1112 unless it is a PDF, and
// 119 when its first bytes are not those of one. Codes of other faults are not published.
package oppgaver
