package pasientjournal

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

const (
	documentTypes = fhir.VolvenOID + "9602"
	categories    = fhir.VolvenOID + "9060" // of health personnel
	actReasons    = "http://terminology.hl7.org/CodeSystem/v3-ActReason"

	// patientExtension ends the URL of the AuditEvent profile's extension.
	patientExtension = "/auditevent-patient-extension"
	// personEntity is the audit-entity-type of a person.
	personEntity = "1"
)

// referenceWire is a DocumentReference.
type referenceWire struct {
	Status        string                 `json:"status"`
	Meta          fhir.Meta              `json:"meta"`
	Type          *fhir.CodeableConcept  `json:"type"`
	Subject       fhir.Reference         `json:"subject"`
	Date          string                 `json:"date"`
	Author        []fhir.Reference       `json:"author"`
	SecurityLabel []fhir.CodeableConcept `json:"securityLabel"`
	Content       []struct {
		Attachment struct {
			ContentType string `json:"contentType"`
			URL         string `json:"url"`
			Title       string `json:"title"`
			Creation    string `json:"creation"`
		} `json:"attachment"`
	} `json:"content"`
}

// tally is what went wrong in the pages read so far.
type tally struct {
	partial bool // a hospital behind the region did not answer
	faults  int  // records that could not be used
}

// bundle decodes a page and hands each resource of the kind asked for to one,
// which returns Mismatch for a record about somebody else. A record that does
// not decode is one fault; the page is Garbled when nothing in it could be
// read, and Mismatch when all of it was about others.
func (t *tally) bundle(r *sources.Response, kind string, one func(fhir.Part) error) (*fhir.Bundle[fhir.Part], error) {
	b := new(fhir.Bundle[fhir.Part])
	if r.Status == http.StatusNotFound {
		return b, unknownPatient(r.Body)
	}
	if err := sources.DecodeJSON(r.Body, b); err != nil {
		return nil, err
	}
	if b.ResourceType != "Bundle" || b.Type != "searchset" {
		return nil, sources.Garbled
	}
	own, foreign, faults := 0, 0, 0
	for _, e := range b.Entry {
		is, ok := e.Resource.Type()
		var err error
		switch {
		case !ok:
			err = sources.Garbled
		case is == kind:
			err = one(e.Resource)
		}
		switch {
		case errors.Is(err, sources.Mismatch):
			foreign++
		case err != nil:
			faults++
		case is == kind:
			own++
		case is == "OperationOutcome":
			t.partial = true
		}
	}
	r.Foreign(foreign)
	t.faults += faults
	switch {
	case own == 0 && foreign > 0:
		return nil, sources.Mismatch
	case own == 0 && faults > 0:
		return nil, sources.Garbled
	}
	return b, nil
}

// unknownPatient is nil when the register itself says that it has nothing on
// the patient. Any other 404 is a wrong address, and no answer.
func unknownPatient(body []byte) error {
	var o fhir.OperationOutcome
	if err := sources.DecodeJSON(body, &o); err != nil {
		return err
	}
	if o.Has("not-found") {
		return nil
	}
	return sources.Garbled
}

// listing gathers a region's documents, hidden ones too.
type listing struct {
	tally
	at      endpoint
	records []record
}

type record struct {
	document JournalDocument
	labels   []string
}

func (l *listing) read(r *sources.Response, subject fnr.Number) (*fhir.Bundle[fhir.Part], error) {
	return l.bundle(r, "DocumentReference", func(part fhir.Part) error {
		var w referenceWire
		if part.Decode(&w) != nil {
			return sources.Garbled
		}
		if !w.Subject.About(subject) {
			return sources.Mismatch
		}
		ref, ok := w.ref(l.at.Client)
		if !ok || w.Status != "current" || strings.Contains(ref.key(), subject.Digits()) {
			l.faults++
			return nil
		}
		l.records = append(l.records, record{w.document(ref), w.labels()})
		return nil
	})
}

// ref reads where the content lies from the attachment's address, which must
// be the region's own.
func (w *referenceWire) ref(at *sources.Client) (DocumentRef, bool) {
	if len(w.Content) == 0 {
		return DocumentRef{}, false
	}
	q, err := at.NextPage(w.Content[0].Attachment.URL, contentPath)
	if err != nil {
		return DocumentRef{}, false
	}
	r := DocumentRef{Region(at.Region()), q.Get("documentUniqueId"), q.Get("repositoryUniqueId"), q.Get("homeCommunityId")}
	return r, r.UniqueID != "" && r.RepositoryID != "" && r.HomeCommunityID != ""
}

func (r DocumentRef) key() string {
	return strings.Join([]string{string(r.Region), r.HomeCommunityID, r.RepositoryID, r.UniqueID}, "|")
}

// labels are the codes of list 9603, wherever they stand.
func (w *referenceWire) labels() []string {
	codings := slices.Clone(w.Meta.Security)
	for _, concept := range w.SecurityLabel {
		codings = append(codings, concept.Coding...)
	}
	return fhir.AccessLabels(codings)
}

func (w *referenceWire) document(ref DocumentRef) JournalDocument {
	a := w.Content[0].Attachment
	d := JournalDocument{
		Key: ref.key(), Ref: ref, Region: ref.Region,
		Title:       text(a.Title),
		Type:        named(w.Type.In(documentTypes), typeNames),
		CreatedAt:   fhir.ParseInstant(cmp.Or(a.Creation, w.Date)),
		ContentType: fhir.String(a.ContentType),
	}
	for _, author := range w.Author {
		if name := text(author.Display); name != nil {
			d.Author = &Author{name}
			break
		}
	}
	return d
}

// accesses gathers a region's look-ups, each with the documents it was of.
type accesses struct {
	tally
	region Region
	rows   []lookup
}

type lookup struct {
	access    JournalAccess
	documents []string // "" for what is no document we can name
}

func (a *accesses) read(r *sources.Response, subject fnr.Number) (*fhir.Bundle[fhir.Part], error) {
	return a.bundle(r, "AuditEvent", func(part fhir.Part) error {
		var w fhir.AuditEvent
		if part.Decode(&w) != nil {
			return sources.Garbled
		}
		if w.ID == "" {
			return sources.Garbled
		}
		for _, e := range w.Extension {
			if strings.HasSuffix(e.URL, patientExtension) && e.Reference().About(subject) {
				a.rows = append(a.rows, lookupOf(&w, a.region))
				return nil
			}
		}
		return sources.Mismatch
	})
}

func lookupOf(w *fhir.AuditEvent, region Region) lookup {
	l := lookup{access: JournalAccess{Key: string(region) + "|" + w.ID, At: fhir.ParseInstant(w.Recorded), Region: region}}
	for _, p := range w.PurposeOfEvent {
		if l.access.Purpose = named(p.In(actReasons), purposeNames); l.access.Purpose != nil {
			break
		}
	}
	for _, a := range w.Agent {
		// Others may be programs.
		if l.access.Who = personnel(w.Contained, a.Who); l.access.Who != nil {
			break
		}
	}
	for _, e := range w.Entity {
		if e.Type.Code != personEntity {
			l.documents = append(l.documents, strings.TrimPrefix(e.What.Identifier.Value, "urn:oid:"))
		}
	}
	return l
}

// personnel is who looked.
func personnel(c fhir.Contained, who fhir.Reference) *JournalPersonnel {
	role := c.Find(who)
	p := &JournalPersonnel{}
	for _, code := range role.Code {
		if p.Role = code.In(categories); p.Role != nil {
			break
		}
	}
	if n := c.Find(role.Practitioner).PersonName(); n != nil && text(n.Full) != nil {
		p.Name = n
	}
	var unit []string
	for o := c.Find(role.Organization); len(unit) < 3; o = c.Find(o.PartOf) {
		name := o.OrganizationName()
		if name == "" {
			break
		}
		unit = append(unit, name)
	}
	p.Unit = text(strings.Join(unit, ", "))
	if *p == (JournalPersonnel{}) {
		return nil
	}
	return p
}

// text is what somebody wrote, or nil when it is empty or an identity number
// stands in it.
func text(s string) *string {
	var digits []byte
	for _, c := range s + "." {
		switch {
		case unicode.IsDigit(c):
			if len(digits) <= 11 { // beyond, it is no identity number whatever follows
				digits = utf8.AppendRune(digits, c)
			}
		case c != ' ' && len(digits) > 0:
			if _, err := fnr.Parse(string(digits)); err == nil {
				return nil
			}
			digits = digits[:0]
		}
	}
	return fhir.String(strings.TrimSpace(s))
}

// named gives a code its Norwegian name, when the register gave none.
func named(c *fhir.Coding, names map[string]string) *fhir.Coding {
	if c != nil && c.Display == nil {
		c.Display = fhir.String(names[c.Code])
	}
	return c
}
