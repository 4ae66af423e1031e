package kvalitetsindikatorer_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"helsegraf/sources"
	"helsegraf/sources/kvalitetsindikatorer"
	"helsegraf/sources/sourcetest"
)

// replying is a client that gets this response, with SERVICE for its address.
func replying(t *testing.T, body string) *kvalitetsindikatorer.Client {
	t.Helper()
	return kvalitetsindikatorer.New(sourcetest.Replies(func(r *http.Request) (int, string, string) {
		return 200, "application/json", strings.ReplaceAll(body, "SERVICE", r.URL.Scheme+"://"+r.URL.Host)
	}).Client(t, register), sources.OpenSettings{})
}

func TestIndicators(t *testing.T) {
	one := func(uri string) string {
		return `[{"id":"a","tittel":"A","intro":"<p>En <script>x</script>ting</p>","attachments":[{"fileType":"xlsx","fileUri":"SERVICE/a.xlsx"},{"fileType":"json","fileUri":"` + uri + `"}]}]`
	}
	for body, want := range map[string]string{
		one("SERVICE/innhold/attachments/1"):                                       "A En ting /innhold/attachments/1;",
		one("/innhold/attachments/1"):                                              "A En ting /innhold/attachments/1;",
		`[{"id":"b","tittel":"B"},{"id":"a","tittel":"A","tekst":"T"}]`:            "A T ;B  ;",
		`[{"id":"b","tittel":"B"},{"id":"b","tittel":"B"},{"id":"","tittel":"C"}]`: "B  ;",
		`[]`:                               "",
		one("http://elsewhere.invalid/x"):  "GARBLED", // the key is sent nowhere else
		one("//elsewhere.invalid/x"):       "GARBLED",
		one("SERVICE.invalid/x"):           "GARBLED",
		one("SERVICE@elsewhere.invalid/x"): "GARBLED",
		one("SERVICE/a/../../x"):           "GARBLED",
		one("SERVICE/x?key=1"):             "GARBLED",
		one("file:///etc/passwd"):          "GARBLED",
		one("javascript:x"):                "GARBLED",
		`{}`:                               "GARBLED",
		`null`:                             "GARBLED",
		`[{"id":"a"}]`:                     "GARBLED",
	} {
		all, err := replying(t, body).Indicators(t.Context())
		got := ""
		for _, one := range all.Value {
			description := ""
			if one.Description != nil {
				description = *one.Description
			}
			got += *one.Title + " " + description + " " + one.Attachment + ";"
		}
		if sources.KindOf(err) == sources.Garbled {
			got = "GARBLED"
		}
		if got != want || (err != nil) != (want == "GARBLED") {
			t.Errorf("%s: %q, %v", body, got, err)
		}
	}
}

func TestMeasurements(t *testing.T) {
	row := func(from, location, parent, value string) string {
		return `{"TimeFrom":"` + from + `","LocationName":"` + location + `","LocationParentId":` + parent + `,"ParentName":"","Value":` + value + `,"MeasureType":"Prosent"}`
	}
	rows := func(all ...string) string { return `{"AttachmentDataRows":[` + strings.Join(all, ",") + `]}` }
	for body, want := range map[string]string{
		rows(row("2024-01-01T00:00:00", "B", "5", "12.50"), row("2025-01-01", "A", "0", "1e1"), row("2025-01-01", "C", "1", "0")):                "2025 A COUNTRY 10;2025 C REGION 0;2024 B HOSPITAL 12.50;",
		rows(row("2025-05-01T00:00:00", "A", "0", "-10000000"), row("2025-01-01", "A", "0", "-1e7"), row("2025-02-01", "A", "0", "-10000000.0")): "2025-05 A COUNTRY -;2025-02 A COUNTRY -;2025-01 A COUNTRY -;",
		rows(row("2025-05-02", "A", "null", "null"), row("2025-05-02", "A", "null", "null")):                                                     "2025-05-02 A ? -;",
		rows(row("2025-01-01", "A", "0", "-9999999"), row("", "A", "0", "1"), row("2025-01-01", "", "0", "1")):                                   "2025 A COUNTRY -9999999;",
		rows():                            "",
		rows(row("snart", "A", "0", "1")): "GARBLED",
		`{}`:                              "GARBLED",
		`[]`:                              "GARBLED",
		`{"AttachmentDataRows":null}`:     "GARBLED",
	} {
		all, err := replying(t, body).Measurements(t.Context(), kvalitetsindikatorer.QualityIndicator{Attachment: "/x"})
		got := ""
		for _, m := range all.Value {
			level, value := "?", "-"
			if m.Location.Level != nil {
				level = string(*m.Location.Level)
			}
			if m.Value != nil {
				value = string(*m.Value)
			}
			got += fmt.Sprint(*m.Period, " ", *m.Location.Name, " ", level, " ", value, ";")
		}
		if sources.KindOf(err) == sources.Garbled {
			got = "GARBLED"
		}
		if got != want || (err != nil) != (want == "GARBLED") {
			t.Errorf("%s: %q, %v", body, got, err)
		}
	}
	none, err := replying(t, `{}`).Measurements(t.Context(), kvalitetsindikatorer.QualityIndicator{})
	if err != nil || none.Value == nil || len(none.Value) != 0 {
		t.Error(none, err)
	}
}
