package helsearkiv

import (
	"time"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

// document is a document in the archive.
type document struct {
	id, kind, title, from string
	saved                 time.Time
	status                string
	contentType           string
	replaces              string
}

// filed are what people have: days ago, kind, title and sender.
var filed = []struct {
	days              int
	kind, title, from string
	contentType       string
}{
	{4, "innkalling", "Innkalling til time ved medisinsk poliklinikk", "Eksempel sykehus", "application/pdf"},
	{21, "journaldokument", "Epikrise etter innleggelse", "Tenkt sykehus", "application/pdf"},
	{60, "vedlegg", "Bilde av utslett, vedlegg til melding", "Prøve legesenter", "text/plain"},
	{130, "brev", "Svar på henvisning", "Eksempel sykehus", "application/pdf"},
	{250, "skjema", "Egenerklæring før operasjon", "Eksempel sykehus", "text/plain"},
	{400, "journaldokument", "Røntgen thorax", "Tenkt sykehus", "application/pdf"},
}

// documentsOf are a person's documents, the same each time. Line has one of each, a
// summons that was replaced and a letter that was withdrawn; nils has nothing, and
// others some.
func documentsOf(w *world.World, p *world.Person) (all []*document) {
	if p == nil || p.Key == "nils" {
		return nil
	}
	r := w.Dice("helsearkiv", p.Number)
	n := 1 + r.IntN(4)
	if p.Key == "line" {
		n = len(filed)
	}
	for _, f := range filed[:n] {
		saved := w.Today().AddDate(0, 0, -f.days).Add(time.Duration(8*60+r.IntN(8*60)) * time.Minute)
		if saved.Before(p.Born) || !p.Died.IsZero() && saved.After(p.Died) {
			continue
		}
		all = append(all, &document{id: world.GUID(r), kind: f.kind, title: f.title, from: f.from, saved: saved, status: "current", contentType: f.contentType})
	}
	if p.Key == "line" {
		old, withdrawn := *all[0], *all[3]
		old.id, old.status, old.saved = world.GUID(r), "superseded", old.saved.AddDate(0, 0, -9)
		all[0].replaces = old.id
		withdrawn.id, withdrawn.status, withdrawn.title, withdrawn.saved = world.GUID(r), "entered-in-error", "Brev sendt ved en feil", withdrawn.saved.AddDate(0, 0, -1)
		all = append(all, &old, &withdrawn)
	}
	return all
}

// resource returns the document as a DocumentReference, without its subject.
func (d *document) resource() nhn.Resource {
	out := nhn.Resource{
		"resourceType": "DocumentReference", "id": d.id, "status": d.status, "date": d.saved.Format(time.RFC3339),
		"category":  []any{nhn.Concept("http://helsenorge.no/fhir/CodeSystem/arkivdokument", d.kind)},
		"author":    []any{nhn.Resource{"reference": "#avsender"}},
		"contained": []any{nhn.Resource{"resourceType": "Organization", "id": "avsender", "name": d.from}},
		"content":   []any{nhn.Resource{"attachment": nhn.Resource{"contentType": d.contentType, "title": d.title, "url": "Binary/" + d.id}}},
	}
	if d.replaces != "" {
		out["relatesTo"] = []any{nhn.Resource{"code": "replaces", "target": nhn.Resource{"reference": "DocumentReference/" + d.replaces}}}
	}
	return out
}
