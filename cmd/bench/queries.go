package main

import "encoding/json"

// selection is read for each person, from five registers. It has no ids: those
// are the gateway's own, and the floor has none.
const selection = `
  name { full }
  generalPractitioner {
    practitioner { name { full } hprNumber }
    office { name phone address { lines postalCode city } }
    since
    patientList { capacity waiting }
  }
  prescriptions(first: 50) {
    totalCount
    nodes {
      status { code display }
      medication { name atc { code display } prescriptionGroup }
      dosage issuedOn validUntil refills
      prescriber { name { full } hprNumber }
      dispenses { dispensedOn quantity { value unit } pharmacy { name } }
    }
  }
  summaryCareRecord {
    status
    criticalInformation {
      allergies { substance { code display } text criticality verificationStatus recordedOn }
      conditions { code { code display } text recordedOn }
    }
  }
  hospitalJournal {
    documents(first: 50) { totalCount complete nodes { title type { code } createdAt region author { name } contentType } }
  }
  exemptionCard {
    year
    paid { amount currency }
    remaining { amount currency }
    coPayments(first: 50) { totalCount nodes { paidOn provider serviceType { code } amount { amount currency } countsTowardsCeiling } }
  }`

// everyday is what people come for first, read from four registers more.
const everyday = `
  appointments(first: 50) { totalCount nodes { status start end instructions category { code } } }
  referrals(first: 50) { totalCount nodes { status priority indication receivedOn treatmentDeadline } }
  generalPractitionerChange { changesLeft changesUsed waitingList { position total } }
  healthContacts { complete parts { register status } nodes { kind name { full } role team organization { name } phone since until } }`

const (
	everydayQuery = "query Services { viewer { person {" + selection + everyday + " } } }"
	healthQuery   = "query Health { viewer { person {" + selection + " } } }"
	familyQuery   = "query Family { viewer { represents { person {" + selection + " } } } }"
)

// graphQL is a query as an HTTP request.
func graphQL(query string) request {
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		return request{}
	}
	return request{"/graphql", body}
}
