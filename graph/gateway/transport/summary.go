package transport

import (
	"net/http"
	"strings"

	"helsegraf/graph"
)

// Media types of a patient summary.
const (
	MediaFHIR = "application/fhir+json"
	MediaHTML = "text/html"
	MediaPDF  = "application/pdf"
)

// formats are the values of _format, as FHIR's HTTP interface has it.
var formats = map[string]graph.SummaryFormat{
	"json": graph.SummaryFHIR, MediaJSON: graph.SummaryFHIR, MediaFHIR: graph.SummaryFHIR,
	"html": graph.SummaryHTML, MediaHTML: graph.SummaryHTML,
	"pdf": graph.SummaryPDF, MediaPDF: graph.SummaryPDF,
}

// SummaryFormat is the format that a request for a patient summary wants: by
// _format in the URL, else by Accept. A client without a preference gets FHIR. It
// returns false if none is acceptable.
func SummaryFormat(r *http.Request) (graph.SummaryFormat, bool) {
	if format := r.URL.Query().Get("_format"); format != "" {
		f, ok := formats[strings.ReplaceAll(format, " ", "+")] // an unescaped + is a space
		return f, ok
	}
	ranges := strings.Join(r.Header.Values("Accept"), ",")
	if strings.TrimSpace(ranges) == "" {
		return graph.SummaryFHIR, true
	}
	best, most, known := graph.SummaryFHIR, 0.0, false
	for _, media := range []string{MediaFHIR, MediaJSON, MediaHTML, MediaPDF} {
		quality, named := wanted(ranges, media)
		if quality > most || quality == most && quality > 0 && named && !known {
			best, most, known = formats[media], quality, named
		}
	}
	return best, most > 0
}
