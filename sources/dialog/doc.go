// Package dialog reads citizens' messages (meldinger), what GPs' offices offer their
// patients digitally (digital dialog fastlege), and when they are closed.
//
// An office takes part by exchanging messages with Helsenorge on Norsk
// helsenett's bus. What it takes is in its collaboration protocol profile (CPP):
// the processes, code list 8279, for its HER-id in the address register. Each
// process for citizens is a service: booking, renewal of prescriptions,
// e-consultation and contact. A profile with none of them, or no profile at all,
// means that nothing is offered. That a profile could not be read means nothing.
//
// An office reports absence (fravær) to Helsenorge, which then closes its
// services for a time.
//
// Three interfaces are used:
//
//   - Profiles are exchanged between systems that send messages, by an interface
//     that is not for gateways. The one used is INVENTED: GET
//     /dialog/api/v1/kapabiliteter?HerId= returns {herId, prosesser[{prosess,
//     versjon}]}, and 404 with the code REG-000001 for a HER-id without a profile,
//     which is the code on the bus. POST /dialog/api/v1/kapabiliteter/sok, with
//     {parter[{hprNummer, organisasjonsnummer}]}, returns {kapabiliteter[{hprNummer,
//     organisasjonsnummer, herId, prosesser}]} for up to 100 doctors at their
//     offices, with null for the HER-id and the processes of one without a profile:
//     the open directory of GPs has no HER-ids. Expect to rewrite that half of wire.go.
//
//   - Absence is Helsenorge's own, GET
//     /helsetilbud_externalapi/api/v1/Tidsperiode?HerId=&KunAktive= returning
//     {tidsperioder[{id, type, organisasjonsnummer, herId1, herId2, fraOgMedDato,
//     tilOgMedDato, tjenestetyper[]}]}. The only known service type is "ekontakt";
//     absence from any of them counts.
//
//   - Messages are exchanged on the bus as KITH's XML: MsgHead 1.2 with
//     Dialogmelding 1.1, and AppRec for receipts. The one used is INVENTED, its twin
//     in FHIR R4: POST /dialog/api/v1/Communication/_search about a person, and GET
//     /dialog/api/v1/Binary/{id} for an attachment. Identifier is MsgId, sent GenDate,
//     partOf the message that began the conversation (RefToConversation), inResponseTo
//     the one before (RefToParent), category the process (8279), topic the request
//     (7601) and its words. A message is in-progress until there is a receipt,
//     completed when it arrived, and not-done when it was rejected; received is when
//     somebody read it. A message that was written on somebody's behalf has the label
//     of representation (7611) with extension hn-extension-representant.
//
// An inbox is read a page at a time. A conversation's place is that of its latest
// message, which neither hidden nor later messages may move, so the register must know
// which messages count. The search has these parameters, of which only sent, _sort and
// _count are FHIR's own; the others are ours:
//
//   - _query=conversations finds of each conversation the latest message, among those
//     sent no later than asof and with no labels of list 9603 but those in label. sent
//     limits which of these are found. So pages are as of the time of the first: a
//     conversation that is continued meanwhile is neither skipped nor repeated.
//   - conversation, a list of the UUIDs of up to 100, finds all their messages. All
//     those of a page are read at once.
//   - _query=unread finds the messages to the person that nobody has read, and with
//     _include=conversation the others of their conversations come along. They are
//     counted here, and the register's total is not used: labels and closed
//     dialogue are of single messages, and a count of hidden ones tells of them.
//
// A register that returns more than it was asked for is filtered, apart from labels:
// with a hidden message as the latest, the place of one that may be seen is unknown.
//
// A HER-id is an office's or a doctor's and public, as a doctor's number in
// Helsepersonellregisteret is: no call by them concerns a citizen, so none needs a
// grant, and what is read may be kept for a while. Messages need a grant and are
// never kept.
//
// Labels of list 9603 apply to each message. Counts, times, topics, states and
// attachments are made of what is left, so that what is hidden leaves no trace. A
// conversation with a GP's office needs a grant for GP_DIALOGUE as well. Which other
// sides are GP's offices is told by exclusion, since no code list says it: units in
// RESH are in specialist care, and those with an area of list 7619 are municipal.
// Any other may be a GP's.
//
// Nothing is sent here.
package dialog
