package world

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// wardsOfGunnar is the default number of wards gunnar has besides viktor.
const wardsOfGunnar = 50

// addPersonas makes the people that demonstrations and tests know by name. Each shows
// one part of the rules; the key is the name in lower case.
func (w *World) addPersonas(wards int) {
	r := w.Dice("personas")
	day := func(years, months, days int) time.Time { return w.Today().AddDate(-years, -months, -days) }
	add := func(key, about, family string, woman bool, born time.Time, level string) *Person {
		p := w.citizen(r, born)
		p.Key, p.About, p.Woman, p.Family = key, about, woman, family
		p.Given = string(key[0]-'a'+'A') + key[1:]
		p.Consent, p.Blocks, p.Reserved = Consent{Level: level, GivenAt: day(2, 1, 3)}, nil, Reservation{}
		if level == "NONE" {
			p.Consent.GivenAt = time.Time{}
		}
		return w.add(p)
	}

	line := add("line", "adult, full consent, mother of dan and dina, acts for berit", "Testesen", true, day(41, 5, 9), "FULL")
	berit := add("berit", "elderly, full consent, gave line MEDICATION and APPOINTMENT", "Prøvdal", true, day(83, 2, 20), "FULL")
	dan := add("dan", "child of 9, represented by his parents", "Testesen", false, day(9, 4, 2), "FULL")
	dina := add("dina", "child of 13, parents see little", "Testesen", true, day(13, 3, 11), "FULL")
	unni := add("unni", "16 today: her parents are out, she is in", "Mønstervoll", true, day(16, 0, 0), "FULL")
	bodil := add("bodil", "consent level BASIS", "Eksempelvik", true, day(52, 7, 1), "BASIS")
	add("birger", "consent level BASIS_PLUS, acts for many whose data are closed", "Syntestad", false, day(47, 1, 13), "BASIS_PLUS")
	birger := w.byKey["birger"]
	add("nils", "no consent at all", "Liksomrud", false, day(35, 9, 6), "NONE")
	arne := add("arne", "blocked everything (akuttsperre), yet acts for anna", "Påfunnseth", false, day(60, 3, 3), "FULL")
	randi := add("randi", "reserved against the summary care record", "Tenkvik", true, day(58, 11, 17), "FULL")
	ines := add("ines", "inactive; birger acts for her", "Demolien", true, day(29, 6, 25), "FULL")
	viktor := add("viktor", "ward of gunnar", "Kunsthaug", false, day(24, 8, 8), "FULL")
	astrid := add("astrid", "cannot consent; asle was assigned power", "Uektefjord", true, day(76, 10, 12), "FULL")
	yngve := add("yngve", "14, with ungdomstilgang", "Antattvåg", false, day(14, 2, 5), "FULL")
	david := add("david", "dead", "Modellmo", false, day(81, 1, 1), "FULL")
	kari := add("kari", "confidential address: neither seen nor represented", "Likevang", true, day(38, 4, 19), "FULL")
	daniel := add("daniel", "holds an expired power from line", "Oppdiktbakk", false, day(44, 12, 2), "FULL")
	gunnar := add("gunnar", "guardian of viktor and 50 others", "Fiksjonsen", false, day(56, 5, 30), "FULL")
	add("ada", "analyst in a research project", "Prøvdal", true, day(33, 3, 14), "FULL")
	lars := add("lars", "father of dan and dina", "Testesen", false, day(43, 8, 21), "FULL")
	ulf := add("ulf", "father of unni", "Mønstervoll", false, day(45, 2, 2), "FULL")
	ylva := add("ylva", "mother of yngve", "Antattvåg", true, day(46, 6, 6), "FULL")
	anna := add("anna", "gave arne a power", "Påfunnseth", true, day(84, 9, 9), "FULL")
	asle := add("asle", "was assigned power for astrid", "Uektefjord", false, day(50, 10, 10), "FULL")

	family(line.Address, line, lars, []*Person{dan, dina})
	family(ulf.Address, nil, ulf, []*Person{unni})
	family(ylva.Address, ylva, nil, []*Person{yngve})
	yngve.YouthAccess = true
	arne.Blocks = []Block{{Since: day(0, 0, 4)}}
	randi.Reserved = Reservation{Since: day(0, 0, 12), RestorableUntil: day(0, 0, -18)}
	ines.Inactive = day(0, 3, 0)
	david.Died = day(0, 1, 0)
	kari.Confidentiality = "StrictlyConfidential"

	power := func(giver, holder *Person, kind string, p Power) {
		p.ID, p.Kind, p.Holder = GUID(r), kind, holder.Number
		giver.Powers = append(giver.Powers, p)
	}
	power(berit, line, "FU", Power{From: day(1, 0, 0), Services: []string{"MEDICATION", "APPOINTMENT"}})
	power(line, daniel, "FU", Power{From: day(2, 0, 0), Until: day(0, 0, 7), All: true})
	power(anna, arne, "FU", Power{From: day(1, 6, 0), Read: true, Write: true})
	power(kari, bodil, "FU", Power{From: day(3, 0, 0), All: true})
	for _, giver := range []*Person{david, randi, arne, bodil, ines} {
		power(giver, birger, "FU", Power{From: day(1, 2, 0), All: true})
	}
	power(astrid, asle, "TD", Power{From: day(2, 0, 0), Until: day(-3, 0, 0), Read: true, Write: true})
	guardian := func(ward *Person) {
		ward.Guardians = []string{gunnar.Number}
		power(ward, gunnar, "VE", Power{From: day(1, 1, 0), Read: true, Write: true})
	}
	guardian(viktor)
	for i := range wards {
		guardian(w.ward(r, i))
	}
}

// ward makes one of gunnar's wards. Every fifth has consented to nothing, so that a
// batch over all of them includes denials.
func (w *World) ward(r *rand.Rand, i int) *Person {
	p := w.citizen(r, w.Today().AddDate(-20-r.IntN(60), -r.IntN(12), -r.IntN(28)))
	p.Middle = fmt.Sprintf("Vernheim%02d", i+1)
	p.Blocks, p.Reserved = nil, Reservation{}
	p.Consent = Consent{Level: "FULL", GivenAt: w.Today().AddDate(-1, 0, 0)}
	if i%5 == 4 {
		p.Consent = Consent{Level: "NONE"}
	}
	return w.add(p)
}

// family gives the parents joint responsibility, or one of them sole, and puts
// everybody at one address.
func family(home Address, mother, father *Person, children []*Person) {
	for _, child := range children {
		child.Address = home
		switch {
		case mother != nil && father != nil:
			mother.Children = append(mother.Children, Responsibility{child.Number, "Joint"})
			father.Children = append(father.Children, Responsibility{child.Number, "Joint"})
		case mother != nil:
			mother.Children = append(mother.Children, Responsibility{child.Number, "Mother"})
		default:
			father.Children = append(father.Children, Responsibility{child.Number, "Father"})
		}
	}
	for _, parent := range []*Person{mother, father} {
		if parent != nil {
			parent.Address = home
		}
	}
}
