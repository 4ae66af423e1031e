package pasientjournal

import (
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
)

// Region is a health region (helseregion).
type Region string

// The health regions.
const (
	Nord   Region = "NORD"
	Midt   Region = "MIDT"
	Vest   Region = "VEST"
	SorOst Region = "SOR_OST"
)

// JournalDocument is a document in a hospital journal (journaldokument).
type JournalDocument struct {
	// Key names the document among those of all regions.
	Key string
	// Title is as the hospital wrote it.
	Title *string
	// Type is of code list 9602, with its Norwegian name.
	Type *fhir.Coding
	// CreatedAt is when it was made. A date without a time is its midnight in
	// UTC, which is the same day in Norway.
	CreatedAt *time.Time
	Region    Region
	Author    *Author
	// ContentType is the media type, "application/pdf" most often.
	ContentType *string
	// Ref is what [Client.Content] takes.
	Ref DocumentRef
	// Grant is what the document was released under, for the link to its
	// content. The schema does not show it.
	Grant policy.Grant
}

// Author is who wrote a document: a department or a person.
type Author struct {
	Name *string
}

// DocumentRef is where a document's content lies. It holds nothing about the
// person and is comparable. Alone it opens nothing: [Client.Content] takes a
// Grant too.
type DocumentRef struct {
	Region          Region
	UniqueID        string
	RepositoryID    string
	HomeCommunityID string // an OID, "urn:oid:…"
}

// RegionDocuments is what one region gave.
type RegionDocuments struct {
	Region Region
	// Documents are those the holder of the Grant may see, newest first.
	Documents []JournalDocument
	// Partial tells that a hospital behind the region did not answer.
	Partial bool
	// DataFaults is how many records could not be shown because the register
	// filed them wrongly: no label, an unknown one, or an address elsewhere. It
	// is for the operators, and never for who asked.
	DataFaults int
}

// JournalAccess is one look into the journal by health personnel (oppslag).
type JournalAccess struct {
	// Key names the look-up among those of all regions.
	Key string
	At  *time.Time
	Who *JournalPersonnel
	// Purpose is why, in v3-ActReason, with its Norwegian name.
	Purpose *fhir.Coding
	Region  Region
}

// JournalPersonnel is health personnel by name, role and unit.
type JournalPersonnel struct {
	Name *fhir.HumanName
	// Role is of code list 9060, "LE" for a doctor.
	Role *fhir.Coding
	// Unit is the department and the hospital.
	Unit *string
}
