package personvern

import "helsegraf/graph/policy"

// Definitions (definisjonGuid), in lower case. Those of kjernejournal are
// published: reservation; restriction of the record and its documents; own
// access blocked, either entirely or to visits, where policy knows only the
// former. All others are invented. Akuttsperre needs none: any restriction
// missing from the tables is one.
const (
	piReserved            = "b39f778a-07e3-41ea-99c7-eb332ad45c82"
	piRestricted          = "86f64955-fb61-4e5e-8a0c-7d7728363891"
	piRestrictedDocuments = "f0a455c5-c95f-4382-9cf0-4481a732a694"
	piOwnAccess           = "36870d8a-b37b-4386-8689-c656005cb296"
	piInactive            = "c105ed00-0000-4000-8000-0000000000ff"
	piYouthAccess         = "0be20000-0000-4000-8000-000000000010"
)

var blockedServices = map[string]policy.Service{
	piOwnAccess:                            policy.SummaryCareRecord,
	"c8ed0076-7482-4566-81f9-a41f2179b0ae": policy.SummaryCareRecord,

	"c105ed00-0000-4000-8000-000000000001": policy.Profile,
	"c105ed00-0000-4000-8000-000000000002": policy.GPInformation,
	"c105ed00-0000-4000-8000-000000000003": policy.ChangeGP,
	"c105ed00-0000-4000-8000-000000000004": policy.ExemptionCard,
	"c105ed00-0000-4000-8000-000000000005": policy.HealthRegisters,
	"c105ed00-0000-4000-8000-000000000006": policy.Research,
	"c105ed00-0000-4000-8000-000000000007": policy.HospitalJournal,
	"c105ed00-0000-4000-8000-000000000008": policy.Medication,
	"c105ed00-0000-4000-8000-000000000009": policy.Vaccination,
	"c105ed00-0000-4000-8000-00000000000a": policy.TestResult,
	"c105ed00-0000-4000-8000-00000000000b": policy.Appointment,
	"c105ed00-0000-4000-8000-00000000000c": policy.Referral,
	"c105ed00-0000-4000-8000-00000000000d": policy.HealthContact,
	"c105ed00-0000-4000-8000-00000000000e": policy.Message,
	"c105ed00-0000-4000-8000-00000000000f": policy.GPDialogue,
	"c105ed00-0000-4000-8000-000000000010": policy.DocumentArchive,
	"c105ed00-0000-4000-8000-000000000011": policy.PatientTravel,
	"c105ed00-0000-4000-8000-000000000012": policy.DonorCard,
	"c105ed00-0000-4000-8000-000000000013": policy.Tools,
}

var levels = map[string]policy.Level{
	"0be20000-0000-4000-8000-000000000001": policy.Basis,
	"0be20000-0000-4000-8000-000000000002": policy.BasisPlus,
	"0be20000-0000-4000-8000-000000000003": policy.Full,
}

var purposes = map[string]Purpose{
	"0be20000-0000-4000-8000-000000000021": PatientCare,
	"0be20000-0000-4000-8000-000000000022": Statistics,
	"0be20000-0000-4000-8000-000000000023": Prevention,
	"0be20000-0000-4000-8000-000000000024": Preparedness,
	"0be20000-0000-4000-8000-000000000025": Analysis,
	"0be20000-0000-4000-8000-000000000026": Research,
}
