// Package kith is the mapping between messages as package dialog reads them, FHIR's
// Communication, and as they travel on Norsk helsenett's bus: KITH's MsgHead 1.2 with
// Dialogmelding 1.1, and AppRec 1.1 for receipts. It is not wired into the gateway:
// nothing calls it yet. It is there so that an adapter for the bus (AMQP 1.0) has
// only transport, signing and encryption left to do.
//
// It has three layers:
//
//   - [Parse] reads XML into a [Document], which keeps all of it, prefixes, white
//     space and comments included: [Document.Bytes] has the same canonical form. XML
//     on the bus is foreign input: document types, processing instructions, encodings
//     other than UTF-8 and undeclared prefixes are refused, and size, depth and the
//     number of nodes and attributes are bounded.
//
//   - [ReadMessage] and [ReadAppRec] read what a document says, by exact namespaces
//     and in the order of the schemas. What they do not know is refused and never
//     skipped, since a skipped element may be the one that matters. [Message.Document]
//     and [AppRec.Document] write.
//
//   - [Mapping] maps a [Message] to a [Letter], a Communication with its files, and
//     back; [AppRec.Apply] is what a receipt makes of a Communication.
//
// Type of the process (8279) is category, MsgId is identifier, RefToConversation is
// partOf and RefToParent inResponseTo; TypeForesp (7601) or TemaKodet (7602) with its
// subject is topic, and Sporsmal or TekstNotatInnhold the payload. The original
// question in a note is a contained Communication. Each attachment is a payload with a
// Binary. For elements that FHIR has no place for, there are extensions named by
// namespace and element.
//
// A renewal has each prescription as a Document with its M1. That RefDoc's Id is the
// prescription's id is ours; a prescription may be there without one.
//
// What is not carried to FHIR: the patient's name and telecommunication, since the
// person is known by number and their name is the population register's; whether a
// receipt is wanted, which is for the adapter; the display texts of identifier types.
//
// What is refused: processes other than e-contact, e-consultation and renewal; times
// without a zone; files by reference; signatures, which the adapter takes off; and
// documents of other kinds, among them those of appointments (xCal) and of who writes on
// somebody's behalf (pasientrelasjon), whose schemas are not public.
//
// Errors do not repeat the content.
//
// Names differ from those of the schema's types, since the generator binds these to
// any exported type of their name below sources.
package kith
