package main

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/cmd/lab"
	"helsegraf/cmd/registers"
	"helsegraf/graph"
	"helsegraf/graph/manifest"
	"helsegraf/resolvers"
)

// documentsCommand has the commands about trusted documents.
type documentsCommand struct {
	Check documentsCheckCommand `cmd:"" help:"Check a manifest, and tell how many calls each operation can cost."`
}

// documentsCheckCommand checks a manifest before it is deployed.
type documentsCheckCommand struct {
	Manifest string `arg:"" help:"Manifest from Apollo, Relay or graphql-codegen." placeholder:"MANIFEST"`
	Config   string `help:"Configuration file with the client and the limits. Default: that of the demonstration." placeholder:"FILE"`
	Client   string `help:"The client whose documents they are. Default: one that sees the whole schema." placeholder:"NAME"`
	JSON     bool   `help:"Print JSON." name:"json"`
}

// checked is a valid document of a manifest.
type checked struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
	// Calls are the most calls made to each register, and in total.
	Calls     int                    `json:"calls"`
	Registers map[graph.Register]int `json:"registers"`
	// Represented is how many of the people the viewer acts for fit the budget;
	// with more, some fields are over budget.
	Represented *int     `json:"represented,omitempty"`
	Deprecated  []string `json:"deprecated"`
}

// Run prints the documents and fails if anything is wrong.
func (c documentsCheckCommand) Run(p *program) error {
	known, err := applicationsOf(c.Config)
	if err != nil {
		return err
	}
	m, wrong, err := known.Manifest(c.Client, c.Manifest)
	if err != nil {
		return err
	}
	r, err := unconnected()
	if err != nil {
		return err
	}
	all := []checked{}
	for _, d := range m.Documents {
		one := checked{ID: d.ID, Name: d.Name, Type: string(d.Operation.Operation), Registers: r.MostCalls(d.Document, d.Name), Deprecated: append([]string{}, d.Deprecated...)}
		for _, calls := range one.Registers {
			one.Calls += calls
		}
		people, represents := r.MostRepresented(d.Document, d.Name, known.Limits.Calls)
		if represents {
			one.Represented = &people
		}
		if one.Calls > known.Limits.Calls && people == 0 {
			wrong = append(wrong, fmt.Sprintf("%s (%s): can have %d calls made to registers; the limit is %d", d.Name, manifest.Short(d.ID), one.Calls, known.Limits.Calls))
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b checked) int { return cmp.Compare(a.Name, b.Name) })
	if c.JSON {
		err = json.NewEncoder(p.stdout).Encode(map[string]any{"documents": all, "faults": append([]string{}, wrong...)})
	} else {
		err = tabulateDocuments(p.stdout, all)
	}
	if err != nil || len(wrong) == 0 {
		return err
	}
	var found config.Faults
	for _, what := range wrong {
		found = append(found, config.Fault{Where: c.Manifest, What: what})
	}
	return found
}

// tabulateDocuments writes a row for each document.
func tabulateDocuments(w io.Writer, documents []checked) error {
	if len(documents) == 0 {
		return nil
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "OPERATION\tTYPE\tID\tCALLS\tREPRESENTED\tREGISTERS\tDEPRECATED")
	for _, d := range documents {
		var registers []string
		for _, name := range slices.Sorted(maps.Keys(d.Registers)) {
			registers = append(registers, fmt.Sprintf("%s %d", name, d.Registers[name]))
		}
		people := ""
		if d.Represented != nil {
			people = strconv.Itoa(*d.Represented)
		}
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%s\t%s\t%s\n", d.Name, d.Type, manifest.Short(d.ID), d.Calls, people, strings.Join(registers, ", "), strings.Join(d.Deprecated, ", "))
	}
	return t.Flush()
}

// unconnected returns resolvers for counting only, without registers.
func unconnected() (*resolvers.Resolver, error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	key, err := lab.JWK(private)
	if err != nil {
		return nil, err
	}
	nowhere := config.Config{
		PublicURL: "http://localhost",
		IDs:       config.IDs{Key: base64.StdEncoding.EncodeToString(make([]byte, config.IDKeySize))},
		Issuers:   []config.Issuer{{Issuer: "http://localhost", Audience: "nobody"}},
		HelseID:   config.HelseID{Issuer: "http://localhost", ClientID: "nobody", Key: string(key)},
		Clients:   demoClients(),
		Registers: config.RegistersOf(registers.All()),
	}
	nowhere.Registers.Reach(func(config.Reachable) string { return "http://localhost" }, "nobody", "none", "none")
	if err := nowhere.Complete("nowhere"); err != nil {
		return nil, err
	}
	return resolve(nowhere, surroundings{})
}
