package kvalitetsindikatorer

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

type indicatorWire struct {
	ID          string `json:"id"`
	Title       string `json:"tittel"`
	Intro       string `json:"intro"`
	Text        string `json:"tekst"`
	Attachments []struct {
		Type string `json:"fileType"`
		URI  string `json:"fileUri"`
	} `json:"attachments"`
}

// decodeIndicators reads the indicators. One without an id or a title is dropped,
// and counted.
func decodeIndicators(r *sources.Response, service string) ([]QualityIndicator, error) {
	var w []indicatorWire
	if err := sources.DecodeJSON(r.Body, &w); err != nil || w == nil {
		return nil, sources.Garbled
	}
	all, seen, faulty := []QualityIndicator{}, map[string]bool{}, 0
	for i := range w {
		one := QualityIndicator{ID: fhir.RecordID{Key: w[i].ID}, Title: fhir.String(w[i].Title), Description: nhn.PlainText(cmp.Or(w[i].Intro, w[i].Text))}
		attachment, ok := w[i].attachment(service)
		if one.Attachment = attachment; !ok || w[i].ID == "" || one.Title == nil {
			faulty++
		} else if !seen[w[i].ID] {
			seen[w[i].ID] = true
			all = append(all, one)
		}
	}
	r.Faulty(faulty)
	if len(all) == 0 && faulty > 0 {
		return nil, sources.Garbled
	}
	slices.SortFunc(all, func(a, b QualityIndicator) int {
		return cmp.Or(cmp.Compare(*a.Title, *b.Title), cmp.Compare(a.ID.Key, b.ID.Key))
	})
	return all, nil
}

// attachment is the path of the attachment of JSON, below the service's address; ok
// is false for one that is elsewhere.
func (w *indicatorWire) attachment(service string) (path string, ok bool) {
	for _, a := range w.Attachments {
		if !strings.EqualFold(strings.TrimPrefix(a.Type, "application/"), "json") {
			continue
		}
		uri, err := url.Parse(a.URI)
		at, baseErr := url.Parse(service)
		if err != nil || baseErr != nil || uri.RawQuery != "" || uri.Fragment != "" || uri.User != nil || strings.Contains(uri.Path, "..") {
			return "", false
		}
		below, found := strings.CutPrefix(uri.Path, at.Path)
		if !found || uri.Host != "" && (uri.Host != at.Host || uri.Scheme != at.Scheme) || uri.Host == "" && uri.Scheme != "" {
			return "", false
		}
		return "/" + below, true
	}
	return "", true
}

type rowsWire struct {
	Rows []struct {
		From     string         `json:"TimeFrom"`
		Location string         `json:"LocationName"`
		ParentID fhir.Integer   `json:"LocationParentId"`
		Parent   string         `json:"ParentName"`
		Value    jsontext.Value `json:"Value"` // as written: a float would lose digits
		Unit     string         `json:"MeasureType"`
	} `json:"AttachmentDataRows"`
}

// none is the value of a measurement that has none.
const none = -10_000_000

// decodeMeasurements reads an indicator's measurements. One without a place or a
// day is dropped, and counted.
func decodeMeasurements(r *sources.Response) ([]QualityMeasurement, error) {
	var w rowsWire
	if err := sources.DecodeJSON(r.Body, &w); err != nil || w.Rows == nil {
		return nil, sources.Garbled
	}
	all, faulty := []QualityMeasurement{}, 0
	whole := len("2026") // as much of the days as all of them need
	for _, row := range w.Rows {
		day := fhir.ParseDate(row.From)
		place := QualityPlace{fhir.String(row.Location), fhir.String(row.Parent), level(row.ParentID)}
		if day == nil || place.Name == nil {
			faulty++
			continue
		}
		switch {
		case !strings.HasSuffix(string(*day), "-01"):
			whole = len("2026-01-01")
		case !strings.HasSuffix(string(*day), "-01-01"):
			whole = max(whole, len("2026-01"))
		}
		period := string(*day)
		m := QualityMeasurement{Location: &place, Period: &period, Unit: fhir.String(row.Unit)}
		if n, ok := fhir.ParseInteger(string(row.Value)); !ok || n != none {
			m.Value = fhir.ParseDecimal(string(row.Value))
		}
		all = append(all, m)
	}
	r.Faulty(faulty)
	if len(all) == 0 && faulty > 0 {
		return nil, sources.Garbled
	}
	for i := range all {
		*all[i].Period = (*all[i].Period)[:whole]
	}
	slices.SortStableFunc(all, func(a, b QualityMeasurement) int {
		return cmp.Or(-cmp.Compare(*a.Period, *b.Period), cmp.Compare(a.Key(), b.Key()))
	})
	return slices.CompactFunc(all, func(a, b QualityMeasurement) bool { return *a.Period == *b.Period && a.Key() == b.Key() }), nil
}

// Key is what tells a measurement from others of its period: the widest first.
func (m *QualityMeasurement) Key() string {
	level := "3"
	if m.Location.Level != nil {
		level = map[QualityPlaceLevel]string{Country: "0", Region: "1", Hospital: "2"}[*m.Location.Level]
	}
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	return level + text(m.Location.Parent) + "\x00" + text(m.Location.Name) + "\x00" + text(m.Unit)
}

func level(parent fhir.Integer) *QualityPlaceLevel {
	n, ok := parent.Value()
	l := Hospital
	switch {
	case !ok || n < 0:
		return nil
	case n == 0:
		l = Country
	case n == 1:
		l = Region
	}
	return &l
}
