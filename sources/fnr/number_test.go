package fnr_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"helsegraf/sources/fnr"
)

// number makes a valid number from a date as it stands in the number (with
// any offsets added) and the first individual number that has check digits.
func number(t testing.TB, ddmmyy string, individual int) string {
	t.Helper()
	for ; individual < 1000; individual++ {
		s := fmt.Sprintf("%s%03d", ddmmyy, individual)
		k1 := sum(s, 3, 7, 6, 1, 8, 9, 4, 5, 2)
		if k1 == 10 {
			continue
		}
		s += fmt.Sprint(k1)
		if k2 := sum(s, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2); k2 < 10 {
			return s + fmt.Sprint(k2)
		}
	}
	t.Fatalf("no number on %s", ddmmyy)
	return ""
}

func sum(s string, weights ...int) int {
	n := 0
	for i, w := range weights {
		n += w * int(s[i]-'0')
	}
	return (11 - n%11) % 11
}

func TestParse(t *testing.T) {
	valid := number(t, "148378", 400)
	other := valid[:10] + string('0'+(valid[10]-'0'+1)%10)
	tests := []struct {
		name, in string
		want     error
	}{
		{"synthetic, month +80", valid, nil},
		{"with a space", valid[:6] + " " + valid[6:], nil},
		{"synthetic D-number, day +40", number(t, "548378", 400), nil},
		{"synthetic, month +65", number(t, "146878", 400), nil},
		{"synthetic, month +40", number(t, "144378", 400), nil},
		{"leap day", number(t, "298208", 400), nil},
		{"from 2032, first sum leaves 1", "02813299960", nil},
		{"from 2032, first sum leaves 3", "02813299987", nil},
		{"last check digit off", other, fnr.ErrInvalid},
		{"no such month", number(t, "149378", 400), fnr.ErrInvalid},
		{"no such day", number(t, "328378", 400), fnr.ErrInvalid},
		{"29 February of no leap year", number(t, "298207", 400), fnr.ErrInvalid},
		{"empty", "", fnr.ErrInvalid},
		{"short", valid[:10], fnr.ErrInvalid},
		{"long", valid + "0", fnr.ErrInvalid},
		{"letters", "1483784683x", fnr.ErrInvalid},
		{"foreign digits", "١٤٨٣٧٨٤٦٨٣٩", fnr.ErrInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, err := fnr.Parse(tt.in)
			if !errors.Is(err, tt.want) {
				t.Fatalf("Parse: %v, want %v", err, tt.want)
			}
			if err == nil && n.Digits() != strings.ReplaceAll(tt.in, " ", "") {
				t.Error("the digits are not those read")
			}
		})
	}
}

func TestKinds(t *testing.T) {
	parse := func(s string) fnr.Number {
		n, err := fnr.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	person, d := parse(number(t, "148378", 400)), parse(number(t, "548378", 400))
	if person.DNumber() || !d.DNumber() {
		t.Error("D-numbers are told by the first digit")
	}
	if person.System() != fnr.SystemNational || d.System() != fnr.SystemD {
		t.Error("wrong identifier system")
	}
	if !person.Synthetic() || !d.Synthetic() {
		t.Error("month +80 is synthetic")
	}
	if (fnr.Number{}).Synthetic() || (fnr.Number{}).DNumber() || (fnr.Number{}).Digits() != "" || !(fnr.Number{}).IsZero() {
		t.Error("the zero Number is nobody's")
	}
	if again := parse(person.Digits()); again != person {
		t.Error("equal numbers compare equal")
	}
}

func TestPrintsMasked(t *testing.T) {
	n, err := fnr.Parse(number(t, "148378", 400))
	if err != nil {
		t.Fatal(err)
	}
	type outer struct{ inner fnr.Number }
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%b"} {
		fmt.Fprintf(&out, verb+" ", n)
		fmt.Fprintf(&out, verb+" ", outer{n})
		fmt.Fprintf(&out, verb+" ", &outer{n})
		fmt.Fprintf(&out, verb+" ", map[fnr.Number]int{n: 1})
	}
	if err := json.NewEncoder(&out).Encode(map[fnr.Number]fnr.Number{n: n}); err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(&out, nil))
	log.Info("subject", slog.Any("number", n), slog.Any("outer", outer{n}))
	hex := fmt.Sprintf("%x", n.Digits())
	for _, leak := range []string{n.Digits(), hex, strings.ToUpper(hex)} {
		if strings.Contains(out.String(), leak) {
			t.Fatalf("the digits show in %s", out.String())
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(number(f, "148378", 400))
	f.Add("")
	f.Add("00000000000")
	f.Fuzz(func(t *testing.T, s string) {
		n, err := fnr.Parse(s)
		if err != nil {
			if n != (fnr.Number{}) || err.Error() != fnr.ErrInvalid.Error() {
				t.Fatal("a refused input leaves something behind")
			}
			return
		}
		if again, err := fnr.Parse(n.Digits()); err != nil || again != n {
			t.Fatal("the digits do not parse back")
		}
	})
}

func ExampleNumber() {
	n, err := fnr.Parse("14837846839")
	fmt.Println(n, n.Synthetic(), err)
	// Output: *********** true <nil>
}
