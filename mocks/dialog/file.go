package dialog

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"golang.org/x/text/encoding/charmap"
)

// file is the content of an attachment.
type file struct {
	media   string
	content []byte
}

// fileOf makes an attachment: a page with its title, or a picture.
func fileOf(media, title string) file {
	if media == "image/png" {
		return file{media, picture()}
	}
	return file{media, page(title)}
}

// picture is a square in two shades.
func picture() []byte {
	m := image.NewGray(image.Rect(0, 0, 64, 64))
	for i := range m.Pix {
		m.Set(i%64, i/64, color.Gray{uint8(64 + 127*((i/512+i/8)%2))})
	}
	var out bytes.Buffer
	_ = png.Encode(&out, m) // a buffer takes everything
	return out.Bytes()
}

// page is a PDF of one page with one line.
func page(line string) []byte {
	latin, err := charmap.Windows1252.NewEncoder().String(line)
	if err != nil {
		latin = "Vedlegg"
	}
	text := "BT /F1 14 Tf 72 760 Td (" + latin + ") Tj ET"
	var out bytes.Buffer
	var at []int
	out.WriteString("%PDF-1.4\n")
	for _, object := range []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(text), text),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
	} {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj%s endobj\n", len(at), object)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, table)
	return out.Bytes()
}
