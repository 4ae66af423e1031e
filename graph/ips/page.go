package ips

import (
	"io"
	"strings"
)

// Policy is the Content-Security-Policy of the page: nothing but its own style.
// A page opened from elsewhere (blob:) keeps the policy of who opened it.
const Policy = "default-src 'none'; style-src 'sha256-" + styleHash + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-modals"

// style is for A4 paper, and for a screen of any width.
const style = `@page{size:A4;margin:18mm 15mm}` +
	`body{font:11pt/1.4 system-ui,sans-serif;color:#111;background:#fff;max-width:60rem;margin:0 auto;padding:1rem}` +
	`h1{font-size:1.6em;margin:0 0 .3em}h2{font-size:1.2em;margin:1.4em 0 .3em;break-after:avoid}` +
	`dl{display:grid;grid-template-columns:max-content 1fr;gap:.1em 1em;margin:0}dt{font-weight:600}dd{margin:0}` +
	`p{margin:.3em 0}div{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9em}` +
	`th,td{text-align:left;vertical-align:top;padding:.25em .5em;border-bottom:1px solid #bbb;overflow-wrap:anywhere}` +
	`thead{display:table-header-group}tr{break-inside:avoid}footer{margin-top:2em;font-size:.85em;border-top:1px solid #bbb}` +
	`@media print{body{padding:0;font-size:10pt}div{overflow:visible}}`

// styleHash is the style's SHA-256, in base64; a test computes it.
const styleHash = "d7H/KEL71Nb0H7KkR8SruoDGX0QsgAPIQXO4ZkffXLo="

// WriteHTML writes the document as a page to read and print, without scripts.
func (d *Document) WriteHTML(w io.Writer) error {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html lang="` + d.words.tag + `"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">`)
	element(&b, "title", d.words.title)
	b.WriteString("<style>" + style + "</style></head><body><main>")
	element(&b, "h1", d.words.title)
	b.WriteString("<dl>")
	for _, one := range d.about() {
		element(&b, "dt", one[0])
		element(&b, "dd", one[1])
	}
	b.WriteString("</dl>")
	for i := range d.sections {
		b.WriteString("<section>")
		element(&b, "h2", d.sections[i].title)
		b.WriteString("<div>")
		d.sections[i].write(&b)
		b.WriteString("</div></section>")
	}
	b.WriteString("</main><footer>")
	element(&b, "p", d.words.by)
	b.WriteString("</footer></body></html>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// about are the lines about the person and the document: label and text.
func (d *Document) about() [][2]string {
	p := d.summary.Patient
	name := d.words.unknown
	if p.Name != nil {
		name = p.Name.Full
	}
	out := [][2]string{{d.words.name, name}}
	switch {
	case p.Masked:
		out = append(out, [2]string{d.words.born, d.words.noIdentity})
	case p.Born != nil:
		out = append(out, [2]string{d.words.born, d.words.day(p.Born)})
	default:
		out = append(out, [2]string{d.words.born, d.words.unknown})
	}
	if a := p.Address; a != nil {
		out = append(out, [2]string{d.words.address, strings.Join(append(append([]string{}, a.Lines...), strings.TrimSpace(said(a.PostalCode)+" "+said(a.City))), ", ")})
	}
	at := d.summary.At
	return append(out, [2]string{d.words.made, at.Format(d.words.moment)})
}
