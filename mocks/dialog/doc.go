// Package dialog stands in for digital dialog with GPs' offices: what an office
// takes, and the messages of citizens, in the form that package sources/dialog
// describes, and when an office is absent, by Helsenorge's absence API.
//
// It refuses an identity number in the address, unknown parameters and several
// HER-ids. Only searches for messages are about a citizen, who is named in the form;
// attachments have ids of their own. [Inbox] gives a person more messages.
package dialog
