// Package dialog reads what GPs' offices offer their patients digitally (digital
// dialog fastlege), and when they are closed.
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
// Two interfaces are used:
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
//   - Absence is Helsenorge's own, GET
//     /helsetilbud_externalapi/api/v1/Tidsperiode?HerId=&KunAktive= returning
//     {tidsperioder[{id, type, organisasjonsnummer, herId1, herId2, fraOgMedDato,
//     tilOgMedDato, tjenestetyper[]}]}. The only known service type is "ekontakt";
//     absence from any of them counts.
//
// A HER-id is an office's or a doctor's and public, as a doctor's number in
// Helsepersonellregisteret is: no call concerns a citizen, so none needs a grant, and
// what is read may be kept for a while.
//
// Messages are neither read nor sent here.
package dialog
