package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// explainCommand explains how a query would be decided, without executing it.
type explainCommand struct {
	File      string `arg:"" help:"Query to explain; - reads standard input." placeholder:"FILE"`
	As        string `help:"Ask as this persona of the demonstration." required:"" placeholder:"PERSONA"`
	Client    string `help:"Ask by this client." default:"web"`
	Variables string `help:"Variables of the query, as JSON." default:"{}" placeholder:"JSON"`
	Gateway   string `help:"Address of the demonstration." default:"http://127.0.0.1:8080" placeholder:"URL"`
	Language  string `help:"Language of the reasons: en, nb or nn." default:"en" enum:"en,nb,nn"`
}

// explained is a row of extensions.explain.
type explained struct {
	Path     []any             `json:"path"`
	Service  string            `json:"service"`
	Open     bool              `json:"open"`
	Reason   string            `json:"reason"`
	Rule     int               `json:"rule"`
	Remedy   map[string]string `json:"remedy"`
	Register string            `json:"register"`
	Calls    int               `json:"calls"`
}

// Run prints a line for each field that a decision guards or a register answers.
// Privacy registers are called; health registers are not.
func (e explainCommand) Run(p *program) error {
	query, err := p.read(e.File)
	if err != nil {
		return err
	}
	if !json.Valid([]byte(e.Variables)) {
		return errors.New("--variables is not JSON")
	}
	var token bytes.Buffer
	if err := (tokenCommand{Persona: e.As, Issuer: e.Gateway, Client: e.Client}).Run(&program{Context: p.Context, stdout: &token}); err != nil {
		return err
	}
	rows, err := e.query(p, string(query), strings.TrimSpace(token.String()))
	if err != nil {
		return err
	}
	return tabulate(p.stdout, rows)
}

// query sends the query with the extension that explains it instead of executing
// it.
func (e explainCommand) query(p *program, query, token string) ([]explained, error) {
	body, err := json.Marshal(map[string]any{
		"query": query, "variables": json.RawMessage(e.Variables), "extensions": map[string]any{"explain": true},
	})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(p, 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(e.Gateway, "/")+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", e.Language)
	r.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, fmt.Errorf("no demonstration at %s; start one with helsegraf demo", e.Gateway)
	}
	defer func() { _ = resp.Body.Close() }()
	var response struct {
		Errors []struct {
			Message string `json:"message"`
		} `json:"errors"`
		Extensions struct {
			Explain []explained `json:"explain"`
		} `json:"extensions"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, 8<<20)).Decode(&response); err != nil {
		return nil, errors.New("the gateway's answer could not be read")
	}
	for _, refusal := range response.Errors {
		err = errors.Join(err, errors.New(refusal.Message))
	}
	return response.Extensions.Explain, err
}

// tabulate writes the rows in columns, with the total cost below.
func tabulate(w io.Writer, rows []explained) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "FIELD\tSERVICE\tDECISION\tRULE\tREGISTER\tCALLS\tOPENS WITH")
	calls := 0
	for _, row := range rows {
		calls += row.Calls
		decision, rule := "open", ""
		if !row.Open {
			decision = row.Reason
		}
		if row.Rule > 0 {
			rule = strconv.Itoa(row.Rule)
		}
		remedy := strings.TrimSpace(row.Remedy["action"] + " " + row.Remedy["level"] + row.Remedy["service"])
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%d\t%s\n", place(row.Path), row.Service, decision, rule, row.Register, row.Calls, remedy)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%d calls to registers would be made\n", calls)
	return err
}

// place is a response path as one string: viewer.represents[2].person.
func place(path []any) string {
	var b strings.Builder
	for i, step := range path {
		switch step := step.(type) {
		case float64:
			fmt.Fprintf(&b, "[%d]", int(step))
		default:
			if i > 0 {
				b.WriteByte('.')
			}
			fmt.Fprint(&b, step)
		}
	}
	return b.String()
}
