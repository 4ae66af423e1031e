package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/graph/contract"
	"helsegraf/graph/manifest"
)

// schemaCheckCommand compares the schema with an older one.
type schemaCheckCommand struct {
	Against       string `required:"" help:"Older schema, in SDL; - reads standard input." placeholder:"OLD"`
	Schema        string `help:"Newer schema, in SDL. Default: the program's own." placeholder:"FILE"`
	Manifests     string `help:"Directory with the trusted documents of each client, as CLIENT.json. Default: those of the configuration." placeholder:"DIR"`
	Config        string `help:"Configuration file with the clients. Default: that of the demonstration, which has no trusted documents." placeholder:"FILE"`
	Client        string `help:"Check only this client's documents." placeholder:"NAME"`
	AllowBreaking bool   `help:"Exit with 0 even if something breaks."`
	JSON          bool   `help:"Print JSON." name:"json"`
}

// compared is what the command finds.
type compared struct {
	Counts  map[contract.Criticality]int `json:"counts"`
	Changes []contract.Change            `json:"changes"`
	Broken  []contract.Broken            `json:"broken"`
}

// Run prints the changes, and fails when one breaks clients.
func (c schemaCheckCommand) Run(p *program) error {
	known, err := applicationsOf(c.Config)
	if err != nil {
		return err
	}
	from, err := schemaOf(p, c.Against)
	if err != nil {
		return err
	}
	to := known.Whole.Schema()
	if c.Schema != "" {
		if to, err = schemaOf(p, c.Schema); err != nil {
			return err
		}
	}
	clients, err := c.clients(p, known)
	if err != nil {
		return err
	}
	found := compared{Counts: map[contract.Criticality]int{}, Changes: contract.Diff(from, to)}
	found.Broken = contract.Break(found.Changes, from, to, clients)
	for _, level := range contract.Criticalities() {
		found.Counts[level] = 0
	}
	for _, change := range found.Changes {
		found.Counts[change.Criticality]++
	}
	if c.JSON {
		err = json.NewEncoder(p.stdout).Encode(found)
	} else {
		err = found.write(p.stdout)
	}
	if err == nil && found.breaks() && !c.AllowBreaking {
		return exitCode(1)
	}
	return err
}

// breaks reports whether a change breaks clients.
func (f compared) breaks() bool {
	return f.Counts[contract.Breaking] > 0 || slices.ContainsFunc(f.Broken, func(b contract.Broken) bool { return !b.Before })
}

// schemaOf reads a schema from a file, or standard input.
func schemaOf(p *program, file string) (*ast.Schema, error) {
	text, err := p.read(file)
	if err != nil {
		return nil, err
	}
	s, err := gqlparser.LoadSchema(&ast.Source{Name: file, Input: string(text)})
	if err != nil {
		return nil, fmt.Errorf("not a schema: %w", err)
	}
	if s.Query == nil {
		return nil, fmt.Errorf("not a schema: %s has no query type", file)
	}
	return s, nil
}

// clients are the clients whose documents are checked.
func (c schemaCheckCommand) clients(p *program, known *config.Applications) ([]contract.Client, error) {
	files := map[string]string{}
	if c.Manifests != "" {
		found, err := os.ReadDir(c.Manifests)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read", c.Manifests)
		}
		for _, f := range found {
			if name, ok := strings.CutSuffix(f.Name(), ".json"); ok {
				files[name] = filepath.Join(c.Manifests, f.Name())
			}
		}
	} else {
		for i := range known.Clients {
			if client := &known.Clients[i]; client.Documents.File != "" {
				files[client.ID] = client.Documents.File
			}
		}
	}
	if c.Client != "" {
		if files[c.Client] == "" {
			return nil, fmt.Errorf("%s has no manifest", c.Client)
		}
		files = map[string]string{c.Client: files[c.Client]}
	}
	var clients []contract.Client
	for _, name := range slices.Sorted(maps.Keys(files)) {
		text, err := p.read(files[name])
		if err != nil {
			return nil, err
		}
		documents, wrong := manifest.Read(text)
		if len(wrong) > 0 {
			var all config.Faults
			for _, what := range wrong {
				all = append(all, config.Fault{Where: files[name], What: what})
			}
			return nil, all
		}
		clients = append(clients, contract.Client{Name: name, Documents: documents})
	}
	return clients, nil
}

// write prints the changes for people, the worst first. Parts of something new
// are only counted.
func (f compared) write(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, level := range contract.Criticalities() {
		if f.Counts[level] == 0 {
			continue
		}
		within := 0
		_, _ = fmt.Fprintf(t, "%s\n", level)
		for _, c := range f.Changes {
			switch {
			case c.Criticality != level:
			case c.Within:
				within++
			default:
				_, _ = fmt.Fprintf(t, "  %s\t%s\n", c.Coordinate, oneLine(c.Message))
				for _, use := range c.Breaks {
					_, _ = fmt.Fprintf(t, "  \tbreaks %s: %s\n", use.Client, strings.Join(use.Documents, ", "))
				}
			}
		}
		if within > 0 {
			_, _ = fmt.Fprintf(t, "  and %d parts of what is new\n", within)
		}
		_, _ = fmt.Fprintln(t)
		if err := t.Flush(); err != nil {
			return err
		}
	}
	if len(f.Broken) > 0 {
		_, _ = fmt.Fprintln(t, "DOCUMENTS NO LONGER VALID")
		for _, b := range f.Broken {
			for _, what := range b.Faults {
				if b.Before {
					what += " (nor was it before)"
				}
				_, _ = fmt.Fprintf(t, "  %s\t%s\t%s\n", b.Client, b.Document, oneLine(what))
			}
		}
		_, _ = fmt.Fprintln(t)
	}
	_, _ = fmt.Fprintf(t, "%d breaking, %d dangerous, %d safe\n", f.Counts[contract.Breaking], f.Counts[contract.Dangerous], f.Counts[contract.Safe])
	return t.Flush()
}

// oneLine puts a text, such as a description, on one line.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
