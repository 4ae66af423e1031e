package ips

import (
	"html"
	"strings"
)

// div is the section as XHTML of its own, as narratives are.
func (s *section) div() string {
	var b strings.Builder
	b.WriteString(`<div xmlns="http://www.w3.org/1999/xhtml">`)
	s.write(&b)
	b.WriteString(`</div>`)
	return b.String()
}

// write writes the notes and the table, both HTML and XML.
func (s *section) write(b *strings.Builder) {
	for _, note := range s.notes {
		element(b, "p", note)
	}
	if len(s.rows) == 0 {
		return
	}
	b.WriteString("<table><thead><tr>")
	for _, h := range s.head {
		element(b, "th", h)
	}
	b.WriteString("</tr></thead><tbody>")
	for _, r := range s.rows {
		b.WriteString("<tr>")
		for _, cell := range r.cells {
			if r.lead {
				b.WriteString("<td><b>" + escaped(cell) + "</b></td>")
				continue
			}
			element(b, "td", cell)
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody></table>")
}

func element(b *strings.Builder, name, content string) {
	b.WriteString("<" + name + ">" + escaped(content) + "</" + name + ">")
}

// escaped is text as XML may have it: XML has no way to write control
// characters.
func escaped(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s))
}
