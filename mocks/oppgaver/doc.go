// Package oppgaver stands in for Helsenorge's Oppgave API: the searches that package
// sources/oppgaver describes, of tasks, forms and saved answers, and the push by which senders give citizens tasks.
//
// A push is refused with Helsenorge's published codes, one fault at a time: 2109 without
// a focus, 2147 without the address of a form, page or letter that is elsewhere, and 2118
// for a citizen who is not digitally active. Codes of other faults are not published.
package oppgaver
