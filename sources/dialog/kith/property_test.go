package kith_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"helsegraf/sources/dialog/kith"
	"helsegraf/sources/sourcetest"
)

const (
	oid    = "urn:oid:2.16.578.1.12.4.1."
	volven = oid + "1."
)

// helsenorge is the person's side of generated messages.
func helsenorge() kith.Mapping { return kith.Mapping{Helsenorge: office([]string{"91000", "91001"})} }

// words are text of any characters that XML has; line is without those that do not
// stand in attributes.
var (
	words = rapid.StringOfN(rapid.RuneFrom([]rune("aæøåÅ <>&\"'\r\n\t]日😀\u00a0")), 1, 30, -1)
	line  = rapid.StringOfN(rapid.RuneFrom([]rune("abcæøå <>&\"'日😀")), 1, 12, -1)
	digit = rapid.StringMatching(`[1-9][0-9]{3,8}`).Filter(func(s string) bool { return s != "91000" && s != "91001" }) // Helsenorge's own
	guid  = rapid.StringMatching(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	when  = rapid.StringMatching(`20[0-9][0-9]-0[1-9]-[12][0-8]T1[0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,7})?(Z|\+0[12]:00)`)
)

// maybe is a value, or none.
func maybe(t *rapid.T, g *rapid.Generator[string], label string) string {
	if rapid.Bool().Draw(t, label+"?") {
		return g.Draw(t, label)
	}
	return ""
}

func coding(t *rapid.T, list string) kith.CodedValue {
	return kith.CodedValue{System: volven + list, Code: rapid.StringMatching(`[A-Z0-9]{1,3}`).Draw(t, "code"), Display: maybe(t, line, "display")}
}

func identifier(id string) *kith.Identifier {
	return &kith.Identifier{System: "urn:ietf:rfc:3986", Value: "urn:uuid:" + id}
}

// drawn is any letter that the mapping carries.
func drawn(t *rapid.T) *kith.Letter {
	id := guid.Draw(t, "id")
	c := kith.Communication{
		ResourceType: "Communication", ID: id, Identifier: []kith.Identifier{*identifier(id)}, Status: "completed", Sent: when.Draw(t, "sent"),
		Category: []kith.Concept{{Coding: []kith.CodedValue{{System: volven + "8279", Display: maybe(t, line, "process"),
			Code: "DIALOG_INNBYGGER_" + rapid.SampledFrom([]string{"EKONTAKT", "EKONSULTASJON", "RESEPTFORNYELSE"}).Draw(t, "category")}}}},
		Subject: &kith.Reference{Type: "Patient", Identifier: &kith.Identifier{System: oid + "4.1", Value: sourcetest.Subject}},
	}
	if rapid.Bool().Draw(t, "reply") {
		c.PartOf = []kith.Reference{{Type: "Communication", Identifier: identifier(guid.Draw(t, "first"))}}
		c.InResponseTo = []kith.Reference{{Type: "Communication", Identifier: identifier(guid.Draw(t, "before"))}}
	}
	other := party(t, &c)
	if rapid.Bool().Draw(t, "from the person") {
		c.Status, c.Sender, c.Recipient = "in-progress", c.Subject, []kith.Reference{other}
	} else {
		c.Sender, c.Recipient = &other, []kith.Reference{*c.Subject}
	}
	for _, e := range []string{"ContentDescription", "IssueDate"} {
		g := words
		if e == "IssueDate" {
			g = when
		}
		if s := maybe(t, g, e); s != "" {
			c.Extension = append(c.Extension, kith.Extension{URL: "http://www.kith.no/xmlstds/msghead/2006-05-24#" + e, ValueString: s})
		}
	}
	if rapid.Bool().Draw(t, "note") {
		c.Topic, c.Payload = topic(t, "7602"), payload(t)
		if rapid.Bool().Draw(t, "original") {
			c.Contained = append(c.Contained, kith.Contained{ResourceType: "Communication", ID: "original", Status: "unknown", Topic: topic(t, "7601"), Payload: payload(t), Extension: details(t)})
			if c.InResponseTo == nil {
				c.InResponseTo = []kith.Reference{{Type: "Communication"}}
			}
			c.InResponseTo[0].Reference = "#original"
		}
	} else {
		c.Topic, c.Payload = topic(t, "7601"), payload(t)
		c.Extension = append(c.Extension, details(t)...)
	}
	l := &kith.Letter{}
	drawFiles(t, l, &c)
	l.Communication = c
	return l
}

func topic(t *rapid.T, list string) *kith.Concept {
	return &kith.Concept{Coding: []kith.CodedValue{coding(t, list)}, Text: maybe(t, words, "topic")}
}

func payload(t *rapid.T) []kith.Payload {
	if s := maybe(t, words, "text"); s != "" {
		return []kith.Payload{{ContentString: s}}
	}
	return nil
}

func details(t *rapid.T) (all []kith.Extension) {
	for range rapid.IntRange(0, 2).Draw(t, "details") {
		c := coding(t, "8324")
		all = append(all, kith.Extension{URL: "http://www.kith.no/xmlstds/dialog/2013-01-23#KodetOpplysning", ValueCoding: &c})
	}
	return all
}

// party is the other side: a part of an organization, or somebody who works at one.
func party(t *rapid.T, c *kith.Communication) kith.Reference {
	inner := []kith.Identifier{{System: oid + "2", Value: digit.Draw(t, "HER-id")}}
	outer := []kith.Identifier{{System: oid + rapid.SampledFrom([]string{"2", "4.101", "4.102"}).Draw(t, "system"), Value: digit.Draw(t, "outer")}}
	name := kith.Name{Text: words.Draw(t, "outer name")}
	if rapid.Bool().Draw(t, "two units") {
		c.Contained = []kith.Contained{
			{ResourceType: "Organization", ID: "unit", Identifier: inner, Name: kith.Name{Text: words.Draw(t, "inner name")}, PartOf: &kith.Reference{Reference: "#owner"}},
			{ResourceType: "Organization", ID: "owner", Identifier: outer, Name: name},
		}
		return kith.Reference{Reference: "#unit"}
	}
	if rapid.Bool().Draw(t, "HPR") {
		inner = append(inner, kith.Identifier{System: oid + "4.4", Value: digit.Draw(t, "HPR-number")})
	}
	human := &kith.PersonName{Family: words.Draw(t, "family")}
	for range rapid.IntRange(0, 2).Draw(t, "given names") {
		human.Given = append(human.Given, words.Draw(t, "given"))
	}
	role := kith.Contained{ResourceType: "PractitionerRole", ID: "role", Practitioner: &kith.Reference{Reference: "#doctor"}, Organization: &kith.Reference{Reference: "#unit"}}
	if rapid.Bool().Draw(t, "role") {
		role.Code = []kith.Concept{{Coding: []kith.CodedValue{coding(t, "9034")}}}
	}
	c.Contained = []kith.Contained{
		{ResourceType: "Organization", ID: "unit", Identifier: outer, Name: name}, role,
		{ResourceType: "Practitioner", ID: "doctor", Identifier: inner, Name: kith.Name{Human: human}},
	}
	return kith.Reference{Reference: "#role"}
}

// drawFiles adds prescriptions, with an id, M1 or both, and attachments.
func drawFiles(t *rapid.T, l *kith.Letter, c *kith.Communication) {
	for range rapid.IntRange(0, 3).Draw(t, "prescriptions") {
		p := kith.Renewal{Issued: maybe(t, when, "issued")}
		kind := rapid.IntRange(1, 3).Draw(t, "id, M1 or both")
		if kind&1 != 0 {
			p.ID = guid.Draw(t, "prescription")
			c.About = append(c.About, kith.Reference{Type: "MedicationRequest", Identifier: identifier(p.ID)})
		}
		if kind&2 != 0 {
			p.M1 = fmt.Appendf(nil, `<a:Resept xmlns:a="http://www.kith.no/xmlstds/eresept/m1/%s" b="%d"><a:Antall>1</a:Antall><!-- x --> </a:Resept>`,
				rapid.SampledFrom([]string{"2010-05-01", "2013-10-08"}).Draw(t, "version"), rapid.IntRange(0, 9).Draw(t, "number"))
		}
		l.Prescriptions = append(l.Prescriptions, p)
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "attachments") {
		b := kith.Binary{ID: fmt.Sprintf("%s-%d", c.ID, i+1), ContentType: rapid.SampledFrom([]string{"application/pdf", "image/png"}).Draw(t, "type"), Data: rapid.SliceOfN(rapid.Byte(), 1, 200).Draw(t, "data")}
		l.Binaries = append(l.Binaries, b)
		f := &kith.File{ContentType: b.ContentType, URL: "Binary/" + b.ID, Size: len(b.Data), Title: maybe(t, words, "title")}
		if s := maybe(t, when, "issued"); s != "" {
			f.Extension = []kith.Extension{{URL: "http://www.kith.no/xmlstds/msghead/2006-05-24#IssueDate", ValueString: s}}
		}
		c.Payload = append(c.Payload, kith.Payload{ContentAttachment: f})
	}
}

// A conversation's message survives, whatever it says.
func TestAnyMessageSurvives(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := drawn(rt)
		got := again(rt, helsenorge(), l)
		if diff := cmp.Diff(l, got); diff != "" {
			rt.Fatal(diff)
		}
	})
}
