package pasientjournal

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

const (
	documentTypes = fhir.VolvenOID + "9602"
	accessLabels  = fhir.VolvenOID + "9603"
	categories    = fhir.VolvenOID + "9060" // of health personnel
	actReasons    = "http://terminology.hl7.org/CodeSystem/v3-ActReason"

	// patientExtension ends the URL of the AuditEvent profile's extension.
	patientExtension = "/auditevent-patient-extension"
	// personEntity is the audit-entity-type of a person.
	personEntity = "1"
)

// referenceWire is a DocumentReference.
type referenceWire struct {
	Status string `json:"status"`
	Meta   struct {
		Security []fhir.CodingWire `json:"security"`
	} `json:"meta"`
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

// eventWire is an AuditEvent.
type eventWire struct {
	ID        string `json:"id"`
	Recorded  string `json:"recorded"`
	Extension []struct {
		URL   string         `json:"url"`
		Value fhir.Reference `json:"valueReference"`
	} `json:"extension"`
	Contained      []containedWire        `json:"contained"`
	PurposeOfEvent []fhir.CodeableConcept `json:"purposeOfEvent"`
	Agent          []struct {
		Who fhir.Reference `json:"who"`
	} `json:"agent"`
	Entity []struct {
		Type fhir.CodingWire `json:"type"`
		What fhir.Reference  `json:"what"`
	} `json:"entity"`
}

// containedWire is a PractitionerRole, Practitioner or Organization. Only an
// Organization's name is a text, so it is decoded when the kind is known.
type containedWire struct {
	ResourceType string                 `json:"resourceType"`
	ID           string                 `json:"id"`
	Practitioner fhir.Reference         `json:"practitioner"`
	Organization fhir.Reference         `json:"organization"`
	PartOf       fhir.Reference         `json:"partOf"`
	Code         []fhir.CodeableConcept `json:"code"`
	Name         jsontext.Value         `json:"name"`
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
func (t *tally) bundle(r *sources.Response, kind string, one func(jsontext.Value) error) (*fhir.Bundle, error) {
	b := new(fhir.Bundle)
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
		var is fhir.Resource
		err := sources.DecodeJSON(e.Resource, &is)
		if err == nil && is.ResourceType == kind {
			err = one(e.Resource)
		}
		switch {
		case errors.Is(err, sources.Mismatch):
			foreign++
		case err != nil:
			faults++
		case is.ResourceType == kind:
			own++
		case is.ResourceType == "OperationOutcome":
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
	for _, issue := range o.Issue {
		if o.ResourceType == "OperationOutcome" && issue.Code == "not-found" {
			return nil
		}
	}
	return sources.Garbled
}

// about tells whether a reference names the subject by number.
func about(r fhir.Reference, subject fnr.Number) bool {
	i := r.Identifier
	return i.Value == subject.Digits() && (i.System == "" || i.System == subject.System())
}

// listing gathers a region's documents, hidden ones too.
type listing struct {
	tally
	at      *sources.Client
	records []record
}

type record struct {
	document JournalDocument
	labels   []string
}

func (l *listing) read(r *sources.Response, subject fnr.Number) (*fhir.Bundle, error) {
	return l.bundle(r, "DocumentReference", func(raw jsontext.Value) error {
		var w referenceWire
		if err := sources.DecodeJSON(raw, &w); err != nil {
			return err
		}
		if !about(w.Subject, subject) {
			return sources.Mismatch
		}
		ref, ok := w.ref(l.at)
		if !ok || w.Status != "current" || strings.Contains(ref.key(), subject.Digits()) {
			l.faults++
			return nil
		}
		l.records = append(l.records, record{w.document(ref), w.labels()})
		return nil
	})
}

// shown are the documents that the holder of g may see, each once, and how
// many records could not be judged. A document listed twice is shown when every
// copy may be.
func (l *listing) shown(g policy.Grant) ([]JournalDocument, int) {
	faults := l.faults
	done := map[DocumentRef]bool{}
	for _, r := range l.records {
		if !g.Shows(r.labels...) {
			done[r.document.Ref] = true
		}
		if len(r.labels) == 0 || slices.ContainsFunc(r.labels, func(label string) bool { return !policy.KnownLabel(label) }) {
			faults++
		}
	}
	var documents []JournalDocument
	for _, r := range l.records {
		if !done[r.document.Ref] {
			done[r.document.Ref] = true
			r.document.Grant = g
			documents = append(documents, r.document)
		}
	}
	return documents, faults
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

// labels are the codes of list 9603, wherever they stand. A code without a
// system may be one of them, and is taken for one: it is better hidden.
func (w *referenceWire) labels() []string {
	codings := slices.Clone(w.Meta.Security)
	for _, concept := range w.SecurityLabel {
		codings = append(codings, concept.Coding...)
	}
	var labels []string
	for _, c := range codings {
		if system := fhir.NormalSystem(c.System); system == accessLabels || system == "" {
			labels = append(labels, c.Code)
		}
	}
	return labels
}

func (w *referenceWire) document(ref DocumentRef) JournalDocument {
	a := w.Content[0].Attachment
	d := JournalDocument{
		Key: ref.key(), Ref: ref, Region: ref.Region,
		Title:       text(a.Title),
		Type:        named(w.Type.In(documentTypes), typeNames),
		CreatedAt:   instant(cmp.Or(a.Creation, w.Date)),
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

func (a *accesses) read(r *sources.Response, subject fnr.Number) (*fhir.Bundle, error) {
	return a.bundle(r, "AuditEvent", func(raw jsontext.Value) error {
		var w eventWire
		if err := sources.DecodeJSON(raw, &w); err != nil {
			return err
		}
		if w.ID == "" {
			return sources.Garbled
		}
		for _, e := range w.Extension {
			if strings.HasSuffix(e.URL, patientExtension) && about(e.Value, subject) {
				a.rows = append(a.rows, w.lookup(a.region))
				return nil
			}
		}
		return sources.Mismatch
	})
}

// of are the look-ups that were of these documents and no others, each once.
func (a *accesses) of(shown []JournalDocument) []JournalAccess {
	open := map[string]bool{}
	for _, d := range shown {
		open[d.Ref.UniqueID] = true
	}
	seen := map[string]bool{}
	var rows []JournalAccess
	for _, r := range a.rows {
		hidden := slices.ContainsFunc(r.documents, func(id string) bool { return !open[id] })
		if !hidden && !seen[r.access.Key] {
			seen[r.access.Key] = true
			rows = append(rows, r.access)
		}
	}
	return rows
}

func (w *eventWire) lookup(region Region) lookup {
	l := lookup{access: JournalAccess{Key: string(region) + "|" + w.ID, At: instant(w.Recorded), Region: region}}
	for _, p := range w.PurposeOfEvent {
		if l.access.Purpose = named(p.In(actReasons), purposeNames); l.access.Purpose != nil {
			break
		}
	}
	for _, a := range w.Agent {
		// Others may be programs.
		if l.access.Who = w.personnel(a.Who); l.access.Who != nil {
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

// personnel is who looked. Identifiers are not decoded at all.
func (w *eventWire) personnel(who fhir.Reference) *JournalPersonnel {
	role := w.find(who)
	p := &JournalPersonnel{}
	for _, c := range role.Code {
		if p.Role = c.In(categories); p.Role != nil {
			break
		}
	}
	var names []struct {
		Given  []string `json:"given"`
		Family string   `json:"family"`
	}
	if sources.DecodeJSON(w.find(role.Practitioner).Name, &names) == nil && len(names) > 0 {
		if n := fhir.Named(strings.Join(names[0].Given, " "), "", names[0].Family); n != nil && text(n.Full) != nil {
			p.Name = n
		}
	}
	var unit []string
	for at := role.Organization; len(unit) < 3; {
		o := w.find(at)
		var name string
		if sources.DecodeJSON(o.Name, &name) != nil || name == "" {
			break
		}
		unit, at = append(unit, name), o.PartOf
	}
	p.Unit = text(strings.Join(unit, ", "))
	if *p == (JournalPersonnel{}) {
		return nil
	}
	return p
}

// find is the contained resource that r points to, or none.
func (w *eventWire) find(r fhir.Reference) containedWire {
	id, local := strings.CutPrefix(r.Reference, "#")
	for _, c := range w.Contained {
		if local && c.ID == id {
			return c
		}
	}
	return containedWire{}
}

// instant reads a FHIR instant or a date. A year or a month is no instant.
func instant(s string) *time.Time {
	for _, layout := range []string{time.RFC3339Nano, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return &t
		}
	}
	return nil
}

// text is what somebody wrote, or nil when it is empty or an identity number
// stands in it.
func text(s string) *string {
	digits := ""
	for _, c := range s + "." {
		switch {
		case unicode.IsDigit(c):
			if len(digits) <= 11 { // beyond, it is no identity number whatever follows
				digits += string(c)
			}
		case c != ' ':
			if _, err := fnr.Parse(digits); err == nil {
				return nil
			}
			digits = ""
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

// typeNames are those of the common codes of list 9602.
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

// purposeNames are the reasons for looking.
var purposeNames = map[string]string{
	"TREAT":  "Behandling",
	"ETREAT": "Øyeblikkelig hjelp",
	"COC":    "Koordinering av behandling",
}
