package pasientjournal

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
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
	// ID identifies the document across all regions.
	ID fhir.RecordID
	// Title is the hospital's own wording.
	Title *string
	// Type is from code list 9602, with its Norwegian name.
	Type *fhir.Coding
	// CreatedAt is when the document was made. A date without a time is midnight
	// UTC, which is the same day in Norway.
	CreatedAt *time.Time
	Region    Region
	Author    *fhir.Author
	// ContentType is the media type, usually "application/pdf".
	ContentType *string
	// Ref is the argument to [Client.Content].
	Ref DocumentRef
	// Grant is what the document was released under, for the link to its content.
	// It is not in the schema.
	Grant policy.Grant
}

// DocumentRef locates a document's content. It holds nothing about the person
// and is comparable. It opens nothing by itself: [Client.Content] needs a Grant
// too.
type DocumentRef struct {
	Region          Region
	UniqueID        string
	RepositoryID    string
	HomeCommunityID string // an OID, "urn:oid:…", or ""
}

// RegionDocuments is a part of one region's documents: those that the holder of
// the Grant may see. It is not complete when a hospital in the region did not
// answer, or some documents could not be read or found.
type RegionDocuments struct {
	Region Region
	nhn.Rows[JournalDocument]
	// DataFaults is how many records were hidden because the register filed them
	// wrongly: no label, an unknown one, or a content address elsewhere. It is
	// for operators, never for citizens.
	DataFaults int
}

// releasedTo are the documents that were released under g.
func (d RegionDocuments) releasedTo(g policy.Grant) []JournalDocument {
	return slices.DeleteFunc(d.Values(), func(d JournalDocument) bool { return d.Grant != g })
}

// RegionAccess is a part of one region's access log.
type RegionAccess struct {
	Region Region
	nhn.Rows[JournalAccess]
}

// JournalAccess is one look into the journal by health personnel (oppslag).
type JournalAccess struct {
	At  *time.Time
	Who *nhn.JournalPersonnel
	// Purpose is the reason, from v3-ActReason, with its Norwegian name.
	Purpose *fhir.Coding
	Region  Region
}

// shown are the documents that the holder of g may see, each once. A document
// listed twice is shown only if every copy may be.
func (l *listing) shown(g policy.Grant) []nhn.Row[JournalDocument] {
	done := map[DocumentRef]bool{}
	for _, r := range l.records {
		if !g.Shows(r.labels...) {
			done[r.Value.Ref] = true
		}
	}
	var rows []nhn.Row[JournalDocument]
	for _, r := range l.records {
		if !done[r.Value.Ref] {
			done[r.Value.Ref] = true
			r.Value.Grant = g
			rows = append(rows, r.Row)
		}
	}
	return rows
}

// of are the look-ups of these documents only, each once.
func (a *accesses) of(shown []JournalDocument) []nhn.Row[JournalAccess] {
	open := map[string]bool{}
	for _, d := range shown {
		open[plainID(d.Ref.UniqueID)] = true
	}
	seen := map[string]bool{}
	var rows []nhn.Row[JournalAccess]
	for _, r := range a.rows {
		hidden := slices.ContainsFunc(r.documents, func(id string) bool { return !open[id] })
		if !hidden && !seen[r.Key] {
			seen[r.Key] = true
			rows = append(rows, r.Row)
		}
	}
	return rows
}

// typeNames are the names of common codes in list 9602.
var typeNames = map[string]string{
	"A03-2": "Epikrise",
	"A04-2": "Sykepleiesammenfatning",
	"A07-2": "Psykologsammenfatning",
	"A12-2": "Utskrivings-/Pasientorientering",
	"A13-2": "Poliklinisk epikrise",
	"B02-2": "Journalnotat",
	"B03-2": "Poliklinisk notat",
	"C01-2": "Medisinsk biokjemi",
	"C03-2": "Mikrobiologi, virologi og serologi",
	"C04-2": "Patologi, histologi og cytologi",
	"C07-2": "Allergiutredning",
	"D01-2": "Hjerte og kretsløp",
	"D02-2": "Lunge",
	"E01-2": "Diagnostiske bilder",
	"F01-2": "Kurve",
	"F02-2": "Anestesi- og opr. Rapporter",
	"F04-2": "Svangerskap og fødsel",
	"F09-2": "Ambulansejournal",
	"I01-2": "Henvisninger",
	"I02-2": "Brev",
	"J01-2": "Sykmeldinger og trygdesaker",
}

// filename is a name for a document's file: title, day, and an extension by
// media type.
func filename(d JournalDocument, media string) string {
	const longest = 60
	name := "Dokument"
	switch {
	case d.Title != nil:
		name = *d.Title
	case d.Type != nil && d.Type.Display != nil:
		name = *d.Type.Display
	}
	letters := []rune(strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || c == ' ' || c == '-' {
			return c
		}
		return '-'
	}, name))
	name = string(letters[:min(len(letters), longest)])
	if d.CreatedAt != nil {
		name += " " + d.CreatedAt.Format(time.DateOnly)
	}
	return name + map[string]string{"application/pdf": ".pdf", "application/xml": ".xml", "text/plain": ".txt"}[media]
}
