package main

import "slices"

// kind is one kind of query in the mix.
type kind struct {
	name  string
	query string
	field string // the path to what its register gives
	needs []string
	open  bool // asked by nobody
}

// privacy is what every decision rests on, and log what every use is told to.
var foundation = []string{"personvern.settings", "folkeregister.persontjenesten", "usagelog"}

var hospitals = []string{"pasientjournal.NORD", "pasientjournal.MIDT", "pasientjournal.VEST", "pasientjournal.SOR_OST"}

// The selections on a person, each of one register.
const (
	selectGP            = `generalPractitioner { since role practitioner { name { full } hprNumber } office { name } patientList { capacity } }`
	selectPrescriptions = `prescriptions(first: 50) { nodes { id issuedOn dosage status { code } medication { name atc { code } } prescriber { name { full } } dispenses { dispensedOn } } }`
	selectRecord        = `summaryCareRecord { status criticalInformation { allergies { id text recordedOn substance { code } } conditions { id kind text code { code } } } }`
	selectJournal       = `hospitalJournal { documents(first: 100) { complete nodes { id title createdAt region author { name } } } }`
	selectCard          = `exemptionCard { year status validUntil paid { amount } coPayments(first: 50) { nodes { id paidOn provider amount { amount } } } }`
	selectContact       = `contact { email mobile reserved }`
	// A register that leaves a consent out says that none was given: level and
	// sharing are told by what is not there, and are nobody else's for that.
	selectPrivacy = `privacy { consent { givenOn } blocks { service since } }`
)

const onPerson = "viewer.person."

// kinds are the queries there are; the last one asks for everything.
func kinds() []kind {
	all := []kind{
		{name: "gp", query: selectGP, field: "generalPractitioner", needs: []string{"fastlegeregister"}},
		{name: "prescriptions", query: selectPrescriptions, field: "prescriptions", needs: []string{"reseptformidler"}},
		{name: "record", query: selectRecord, field: "summaryCareRecord", needs: []string{"kjernejournal"}},
		{name: "journal", query: selectJournal, field: "hospitalJournal.documents", needs: hospitals},
		{name: "card", query: selectCard, field: "exemptionCard", needs: []string{"frikort"}},
		{name: "contact", query: selectContact, field: "contact", needs: []string{"folkeregister.krr"}},
		{name: "privacy", query: selectPrivacy, field: "privacy"},
	}
	everything, needs := "", []string(nil)
	for i := range all {
		k := &all[i]
		everything += " " + k.query
		needs = append(needs, k.needs...)
		k.query, k.field = "{ viewer { person { name { full } "+k.query+" } } }", onPerson+k.field
		k.needs = append(slices.Clone(foundation), k.needs...)
	}
	powers := "represents { relation person { id name { full } } }"
	return append(all,
		kind{name: "represents", query: "{ viewer { " + powers + " } }", field: "viewer.represents", needs: []string{"personvern.powers", "personvern.settings", "folkeregister.persontjenesten"}},
		kind{
			name: "search", query: `{ generalPractitioners(municipality: "0301", first: 5) { nodes { practitioner { name { full } } } } }`,
			field: "generalPractitioners", needs: []string{"fastlegeregister"}, open: true,
		},
		kind{
			name: "everything", query: "{ viewer { person { name { full }" + everything + " } " + powers + " } }",
			needs: slices.Concat(foundation, needs, []string{"personvern.powers"}),
		},
	)
}

// named is the kind of a name.
func named(all []kind, name string) *kind {
	i := slices.IndexFunc(all, func(k kind) bool { return k.name == name })
	return &all[i]
}

// uses tells whether a kind asks an endpoint.
func (k *kind) uses(e *endpoint) bool { return slices.Contains(k.needs, e.key) }
