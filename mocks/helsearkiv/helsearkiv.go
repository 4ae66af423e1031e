package helsearkiv

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

const (
	audience = "nhn:helsenorge.eksternapi"
	base     = "/dokumenter/api/v1"
)

// archive is the stand-in.
type archive struct{ nhn.Service }

// New makes the stand-in for the personal health archive.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	a := archive{nhn.Service{StandIn: standin.New("helsearkiv", w, i), Service: "dokumenter", Prefix: "DOK", Audience: audience, Scope: audience + "/dokumenter_read"}}
	a.Handle("GET "+base+"/Binary/{id}", a.binary)
	return a.Serve(nhn.Search{
		Path: base + "/DocumentReference/_search", Count: 50, Most: 100, Sort: nhn.Sort{Param: "date", Element: "date"},
		Find: a.About("subject", func(w *world.World, p *world.Person) (all []nhn.Resource) {
			for _, d := range documentsOf(w, p) {
				all = append(all, d.resource())
			}
			return all
		}),
	})
}

// binary answers with the content of one of the patient's documents.
func (a archive) binary(w http.ResponseWriter, r *http.Request) {
	if !a.Accepts(w, r, "") {
		return
	}
	patient := r.Header.Get("nhn-patient-nin")
	if !world.ValidNumber(patient) {
		a.Refuse(w, r, http.StatusBadRequest, "invalid", "DOK-0014")
		return
	}
	c, ok := a.Begin(w, r, "Binary", patient)
	if !ok {
		return
	}
	for _, d := range documentsOf(a.World, a.World.Person(patient)) {
		if d.id != r.PathValue("id") || c.Missing() {
			continue
		}
		if accept := r.Header.Get("Accept"); !strings.Contains(accept, d.contentType) && !strings.Contains(accept, "*/*") {
			a.Refuse(w, r, http.StatusNotAcceptable, "not-supported", "DOK-0003")
			return
		}
		if c.WrongSubject() {
			patient = a.World.Stranger(patient)
		}
		c.Reply(http.StatusOK, d.contentType, d.file(a.World.Person(patient)))
		return
	}
	a.Refuse(w, r, http.StatusNotFound, "not-found", "DOK-0007")
}

// file returns the content: text, or a page of PDF.
func (d *document) file(p *world.Person) []byte {
	text := fmt.Sprintf("%s\n%s\n%s", d.title, p.Name(), d.from)
	if d.contentType == "text/plain" {
		return []byte(text + "\n")
	}
	var page bytes.Buffer
	page.WriteString("BT /F1 12 Tf 72 760 Td 16 TL")
	for line := range strings.Lines(text) {
		fmt.Fprintf(&page, " (%s) '", latin(strings.TrimSpace(line)))
	}
	page.WriteString(" ET")
	out := bytes.NewBufferString("%PDF-1.4\n")
	var at []int
	for i, object := range []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", page.Len(), page.String()), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
	} {
		at = append(at, out.Len())
		fmt.Fprintf(out, "%d 0 obj%s endobj\n", i+1, object)
	}
	table := out.Len()
	fmt.Fprintf(out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(out, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, table)
	return out.Bytes()
}

// latin encodes a string of PDF in WinAnsi.
func latin(s string) []byte {
	var out []byte
	for _, c := range s {
		switch {
		case c == '(' || c == ')' || c == '\\':
			out = append(out, '\\', byte(c))
		case 0 <= c && c < 256:
			out = append(out, byte(c))
		default:
			out = append(out, '-')
		}
	}
	return out
}
