package pasientjournal

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"strings"

	"helsegraf/mocks/world"
)

// The picture in a large file: 20 MiB of grey.
const (
	pictureWidth  = 4096
	pictureHeight = 5120
)

// file is the content of a document: head, then a picture generated line by line while
// it is sent, then tail.
type file struct {
	head, tail []byte
	picture    bool
}

func (f file) size() int {
	n := len(f.head) + len(f.tail)
	if f.picture {
		n += pictureWidth * pictureHeight
	}
	return n
}

func (f file) writeTo(w io.Writer) {
	out := bufio.NewWriter(w)
	defer func() { _ = out.Flush() }()
	_, _ = out.Write(f.head)
	if f.picture {
		tile := make([]byte, 256)
		for y := range pictureHeight {
			for x := range tile {
				tile[x] = byte((x ^ y) & 0xff)
			}
			for range pictureWidth / len(tile) {
				if _, err := out.Write(tile); err != nil {
					return
				}
			}
		}
	}
	_, _ = out.Write(f.tail)
}

// file returns the document's content. Its text names the patient, but holds no
// identity number.
func (d *document) file(p *world.Person) file {
	lines := []string{
		d.title,
		d.unit + ", " + d.hospital,
		"Dato: " + d.made.Format("02.01.2006 15:04"),
		"Pasient: " + p.Name() + ", født " + p.Born.Format("02.01.2006"),
		"",
		d.text,
		"",
		"Dette er et oppdiktet dokument om en oppdiktet person.",
	}
	switch d.contentType {
	case "text/plain":
		return file{head: []byte(strings.Join(lines, "\r\n") + "\r\n")}
	case "application/xml":
		return file{head: clinicalDocument(d, p, pdf(lines, false).head)}
	}
	return pdf(lines, d.large)
}

// clinicalDocument returns a CDA of level 1: a header, and a PDF as its body.
func clinicalDocument(d *document, p *world.Person, body []byte) []byte {
	sex := "M"
	if p.Woman {
		sex = "F"
	}
	const stamp = "20060102150405-0700"
	return fmt.Appendf(nil, `<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3">
  <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
  <id root="%s"/>
  <code code="%s" codeSystem="2.16.578.1.12.4.1.1.9602" displayName="%s"/>
  <title>%s</title>
  <effectiveTime value="%s"/>
  <confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/>
  <languageCode code="nb-NO"/>
  <recordTarget><patientRole><id nullFlavor="MSK"/><patient><name><given>%s</given><family>%s</family></name><administrativeGenderCode code="%s" codeSystem="2.16.840.1.113883.5.1"/><birthTime value="%s"/></patient></patientRole></recordTarget>
  <author><time value="%s"/><assignedAuthor><id nullFlavor="NI"/><representedOrganization><name>%s</name></representedOrganization></assignedAuthor></author>
  <custodian><assignedCustodian><representedCustodianOrganization><id root="%s"/><name>%s</name></representedCustodianOrganization></assignedCustodian></custodian>
  <component><nonXMLBody><text mediaType="application/pdf" representation="B64">%s</text></nonXMLBody></component>
</ClinicalDocument>
`, d.uniqueID, d.code, html.EscapeString(d.display), html.EscapeString(d.title), d.made.Format(stamp),
		html.EscapeString(p.Given), html.EscapeString(p.Family), sex, p.Born.Format("20060102"),
		d.made.Format(stamp), html.EscapeString(d.unit), d.number(), html.EscapeString(d.hospital), base64.StdEncoding.EncodeToString(body))
}

// pdf returns one page of text, optionally with a picture below it.
func pdf(lines []string, picture bool) file {
	var page strings.Builder
	page.WriteString("BT /F1 16 Tf 72 770 Td 22 TL\n")
	for i, line := range lines {
		if i == 1 {
			page.WriteString("/F1 11 Tf\n")
		}
		page.WriteString("(" + pdfText(line) + ") Tj T*\n")
	}
	page.WriteString("ET\n")
	resources, objects := "/Font << /F1 5 0 R >>", 5
	if picture {
		page.WriteString("q 320 0 0 400 72 120 cm /Im1 Do Q\n")
		resources, objects = resources+" /XObject << /Im1 6 0 R >>", 6
	}
	head := []byte("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	var offsets []int
	object := func(body string) {
		offsets = append(offsets, len(head))
		head = fmt.Appendf(head, "%d 0 obj\n%s", len(offsets), body)
	}
	const end = "\nendobj\n"
	object("<< /Type /Catalog /Pages 2 0 R >>" + end)
	object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>" + end)
	object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << " + resources + " >> /Contents 4 0 R >>" + end)
	object(fmt.Sprintf("<< /Length %d >>\nstream\n%sendstream%s", page.Len(), page.String(), end))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>" + end)
	var tail []byte
	after := len(head)
	if picture {
		object(fmt.Sprintf("<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Length %d >>\nstream\n", pictureWidth, pictureHeight, pictureWidth*pictureHeight))
		tail = []byte("\nendstream" + end)
		after = len(head) + pictureWidth*pictureHeight + len(tail)
	}
	tail = fmt.Appendf(tail, "xref\n0 %d\n0000000000 65535 f \n", objects+1)
	for _, at := range offsets {
		tail = fmt.Appendf(tail, "%010d 00000 n \n", at)
	}
	tail = fmt.Appendf(tail, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", objects+1, after)
	if !picture {
		return file{head: append(head, tail...)}
	}
	return file{head: head, tail: tail, picture: true}
}

// pdfText returns s in the page's encoding, escaped for a PDF string. Letters beyond
// Latin-1 become question marks.
func pdfText(s string) string {
	var out []byte
	for _, c := range s {
		if c > 0xff {
			c = '?'
		}
		if strings.ContainsRune(`()\`, c) {
			out = append(out, '\\')
		}
		out = append(out, byte(c&0xff))
	}
	return string(out)
}
