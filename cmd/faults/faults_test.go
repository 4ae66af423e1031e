package main

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"
)

// some are cells that cover every source and every fault, in groups that run in
// parallel. make faults runs the whole matrix.
var some = map[string]string{
	"in health data": "fastlegeregister/(another resource|no such name|slow name)" +
		"|reseptformidler/(says nothing|next page elsewhere|huge)" +
		"|kjernejournal/(reset|wrong person)",
	"in records and costs": "pasientjournal.NORD/(cut mid-body|cut in the headers|wrong person)" +
		"|frikort/(503, come back later|duplicate keys|NaN)" +
		"|folkeregister.krr/(wrong person|record missing|redirect)",
	"in what decides": "usagelog/refused" +
		"|personvern.powers/(truncated|record twice)" +
		"|personvern.settings/(slow headers|TLS untrusted)" +
		"|folkeregister.persontjenesten/(401|a million levels|gzip bomb)",
}

// One register fails in one way, and nothing else does.
func TestSomeFaults(t *testing.T) {
	t.Parallel()
	for where, cells := range some {
		t.Run(where, func(t *testing.T) {
			if groupsTogether {
				t.Parallel()
			}
			holds(t, cells)
		})
	}
}

// The same for special faults.
func TestSpecialFaults(t *testing.T) {
	t.Parallel()
	holds(t, "all/([A-Za-z ]+|personvern.settings refused, frikort slow|reseptformidler about others, personvern.settings truncated)")
}

// holds runs some cells. Times depend on the machine, and are left to make
// faults.
func holds(t *testing.T, cells string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	wanted := regexp.MustCompile("^(" + cells + ")$")
	_, err := matrix(ctx, matrixOptions{
		only: func(register, fault string) bool { return wanted.MatchString(register + "/" + fault) },
		rate: 40, each: 700 * time.Millisecond, quick: true, gateway: gatewayOf(t),
		begin: func(int, int, string) {},
		done: func(c cell) {
			t.Log(c.line())
			if !c.held() {
				t.Errorf("%s/%s does not hold", c.source, c.fault)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWithin(t *testing.T) {
	object := func(key string, value any) map[string]any { return map[string]any{key: value} }
	for name, c := range map[string]struct {
		got, want any
		is        bool
	}{
		"nothing is told":             {nil, "x", true},
		"the same":                    {"x", "x", true},
		"another value":               {"y", "x", false},
		"a value where there was not": {"y", nil, false},
		"a field is null":             {object("a", nil), object("a", "x"), true},
		"a field is new":              {object("b", "x"), object("a", "x"), false},
		"in another order":            {[]any{"b", "a"}, []any{"a", "b"}, true},
		"one is missing":              {[]any{"b"}, []any{"a", "b"}, true},
		"one is a stranger's":         {[]any{"a", "c"}, []any{"a", "b"}, false},
		"parts of two in one":         {[]any{map[string]any{"a": 1.0, "b": 2.0}}, []any{map[string]any{"a": 1.0, "b": 1.0}, map[string]any{"a": 2.0, "b": 2.0}}, false},
	} {
		if got := within(c.got, c.want); got != c.is {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestReport(t *testing.T) {
	s := summary{cells: []cell{
		{source: "a", fault: "refused", requests: 10, others: 20 * time.Millisecond},
		{source: "b", fault: "refused", failures: []string{"too late"}},
		{source: "all", fault: "overload", note: "numbers"},
	}}
	dir := t.TempDir()
	if err := s.write(dir); err != nil {
		t.Fatal(err)
	}
	text := s.markdown()
	for _, want := range []string{"2 of 3 cells held", "| refused | 20 | ✗ 0 |", "- b, refused: too late", "| overload | held | numbers |"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
}
