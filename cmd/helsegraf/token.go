package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// tokenCommand gets a token from a demonstration.
type tokenCommand struct {
	Persona string `arg:"" help:"Persona, such as line, berit or gunnar."`
	Issuer  string `help:"Address of the demonstration, or of its issuer." default:"http://127.0.0.1:8080" placeholder:"URL"`
	Client  string `help:"Client that the token is for." default:"web"`
}

// Run prints the token.
func (t tokenCommand) Run(p *program) error {
	query := url.Values{"persona": {t.Persona}, "client": {t.Client}}
	status, body, err := p.post(strings.TrimSuffix(t.Issuer, "/") + "/demo/token?" + query.Encode())
	if err != nil {
		return fmt.Errorf("no demonstration at %s; start one with helsegraf demo", t.Issuer)
	}
	var response struct {
		AccessToken string `json:"access_token"`
	}
	switch {
	case status == http.StatusNotFound:
		return fmt.Errorf("the demonstration has nobody called %q", t.Persona)
	case status != http.StatusOK || json.Unmarshal(body, &response) != nil || response.AccessToken == "":
		return errors.New("the demonstration issues no tokens to client " + t.Client)
	}
	_, err = fmt.Fprintln(p.stdout, response.AccessToken)
	return err
}
