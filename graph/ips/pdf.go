package ips

import (
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// Measures of the printed page, in mm; and of the text, in points.
const (
	sideMargin, edgeMargin      = 15.0, 16.0
	paper                       = 297.0
	lineHeight, rowGap          = 4.4, 1.2
	bodySize, headSize, topSize = 9.0, 12.0, 17.0
	fontName                    = "Go"
)

// printed is a document being laid out.
type printed struct {
	*fpdf.Fpdf
	width float64 // between the margins
}

// WritePDF writes the document as PDF on A4. Its font, Go, has Latin (Sami
// letters too), Greek and Cyrillic; other letters are shown as a question mark.
func (d *Document) WritePDF(w io.Writer) error {
	p := printed{Fpdf: fpdf.New("P", "mm", "A4", "")}
	p.SetMargins(sideMargin, edgeMargin, sideMargin)
	p.SetAutoPageBreak(true, edgeMargin)
	p.AddUTF8FontFromBytes(fontName, "", goregular.TTF)
	p.AddUTF8FontFromBytes(fontName, "B", gobold.TTF)
	p.SetTitle(d.words.title, true)
	p.SetLang(d.words.tag)
	p.SetCreationDate(d.summary.At)
	p.SetModificationDate(d.summary.At)
	about := d.about()
	p.SetFooterFunc(func() {
		p.SetY(edgeMargin/2 - edgeMargin)
		p.SetFont(fontName, "", bodySize-1)
		p.CellFormat(0, lineHeight, plain(about[0][1])+" · "+strconv.Itoa(p.PageNo()), "", 0, "R", false, 0, "")
	})
	p.AddPage()
	width, _ := p.GetPageSize()
	p.width = width - 2*sideMargin
	p.paragraph(topSize, "B", d.words.title)
	for _, line := range about {
		p.SetFont(fontName, "B", bodySize)
		p.CellFormat(25, lineHeight+0.6, plain(line[0]), "", 0, "L", false, 0, "")
		p.SetFont(fontName, "", bodySize)
		p.MultiCell(0, lineHeight+0.6, plain(line[1]), "", "L", false)
	}
	for i := range d.sections {
		p.section(&d.sections[i])
	}
	p.Ln(lineHeight)
	p.paragraph(bodySize-1, "", d.words.by)
	return p.Output(w)
}

func (p *printed) paragraph(size float64, style, says string) {
	p.SetFont(fontName, style, size)
	p.MultiCell(0, size*0.5, plain(says), "", "L", false)
}

func (p *printed) section(s *section) {
	p.room(8 * lineHeight)
	p.Ln(lineHeight)
	p.paragraph(headSize, "B", s.title)
	for _, note := range s.notes {
		p.paragraph(bodySize, "", note)
	}
	if len(s.rows) == 0 {
		return
	}
	p.Ln(1)
	weight := 0.0
	for _, one := range s.widths {
		weight += one
	}
	widths := make([]float64, len(s.widths))
	for i, one := range s.widths {
		widths[i] = p.width * one / weight
	}
	head := row{cells: s.head, lead: true}
	p.row(head, widths, nil)
	for _, r := range s.rows {
		p.row(r, widths, func() { p.row(head, widths, nil) })
	}
}

// row writes a row of a table, on a new page below its head if there is no room
// left. One that is taller than a page continues on the next.
func (p *printed) row(r row, widths []float64, again func()) {
	style := ""
	if r.lead {
		style = "B"
	}
	p.SetFont(fontName, style, bodySize)
	cells, tallest := make([][]string, len(r.cells)), 0
	for i, cell := range r.cells {
		cells[i] = p.SplitText(plain(cell), widths[i]-rowGap)
		tallest = max(tallest, len(cells[i]))
	}
	const height = paper - 2*edgeMargin
	fits := int(math.Floor(height / lineHeight))
	if p.room(float64(min(tallest, fits-2))*lineHeight+rowGap) && again != nil {
		again()
		p.SetFont(fontName, style, bodySize)
	}
	for from := 0; from < tallest; {
		left := int((paper - edgeMargin - p.GetY()) / lineHeight)
		if left < 1 {
			p.AddPage()
			p.SetFont(fontName, style, bodySize)
			continue
		}
		until, top := min(from+left, tallest), p.GetY()
		x := sideMargin
		for i, lines := range cells {
			for n := from; n < min(until, len(lines)); n++ {
				p.SetXY(x, top+float64(n-from)*lineHeight)
				p.CellFormat(widths[i], lineHeight, lines[n], "", 0, "L", false, 0, "")
			}
			x += widths[i]
		}
		p.SetXY(sideMargin, top+float64(until-from)*lineHeight)
		from = until
	}
	p.SetDrawColor(170, 170, 170)
	p.Line(sideMargin, p.GetY()+rowGap/2, sideMargin+p.width, p.GetY()+rowGap/2)
	p.SetY(p.GetY() + rowGap)
}

// room begins a new page if a height is not left on this one, and reports whether
// it did.
func (p *printed) room(height float64) bool {
	if p.GetY()+height <= paper-edgeMargin {
		return false
	}
	p.AddPage()
	return true
}

// plain is text of letters that the font may have: fpdf takes none beyond the
// first 65536.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r < ' ':
			return ' '
		case r >= 0xFFFE:
			return '?'
		}
		return r
	}, s)
}
