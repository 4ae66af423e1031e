package pasientjournal

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"helsegraf/graph/policy"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
)

const (
	documentTypes = fhir.VolvenOID + "9602"
	// personEntity is the audit-entity-type of a person.
	personEntity = "1"
)

// referenceWire is a DocumentReference.
type referenceWire struct {
	fhir.Resource
	Type          *fhir.CodeableConcept  `json:"type"`
	Date          string                 `json:"date"`
	Description   string                 `json:"description"`
	Author        []fhir.Reference       `json:"author"`
	SecurityLabel []fhir.CodeableConcept `json:"securityLabel"`
	Content       []struct {
		Attachment attachment `json:"attachment"`
	} `json:"content"`
}

type attachment struct {
	ContentType string `json:"contentType"`
	URL         string `json:"url"`
	Title       string `json:"title"`
	Creation    string `json:"creation"`
}

// listing collects a region's documents, including hidden ones.
type listing struct {
	set     *fhir.Searchset
	found   *fhir.Records[*referenceWire]
	region  Region
	records []record
	unfound int // documents whose content cannot be located
	faults  int // records filed wrongly
}

type record struct {
	nhn.Row[JournalDocument]
	labels []string
}

func newListing(region Region, subject fnr.Number) *listing {
	set := fhir.NewSearchset(subject)
	return &listing{set: set, found: fhir.Collect[referenceWire](set, "DocumentReference", true, fhir.Patient[*referenceWire]), region: region}
}

// read makes documents of what has been received. One whose content cannot be
// located is left out, and missing; one without a label, or with an unknown one,
// is hidden, and only operators can tell.
func (l *listing) read(subject fnr.Number) {
	l.records, l.unfound, l.faults = l.records[:0], 0, l.found.Faults
	for _, w := range l.found.Standing {
		if w.Status != "current" {
			l.faults++
			continue
		}
		ref, a, ok := w.ref(l.region)
		if !ok || strings.Contains(ref.key(), subject.Digits()) {
			l.unfound++
			l.faults++
			continue
		}
		labels := w.labels()
		if len(labels) == 0 || slices.ContainsFunc(labels, func(label string) bool { return !policy.KnownLabel(label) }) {
			l.faults++
		}
		l.records = append(l.records, record{nhn.Row[JournalDocument]{Position: nhn.PositionOf(w.Date, ref.key()), Value: w.document(subject, ref, a)}, labels})
	}
}

// ref finds the content's location in the attachment URLs. Only the ids in a URL
// are used: content is fetched from the configured address, whatever host the
// URL names.
func (w *referenceWire) ref(region Region) (DocumentRef, attachment, bool) {
	for _, c := range w.Content {
		u, err := url.Parse(strings.TrimSpace(c.Attachment.URL))
		if err != nil {
			continue
		}
		q := u.Query()
		r := DocumentRef{region, q.Get("documentUniqueId"), q.Get("repositoryUniqueId"), q.Get("homeCommunityId")}
		if r.UniqueID != "" && r.RepositoryID != "" {
			return r, c.Attachment, true
		}
	}
	return DocumentRef{}, attachment{}, false
}

func (r DocumentRef) key() string {
	return strings.Join([]string{string(r.Region), r.HomeCommunityID, r.RepositoryID, r.UniqueID}, "|")
}

// labels are the codes of list 9603, in any element.
func (w *referenceWire) labels() []string {
	codings := slices.Clone(w.Meta.Security)
	for _, concept := range w.SecurityLabel {
		codings = append(codings, concept.Coding...)
	}
	return fhir.AccessLabels(codings)
}

func (w *referenceWire) document(subject fnr.Number, ref DocumentRef, a attachment) JournalDocument {
	d := JournalDocument{
		ID: fhir.RecordID{Subject: subject, Key: ref.key()}, Ref: ref, Region: ref.Region,
		Title:       cmp.Or(fhir.PlainText(a.Title), fhir.PlainText(w.Description)),
		Type:        w.Type.Said(documentTypes).Named(typeNames),
		CreatedAt:   cmp.Or(fhir.ParseInstant(a.Creation), fhir.ParseInstant(w.Date)),
		ContentType: fhir.String(a.ContentType),
	}
	for _, author := range w.Author {
		by := w.Party(author)
		name := fhir.PlainText(by.Display)
		if name == nil && by.Name != nil {
			name = fhir.PlainText(by.Name.Full)
		}
		if name = cmp.Or(name, fhir.PlainText(strings.Join(by.Unit().Names, ", "))); name != nil {
			d.Author = &fhir.Author{Name: name}
			break
		}
	}
	return d
}

// accesses collects a region's look-ups, each with its documents.
type accesses struct {
	set    *fhir.Searchset
	found  *fhir.Records[*nhn.Look]
	region Region
	rows   []lookup
	faults int // look-ups without an id
}

type lookup struct {
	nhn.Row[JournalAccess]
	documents []string // "" for a document that cannot be identified
}

func newAccesses(region Region, subject fnr.Number) *accesses {
	set := fhir.NewSearchset(subject)
	return &accesses{set: set, found: fhir.Collect[nhn.Look](set, "AuditEvent", true, nhn.Looked), region: region}
}

// read makes look-ups of what has been received.
func (a *accesses) read() {
	a.rows, a.faults = a.rows[:0], 0
	for _, l := range a.found.Standing {
		if l.ID == "" {
			a.faults++
			continue
		}
		a.rows = append(a.rows, lookupOf(l, a.region))
	}
}

func lookupOf(l *nhn.Look, region Region) lookup {
	a := l.Access(fhir.RecordID{})
	row := lookup{Row: nhn.Row[JournalAccess]{
		Position: nhn.PositionOf(l.Recorded, string(region)+"|"+l.ID),
		Value:    JournalAccess{At: a.At, Who: a.Who, Purpose: a.Purpose, Region: region},
	}}
	for _, e := range l.Entity {
		if e.Type.Code != personEntity {
			row.documents = append(row.documents, plainID(e.What.Identifier.Value))
		}
	}
	return row
}

// plainID is an OID without the URN prefix.
func plainID(oid string) string { return strings.TrimPrefix(oid, "urn:oid:") }
