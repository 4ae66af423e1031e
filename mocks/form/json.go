package form

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Decode reads JSON, keeping numbers as written.
func Decode(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	return v, err
}

// JSON rewrites the answer of a JSON register: members in any order, with unknown ones
// added, instants with any offset and numbers in any notation.
func JSON(dice *rand.Rand, text []byte) []byte {
	v, err := Decode(text)
	if err != nil {
		return text
	}
	walk(v, func(o map[string]any) {
		if dice.IntN(4) == 0 {
			o[fmt.Sprintf("ukjent%04d", dice.IntN(10_000))] = []any{nil, "x", map[string]any{"y": json.Number("1.0")}}
		}
	})
	return Write(dice, v)
}

// walk calls see for every object of v, inner objects first.
func walk(v any, see func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			walk(v[name], see)
		}
		see(v)
	case []any:
		for _, inner := range v {
			walk(inner, see)
		}
	}
}

// Write writes a value from Decode: members in any order, instants with any offset and
// numbers in any notation.
func Write(dice *rand.Rand, v any) []byte {
	w := writer{dice: dice}
	w.value(v)
	return w.Bytes()
}

type writer struct {
	bytes.Buffer
	dice *rand.Rand
}

// put writes into memory, which never fails.
func (w *writer) put(s string) { _, _ = w.WriteString(s) }

func (w *writer) value(v any) {
	switch v := v.(type) {
	case map[string]any:
		names := slices.Sorted(maps.Keys(v))
		w.dice.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		w.list("{", "}", len(names), func(i int) {
			w.text(names[i])
			w.put(":")
			w.blank()
			w.value(v[names[i]])
		})
	case []any:
		w.list("[", "]", len(v), func(i int) { w.value(v[i]) })
	case json.Number:
		w.put(number(w.dice, v.String()))
	case string:
		w.text(instant(w.dice, v))
	default:
		b, _ := json.Marshal(v) // true, false or null
		w.put(string(b))
	}
}

func (w *writer) list(open, end string, n int, one func(i int)) {
	w.put(open)
	for i := range n {
		if i > 0 {
			w.put(",")
		}
		w.blank()
		one(i)
	}
	w.put(end)
}

func (w *writer) blank() {
	if w.dice.IntN(3) == 0 {
		w.put([]string{" ", "\n\t", "\r\n"}[w.dice.IntN(3)])
	}
}

// text writes a string, with some of its letters as numeric escapes.
func (w *writer) text(s string) {
	b, _ := json.Marshal(s) // never fails for a string
	if w.dice.IntN(4) > 0 {
		w.put(string(b))
		return
	}
	for _, r := range string(b) {
		if r > 0x7f && r < 0xd800 {
			w.put(fmt.Sprintf(`\u%04x`, r))
			continue
		}
		w.put(string(r))
	}
}

var instantForm = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)

// instant returns s with another offset, and with or without fractions, if it is an
// instant.
func instant(dice *rand.Rand, s string) string {
	if !instantForm.MatchString(s) {
		return s
	}
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return s
	}
	offset := []int{0, 60, 120, -210, 840, -840, 345}[dice.IntN(7)]
	layout := time.RFC3339Nano
	if dice.IntN(2) == 0 {
		layout = "2006-01-02T15:04:05.000000Z07:00"
	}
	return at.In(time.FixedZone("", 60*offset)).Format(layout)
}

// number returns a number in another notation with the same precision.
func number(dice *rand.Rand, n string) string {
	whole, fraction, _ := strings.Cut(n, ".")
	if strings.ContainsAny(n, "eE-") || whole == "0" && fraction != "" || dice.IntN(2) == 0 {
		return n
	}
	if len(whole) == 1 && fraction == "" {
		return n + []string{"e0", "E0", "E+0"}[dice.IntN(3)]
	}
	return whole[:1] + "." + whole[1:] + fraction + []string{"e", "E", "E+"}[dice.IntN(3)] + strconv.Itoa(len(whole)-1)
}
