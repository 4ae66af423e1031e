package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"os"
	"slices"
	"strconv"
	"time"

	"helsegraf/cmd/lab"
	"helsegraf/graph/gateway"
	"helsegraf/mocks/world"
)

// registersCommand runs the stand-ins without a gateway.
type registersCommand struct {
	Listen    string    `help:"Address of the issuer; each register takes the next port. With port 0, each takes any free one." default:"127.0.0.1:9100" placeholder:"HOST:PORT"`
	Now       time.Time `help:"Start the clock at this time." placeholder:"TIME"`
	People    int       `help:"Number of people besides the named ones." default:"200"`
	Wards     int       `help:"Number of people that gunnar is guardian of." default:"50"`
	ClientID  string    `help:"Client known to the stand-in for HelseID." default:"helsegraf"`
	ClientKey string    `help:"File with that client's public key, as a JWK." type:"existingfile" placeholder:"FILE"`
	Page      string    `help:"Address of a gateway's GraphiQL, on which people may log in as the client graphiql." placeholder:"URL"`
	JSON      bool      `help:"When ready, print one line of JSON and nothing else." name:"json"`
}

// Run runs them until interrupted.
func (r registersCommand) Run(p *program) error {
	host, digits, err := net.SplitHostPort(r.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	port, err := strconv.Atoi(digits)
	if err != nil {
		return fmt.Errorf("listen: %q is not a port", digits)
	}
	s, err := p.startStandIns(host, port, world.Options{Now: running(r.Now), People: r.People, Wards: r.Wards})
	if err != nil {
		return err
	}
	defer s.close()
	if r.ClientKey != "" {
		key, err := os.ReadFile(r.ClientKey)
		if err != nil {
			return fmt.Errorf("client key: %w", err)
		}
		if err := s.issuer.RegisterClient(r.ClientID, lab.Organization, key); err != nil {
			return err
		}
	}
	if r.Page != "" {
		if err := s.letIn(r.Page, false); err != nil {
			return fmt.Errorf("page: %w", err)
		}
	}
	if err := r.printAddresses(p, s); err != nil {
		return err
	}
	<-p.Done()
	return nil
}

func (r registersCommand) printAddresses(p *program, s *standIns) error {
	if r.JSON {
		return json.NewEncoder(p.stdout).Encode(struct {
			Issuer    string            `json:"issuer"`
			Registers map[string]string `json:"registers"`
			Personas  []gateway.Persona `json:"personas"`
		}{s.issuer.URL(), s.urls, s.personas()})
	}
	_, err := fmt.Fprintf(p.stdout, "%-18s%s\n", "issuer", s.issuer.URL())
	for _, name := range slices.Sorted(maps.Keys(s.urls)) {
		if err == nil {
			_, err = fmt.Fprintf(p.stdout, "%-18s%s\n", name, s.urls[name])
		}
	}
	return err
}
