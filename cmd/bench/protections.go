package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"helsegraf/cmd/lab"
)

// protection is a protection that is removed to measure its cost. The program
// has no switches for this: a gateway without one is built from source modified
// for the compiler (go build -overlay) or, where it depends on the register, by
// configuration.
type protection struct {
	name    string
	variant variant
	cuts    []cut
}

// cut is a change to a file.
type cut struct{ file, old, new string }

var protectionsOf = []protection{
	{name: "policy", cuts: []cut{{
		"graph/policy/decide.go", "(number int, code Code) {\n", "(number int, code Code) {\n\treturn 0, Open\n",
	}}},
	{name: "usage log", cuts: []cut{{
		"resolvers/usage.go", "if len(entries) == 0 {\n\t\treturn\n\t}\n\tu.done", "if len(entries) >= 0 {\n\t\tu.faults = make([]error, len(entries))\n\t\treturn\n\t}\n\tu.done",
	}}},
	{name: "proofs of possession", variant: variant{basic: true}},
	{name: "limits and rates", cuts: []cut{
		{"graph/gateway/documents/limits.go", "func (l Limits) check(c count) *fault.Fault {\n", "func (l Limits) check(c count) *fault.Fault {\n\treturn nil\n"},
		{"graph/gateway/quota/rates.go", "changes bool, now time.Time) (wait time.Duration) {\n", "changes bool, now time.Time) (wait time.Duration) {\n\treturn 0\n"},
	}},
	{name: "circuits", cuts: []cut{{
		"sources/client.go", "ask func(context.Context) error) error {\n\tselect {", "ask func(context.Context) error) error {\n\tif true {\n\t\treturn c.record(ctx, op, 0, ask(c.counting(ctx)))\n\t}\n\tselect {",
	}}},
}

// protections is S6: the cost of each protection, by a gateway without it.
func (b *bench) protections(ctx context.Context) ([]row, error) {
	var rows []row
	for i, p := range protectionsOf {
		b.bar.Step("S6: build without %s", p.name)
		without, err := b.buildWithout(ctx, i, p)
		if err != nil {
			return nil, fmt.Errorf("without %s: %w", p.name, err)
		}
		if err := without.start(ctx, b.Dir); err != nil {
			return nil, err
		}
		l := load{request: toHealth, people: b.citizens, clients: 32, lasts: b.each / 2}
		runs, err := b.turnsOf(ctx, "S6 without "+p.name, []*contender{b.gateway, without}, l)
		without.stop()
		if err != nil {
			return nil, err
		}
		var shares []float64
		for round, m := range runs[without.name] {
			shares = append(shares, processorMs(m)/processorMs(runs[b.gateway.name][round]))
		}
		left := spreadOf(shares)
		rows = append(rows, row{
			what: "processor time of S1 without " + p.name, who: b.gateway.name,
			value:  fmt.Sprintf("%.3f ms", figures(runs[without.name], processorMs).median),
			ratio:  left,
			detail: fmt.Sprintf("to the whole gateway: it costs %.0f %%", 100*(1-left.median)),
		})
	}
	return rows, nil
}

// applied is the file at path with the cut made.
func (c cut) applied(path string) ([]byte, error) {
	source, err := os.ReadFile(path) //nolint:gosec // our own source
	if err != nil {
		return nil, err
	}
	if strings.Count(string(source), c.old) != 1 {
		return nil, fmt.Errorf("%s is not as it was when this was written", c.file)
	}
	return []byte(strings.Replace(string(source), c.old, c.new, 1)), nil
}

func (b *bench) buildWithout(ctx context.Context, n int, p protection) (*contender, error) {
	root, err := lab.Dir(ctx, lab.Program)
	if err != nil {
		return nil, err
	}
	replace := map[string]string{}
	for i, c := range p.cuts {
		path := filepath.Join(root, c.file)
		text, err := c.applied(path)
		if err != nil {
			return nil, err
		}
		if replace[path], err = b.File(fmt.Sprintf("cut-%d-%d.go", n, i), text); err != nil {
			return nil, err
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return nil, err
	}
	file, err := b.File(fmt.Sprintf("overlay-%d.json", n), overlay)
	if err != nil {
		return nil, err
	}
	c, err := b.built(fmt.Sprintf("without-%d", n), func(binary string) error { return lab.BuildGateway(ctx, binary, "-overlay", file) })
	if err != nil {
		return nil, err
	}
	return c, b.configureGateway(c, p.variant)
}
