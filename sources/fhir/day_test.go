package fhir_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"helsegraf/sources/fhir"
)

func shown[T ~string](v *T) string {
	if v == nil {
		return ""
	}
	return string(*v)
}

// C4: a day is the Norwegian day on which an instant falls.
func TestCaseC4Days(t *testing.T) {
	for in, want := range map[string]string{
		"2026-03-31":                          "2026-03-31",
		"2026-03-31T22:30:00Z":                "2026-04-01",
		"2026-03-31T21:59:59.999Z":            "2026-03-31",
		"2026-03-31T22:00:00Z":                "2026-04-01",
		"2026-12-31T23:00:00Z":                "2027-01-01", // New Year
		"2026-12-31T22:59:59Z":                "2026-12-31",
		"2026-12-31T20:00:00-05:00":           "2027-01-01",
		"2027-01-01T09:00:00+14:00":           "2026-12-31",
		"2026-03-28T23:00:00Z":                "2026-03-29", // the night that is an hour shorter
		"2026-03-29T21:59:00Z":                "2026-03-29",
		"2026-03-29T22:00:00Z":                "2026-03-30",
		"2026-10-24T22:00:00Z":                "2026-10-25", // the night that is an hour longer
		"2026-10-25T22:59:00Z":                "2026-10-25",
		"2026-10-25T23:00:00Z":                "2026-10-26",
		"2026-03-31T00:00:00":                 "2026-03-31", // without an offset: Norwegian
		"2026-03-31T23:59:59.9999999":         "2026-03-31",
		"2026-03-29T02:30:00":                 "2026-03-29", // a time that never was
		" \t2026-03-31T22:30:00Z\r\n":         "2026-04-01",
		"\n2026-03-31 ":                       "2026-03-31",
		"2026-03-31T24:00:00":                 "2026-04-01",
		"2026-12-31T24:00:00.000+01:00":       "2027-01-01",
		"2026-03-31T24:00:00Z":                "2026-04-01",
		"2016-12-31T23:59:60Z":                "2017-01-01",
		"2026-03-31Z":                         "2026-03-31",
		"2026-03-31+02:00":                    "2026-03-31",
		"2026-03-31T22:30Z":                   "2026-04-01",
		"9999-12-31T23:59:59Z":                "9999-12-31",
		"0001-01-01T00:00:00":                 "0001-01-01",
		"2024-02-29":                          "2024-02-29",
		"2023-02-29":                          "",
		"2026-03":                             "",
		"2026":                                "",
		"":                                    "",
		"2026-03-31T":                         "",
		"2026-03-31T25:00:00Z":                "",
		"2026-03-31T24:00:01":                 "",
		"2026-03-31T24:00:00.5":               "",
		"2026-03-31T12:00:00+99:00":           "",
		"2026-03-31x":                         "",
		"31.03.2026":                          "",
		"2026-03-31T12:00:00Z2026-03-31":      "",
		"2026-03-31T12:00:00.123456789123+02": "",
	} {
		if got := shown(fhir.ParseDate(in)); got != want {
			t.Errorf("%q is the day %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"2026-10-02":                "2026-10-02T00:00:00Z",
		"2026-10-02T09:00:00+02:00": "2026-10-02T07:00:00Z",
		"2026-10-02T09:00:00":       "2026-10-02T07:00:00Z",
		"2026-12-02T09:00:00.5":     "2026-12-02T08:00:00.5Z",
		"2026-10":                   "",
		"2026":                      "",
	} {
		got := ""
		if at := fhir.ParseInstant(in); at != nil {
			got = at.UTC().Format(time.RFC3339Nano)
		}
		if got != want {
			t.Errorf("%q is the instant %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"2019": "2019", "2019-03": "2019-03", "2019-03-07": "2019-03-07", "2019-03-07T23:30:00Z": "2019-03-08",
		"19": "", "2019-13": "", "2019-3": "", "2019-02-30": "", "": "", "20190307": "", "in 2019": "",
	} {
		if got := shown(fhir.ParsePartialDate(in)); got != want {
			t.Errorf("%q is the partial date %q, want %q", in, got, want)
		}
		var read fhir.PartialDate
		if err := read.UnmarshalGQL(in); (err == nil) != (want == in && in != "") {
			t.Errorf("%q as an argument: %v", in, err)
		}
	}
}

// However an instant is written, it falls on the same day.
func TestCaseC4OffsetsDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(0, 4102444800).Draw(t, "at"), 0)
		want := at.In(fhir.Norway()).Format(time.DateOnly)
		zone := time.FixedZone("", rapid.IntRange(-14*60, 14*60).Draw(t, "offset")*60)
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05.000Z07:00"} {
			if got := shown(fhir.ParseDate(at.In(zone).Format(layout))); got != want {
				t.Fatalf("%s falls on %q, want %q", at.In(zone).Format(layout), got, want)
			}
		}
	})
}

func TestDecimals(t *testing.T) {
	for in, want := range map[string]string{
		"1": "1", "-1.50": "-1.50", "0": "0", "3278.00": "3278.00", "1.0": "1.0",
		"1e2": "100", "1E+2": "100", "10E-1": "1.0", "1.50e1": "15.0", "15e-1": "1.5", "-1e-3": "-0.001", "1.2e-3": "0.0012",
		"0e5": "0", "0.00e1": "0.0", "1.23456e2": "123.456", "1e0": "1", "12345678901234567890": "12345678901234567890",
		"": "", "-": "", ".5": "", "1.": "", "+1": "", "1e": "", "e1": "", "1e1.5": "", "1e999": "", "1e-999": "", "1e99999999999": "",
		"1,5": "", "0x1": "", "NaN": "", "1 ": "", "--1": "", "1.2.3": "",
	} {
		if got := shown(fhir.ParseDecimal(in)); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]int{"3": 3, "3.0": 3, "3e0": 3, "30E-1": 3, "0.3e1": 3, "-2": -2, "1e2": 100} {
		if got, ok := fhir.ParseInteger(in); !ok || got != want {
			t.Errorf("%q is %d, %v", in, got, ok)
		}
	}
	for _, in := range []string{"", "3.5", "1e40", "x", "99999999999"} {
		if got, ok := fhir.ParseInteger(in); ok {
			t.Errorf("%q is %d", in, got)
		}
	}
}
