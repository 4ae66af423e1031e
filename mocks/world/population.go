package world

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Municipality is a row of code list 3402, with the form of its addresses.
type Municipality struct {
	Number, name, postalCode, city, region string
}

// Municipalities are where people live.
var Municipalities = []Municipality{
	{"0301", "Oslo", "0171", "OSLO", "SOR_OST"},
	{"4601", "Bergen", "5014", "BERGEN", "VEST"},
	{"5001", "Trondheim", "7030", "TRONDHEIM", "MIDT"},
	{"1103", "Stavanger", "4008", "STAVANGER", "VEST"},
	{"5501", "Tromsø", "9008", "TROMSØ", "NORD"},
	{"1804", "Bodø", "8006", "BODØ", "NORD"},
	{"1508", "Ålesund", "6002", "ÅLESUND", "MIDT"},
	{"4204", "Kristiansand", "4611", "KRISTIANSAND S", "SOR_OST"},
	{"3403", "Hamar", "2317", "HAMAR", "SOR_OST"},
	{"3301", "Drammen", "3044", "DRAMMEN", "SOR_OST"},
	{"3201", "Bærum", "1337", "SANDVIKA", "SOR_OST"},
	{"5601", "Alta", "9510", "ALTA", "NORD"},
}

// Names of streets and people; none belongs to a real person.
var (
	streets  = strings.Fields("Eksempelveien Prøvegata Testbakken Mønsterstien Syntesveien Tenkegata Liksomlia Demovegen Påfunnsvingen Oppdiktgata")
	Women    = strings.Fields("Solveig Ingrid Astri Tuva Marte Sunniva Eldbjørg Ragnhild Torunn Hedda Synnøve Oda Liv Gro Embla Vilde Tiril Maren Åshild Borghild")
	Men      = strings.Fields("Torstein Håkon Sindre Eirik Øystein Trygve Odin Ketil Gaute Vetle Audun Sigurd Jostein Halvard Brage Eskil Tarjei Steinar Åsmund Ivar")
	Families = strings.Fields("Testesen Prøvdal Eksempelvik Syntestad Mønstervoll Oppdiktbakk Liksomrud Påfunnseth Tenkvik Demolien Kunsthaug Uektefjord Fiksjonsen Antattvåg Modellmo Likevang")
)

// addPopulation makes n people besides the personas, of every age: most with full
// consent, some with less, some opted out, a few blocked.
func (w *World) addPopulation(n int) {
	r := w.Dice("population")
	for range n {
		w.add(w.citizen(r, w.Today().AddDate(-r.IntN(90), -r.IntN(12), -r.IntN(28))))
	}
}

// citizen makes a person born on that day, with nothing guaranteed to be special.
func (w *World) citizen(r *rand.Rand, born time.Time) *Person {
	p := &Person{Woman: r.IntN(2) == 0, Born: born, Family: Pick(r, Families), Address: AddressIn(r, Pick(r, Municipalities))}
	if p.Given = Pick(r, Men); p.Woman {
		p.Given = Pick(r, Women)
	}
	p.Phone = fmt.Sprintf("+4799%06d", r.IntN(1_000_000))
	p.Email = fmt.Sprintf("innbygger%06d@example.invalid", r.IntN(1_000_000))
	given := w.Today().AddDate(-1-r.IntN(6), 0, -r.IntN(300))
	switch d := r.IntN(100); {
	case d < 70:
		p.Consent = Consent{"FULL", given}
	case d < 82:
		p.Consent = Consent{"BASIS_PLUS", given}
	case d < 92:
		p.Consent = Consent{"BASIS", given}
	default:
		p.Consent = Consent{Level: "NONE"}
	}
	if r.IntN(50) == 0 {
		p.Reserved = Reservation{Since: w.Today().AddDate(0, 0, -10), RestorableUntil: w.Today().AddDate(0, 0, 20)}
	}
	if r.IntN(50) == 0 {
		p.Blocks = []Block{{Service: "HOSPITAL_JOURNAL", Since: w.Today().AddDate(0, -2, 0)}}
	}
	return p
}

// AddressIn returns an address in a municipality.
func AddressIn(r *rand.Rand, m Municipality) Address {
	return Address{Street: fmt.Sprintf("%s %d", Pick(r, streets), 1+r.IntN(120)), PostalCode: m.postalCode, City: m.city, Municipality: m.Number, MunicipalityName: m.name}
}

// Region returns the health region of a municipality: NORD, MIDT, VEST or SOR_OST.
func Region(municipalityNumber string) string {
	for _, m := range Municipalities {
		if m.Number == municipalityNumber {
			return m.region
		}
	}
	return "SOR_OST"
}
