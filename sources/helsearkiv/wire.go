package helsearkiv

import (
	"cmp"
	"regexp"
	"strings"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
)

const systemKind = "http://helsenorge.no/fhir/CodeSystem/arkivdokument"

type documentWire struct {
	fhir.Resource
	Category    fhir.Concepts    `json:"category"`
	Date        string           `json:"date"`
	Description string           `json:"description"`
	Author      []fhir.Reference `json:"author"`
	Content     []struct {
		Attachment struct {
			ContentType string `json:"contentType"`
			Title       string `json:"title"`
			URL         string `json:"url"`
		} `json:"attachment"`
	} `json:"content"`
}

// Void is never true: a document that was withdrawn is listed as such.
func (*documentWire) Void() bool { return false }

// documents are those that the holder of g may see. One without an id cannot be told
// from others.
func documents(all *fhir.Records[*documentWire], g policy.Grant, subject fnr.Number) (found nhn.Found[ArchivedDocument], err error) {
	for _, w := range fhir.Once(all.Standing, func(w *documentWire) string { return w.ID }, func(w *documentWire) bool { return nhn.Shown(&w.Resource, g) }) {
		if w.ID == "" {
			return found, sources.Garbled
		}
		found.Rows = append(found.Rows, nhn.Row[ArchivedDocument]{Position: nhn.PositionOf(w.Date, w.ID), Value: w.model(g, subject)})
	}
	return found, nil
}

func (w *documentWire) model(g policy.Grant, subject fnr.Number) ArchivedDocument {
	d := ArchivedDocument{
		ID: fhir.RecordID{Subject: subject, Key: w.ID}, Kind: kind(fhir.In(w.Category, systemKind)), Title: fhir.String(w.Description),
		SavedAt: fhir.ParseInstant(w.Date), Status: w.status(), Grant: g,
	}
	for _, author := range w.Author {
		d.From = cmp.Or(d.From, w.Party(author).Office())
	}
	for _, c := range w.Content {
		if id := binaryID(c.Attachment.URL); id != "" && !strings.Contains(id, subject.Digits()) {
			d.Title, d.ContentType = cmp.Or(fhir.String(c.Attachment.Title), d.Title), fhir.String(c.Attachment.ContentType)
			if d.Status == nil || *d.Status != Withdrawn {
				d.Binary = id
			}
			break
		}
	}
	return d
}

var resourceID = regexp.MustCompile(`^[A-Za-z0-9.-]{1,64}$`)

// binaryID is the id in the address of a Binary, whatever the host: content is fetched
// from the configured address.
func binaryID(url string) string {
	_, id, ok := strings.Cut("/"+url, "/Binary/")
	if !ok || !resourceID.MatchString(id) || strings.Trim(id, ".") == "" {
		return ""
	}
	return id
}

func kind(c *fhir.Coding) *ArchivedDocumentKind {
	for code, kind := range map[string]ArchivedDocumentKind{"journaldokument": JournalDocument, "vedlegg": Attachment, "innkalling": Summons, "brev": Letter, "skjema": Form} {
		if c.Is(code) {
			return &kind
		}
	}
	return nil
}

func (w *documentWire) status() *ArchivedDocumentStatus {
	s := Current
	switch {
	case w.Resource.Void():
		s = Withdrawn
	case w.Status == "superseded":
		s = Replaced
	case w.Status != "current":
		return nil
	}
	return &s
}
