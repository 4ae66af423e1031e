package helsearkiv

import (
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
)

// ArchivedDocument is a document in the archive. Fields the register left out are
// nil.
type ArchivedDocument struct {
	ID          fhir.RecordID
	Kind        *ArchivedDocumentKind
	Title       *string
	SavedAt     *time.Time
	From        *fhir.Organization
	Status      *ArchivedDocumentStatus
	ContentType *string
	// Grant is what the document was released under, for the link to its content.
	Grant policy.Grant
	// Binary is the id of its content; "" when there is none to be had.
	Binary string
}

// ArchivedDocumentKind is what a document is.
type ArchivedDocumentKind string

// The kinds.
const (
	JournalDocument ArchivedDocumentKind = "JOURNAL_DOCUMENT"
	Attachment      ArchivedDocumentKind = "ATTACHMENT"
	Summons         ArchivedDocumentKind = "SUMMONS"
	Letter          ArchivedDocumentKind = "LETTER"
	Form            ArchivedDocumentKind = "FORM"
)

// ArchivedDocumentStatus is whether a document still holds.
type ArchivedDocumentStatus string

// The statuses.
const (
	Current   ArchivedDocumentStatus = "CURRENT"
	Replaced  ArchivedDocumentStatus = "REPLACED"
	Withdrawn ArchivedDocumentStatus = "WITHDRAWN"
)
