package dialog

import (
	"helsegraf/mocks/flo"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

// What conversations are for, in code list 8279; and what none of those is for.
const (
	contact    = process + "EKONTAKT"
	consult    = process + "EKONSULTASJON"
	renewal    = process + "RESEPTFORNYELSE"
	changeOfGP = "BYTTE_FASTLEGE"
)

// The other sides that are no GP's office.
var (
	hospital   = side{name: "Eksempel sykehus, ortopedisk poliklinikk", id: nhn.Resource{"system": "urn:oid:2.16.578.1.12.4.1.4.102", "value": "4208001"}}
	school     = side{name: "Prøvedal skolehelsetjeneste", id: herID(91204), area: "4"}
	youth      = side{name: "Prøvedal helsestasjon for ungdom", id: herID(91206), area: "6"}
	nursing    = side{name: "Eksempel kommune, hjemmetjenesten", id: herID(91207), area: "7"}
	helsenorge = side{name: "Helsenorge", id: nhn.Resource{"system": "urn:oid:2.16.578.1.12.4.1.4.101", "value": "999000222"}}
)

// messages are a person's, newest first and always the same.
func (d register) messages(p *world.Person) (all []nhn.Resource) {
	dice := d.World.Dice("messages", p.Number)
	begin := func(with side, process, topic, request string) *thread {
		return &thread{w: d.World, p: p, dice: dice, with: with, process: process, topic: topic, request: request}
	}
	var threads []*thread
	gp, has := d.gpOf(p)
	add := func(with side, process, topic, request string) *thread {
		t := begin(with, process, topic, request)
		threads = append(threads, t)
		return t
	}
	switch {
	case p.Key == "nils" || p.Consent.Level != "FULL":
	case p.Key == "line":
		d.ofLine(add, gp)
	case p.Key == "dan":
		t := add(school, contact, "Vaksine på skolen", "HE")
		t.received(text{daysAgo: 12, hour: 9, says: "Dan får vaksine på skolen neste måned. Ta kontakt hvis han har hatt reaksjoner tidligere.", file: "Informasjon om vaksinen"})
		t = add(school, contact, "Samtale med helsesykepleier", "HE")
		t.received(text{daysAgo: 5, hour: 13, says: "Takk for praten i dag.", label: "NORN_FORANS", unread: true})
	case p.Key == "astrid", p.Key == "viktor":
		t := add(nursing, contact, "Besøk i uka", "HE")
		t.received(text{daysAgo: 9, hour: 10, says: "Vi kommer mandag og torsdag denne uka."})
		t.received(text{daysAgo: 2, hour: 10, says: "Vi snakkes om det du spurte om.", label: "NORN_FORANS", unread: true})
		t = add(gp, consult, "Svimmelhet", "HE")
		t.sent(text{daysAgo: 20, hour: 18, says: "Jeg har vært svimmel den siste uka."})
		t.received(text{daysAgo: 18, hour: 9, says: "Bestill gjerne en time, så tar vi noen prøver.", unread: true})
	case p.Key == "unni":
		t := add(youth, contact, "Time hos helsesykepleier", "HE")
		t.sent(text{daysAgo: 8, hour: 15, says: "Kan jeg få time neste uke?"})
		t.received(text{daysAgo: 7, hour: 9, says: "Ja, kom innom på tirsdag mellom 14 og 16.", unread: true})
		t.received(text{daysAgo: 1, hour: 9, says: "Notat til foresatte.", label: "NORN_UNGDOM", unread: true})
	case !p.Adult(d.World.Now()):
		t := add(school, contact, "Beskjed fra skolehelsetjenesten", "HE")
		t.received(text{daysAgo: 3 + dice.IntN(90), hour: 9, says: "Helsesykepleier er på skolen hver tirsdag.", unread: dice.IntN(2) == 0})
	default:
		if has {
			t := add(gp, contact, "Bestille attest", "BA")
			days := 4 + dice.IntN(200)
			t.sent(text{daysAgo: days, hour: 12, says: "Jeg trenger legeattest til førerkort."})
			t.received(text{daysAgo: days - 2, hour: 9, says: "Attesten er klar og kan hentes på legekontoret.", unread: dice.IntN(3) == 0})
		}
		if dice.IntN(2) == 0 {
			t := add(hospital, contact, "Spørsmål om innkalling", "HE")
			t.received(text{daysAgo: 1 + dice.IntN(60), hour: 11, says: "Du får innkalling når timen er satt opp.", unread: dice.IntN(2) == 0, file: "Slik forbereder du deg"})
		}
	}
	if flo.Changed(d.World, p) && p.Consent.Level == "FULL" {
		t := begin(helsenorge, changeOfGP, "Bytte av fastlege", "")
		threads = append(threads, t)
		t.received(text{daysAgo: 45, hour: 8, says: "Vi har registrert at du har byttet fastlege. Byttet gjelder fra den første i neste måned."})
	}
	for _, t := range threads {
		all = append(all, t.all...)
	}
	newestFirst(all)
	return all
}

// ofLine are line's: one that is unread and has files, an e-consultation, a renewal, one
// written for her, one that was rejected and one on its way.
func (d register) ofLine(add func(with side, process, topic, request string) *thread, gp side) {
	t := add(hospital, contact, "Spørsmål om innkalling", "HE")
	t.sent(text{daysAgo: 6, hour: 19, says: "Hei. Kan jeg spise frokost før timen?"})
	t.received(text{daysAgo: 2, hour: 10, says: "Ja, en lett frokost går fint. Se vedlegget for hvordan du finner fram.", file: "Slik finner du fram", unread: true})
	t.received(text{daysAgo: 1, hour: 12, says: "Her er kart over inngangen.", file: "Kart", fileType: "image/png", unread: true})
	t = add(gp, consult, "Migrene", "HE")
	t.sent(text{daysAgo: 30, hour: 20, says: "Jeg har hatt flere anfall enn vanlig den siste måneden. Bør jeg endre dosen?"})
	t.received(text{daysAgo: 29, hour: 9, says: "Behold dosen foreløpig, og skriv ned når anfallene kommer. Bestill time om fire uker."})
	t = add(gp, renewal, "Fornye resept", "RF")
	t.sent(text{daysAgo: 14, hour: 8, says: "Jeg ønsker å fornye resepten på Imigran."})
	t.received(text{daysAgo: 13, hour: 11, says: "Resepten er fornyet og kan hentes på apoteket i morgen."})
	t = add(gp, contact, "Bestille attest", "BA")
	t.sent(text{daysAgo: 21, hour: 16, says: "Line trenger attest til arbeidsgiver.", by: d.World.Persona("daniel"), role: "FU"})
	t.received(text{daysAgo: 20, hour: 9, says: "Attesten ligger i resepsjonen."})
	t = add(gp, contact, "Henvendelse", "HE")
	t.sent(text{daysAgo: 40, hour: 22, says: "Jeg har fått sterke smerter i magen.", status: "not-done", reason: "E-kontakt er ikke for spørsmål om helse. Ring legekontoret, eller legevakten på 116 117."})
	t = add(gp, contact, "Henvendelse", "HE")
	t.sent(text{daysAgo: 1, hour: 7, says: "Er legekontoret åpent i romjulen?", status: "in-progress"})
}

// gpOf is the office of a person's GP; false for a person without one.
func (d register) gpOf(p *world.Person) (side, bool) {
	l, ok := d.lists.Of(p)
	if !ok || l.HerID == 0 {
		return side{name: "Prøve legesenter", id: herID(91300)}, ok
	}
	return side{name: l.Office, id: herID(l.HerID), doctor: "Fastlege", family: l.Family, given: l.Given}, true
}
