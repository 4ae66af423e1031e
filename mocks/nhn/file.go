package nhn

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"

	"golang.org/x/text/encoding/charmap"

	"helsegraf/mocks/world"
)

// Files serves Binary under path, such as /dialog/api/v1/Binary/, by the id that find
// knows among a person's own. The person is in a header, as the address names nobody.
func (n Service) Files(path string, find func(number, id string) (media string, content []byte, ok bool)) {
	n.Handle("GET "+path+"{id}", func(w http.ResponseWriter, r *http.Request) {
		if !n.Accepts(w, r, "application/pdf") {
			return
		}
		number := r.Header.Get("nhn-patient-nin")
		if !world.ValidNumber(number) {
			n.Refuse(w, r, http.StatusBadRequest, "invalid", n.Prefix+"-0014")
			return
		}
		c, ok := n.Begin(w, r, "Binary", number)
		if !ok {
			return
		}
		media, content, ok := find(number, r.PathValue("id"))
		if !ok {
			n.Refuse(w, r, http.StatusNotFound, "not-found", n.Prefix+"-0007")
			return
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(content)))
		c.Reply(http.StatusOK, media, content)
	})
}

// PDF is a PDF of one page with one line.
func PDF(line string) []byte {
	latin, err := charmap.Windows1252.NewEncoder().String(line)
	if err != nil {
		latin = "Dokument"
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
