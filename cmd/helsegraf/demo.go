package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"slices"
	"strings"
	"time"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/cmd/lab"
	"helsegraf/graph/gateway"
	"helsegraf/graph/gateway/pages/minhelse"
	"helsegraf/graph/telemetry"
	"helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
	"helsegraf/resolvers"
)

// demoCommand runs everything in one process on this machine.
type demoCommand struct {
	Listen  string    `help:"Address to listen on." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	Now     time.Time `help:"Start the clock at this time, such as 2026-11-22T12:00:00+01:00." placeholder:"TIME"`
	People  int       `help:"Number of people besides the named ones." default:"200"`
	JSON    bool      `help:"When ready, print one line of JSON and nothing else." name:"json"`
	Verbose bool      `help:"Log each request." short:"v"`
}

// Run runs it until interrupted.
func (d demoCommand) Run(p *program) error {
	level := slog.LevelWarn
	if d.Verbose {
		level = slog.LevelInfo
	}
	demo, err := d.start(p, surroundings{now: running(d.Now), log: p.logger(level)})
	if err != nil {
		return err
	}
	defer demo.close()
	if err := d.printAddresses(p, address(demo.listener), demo.registers); err != nil {
		return err
	}
	return p.serve(demo.gateway, demo.listener, 0, p.logger(level))
}

// demonstration is a running set of registers, with a gateway ready to serve.
type demonstration struct {
	listener  net.Listener
	registers *standIns
	resolver  *resolvers.Resolver
	gateway   *gateway.Gateway
	telemetry *telemetry.Telemetry
}

func (d *demonstration) close() {
	_ = d.listener.Close()
	if d.registers != nil {
		d.registers.close()
	}
}

// start makes it, with these surroundings.
func (d demoCommand) start(p *program, s surroundings) (_ *demonstration, err error) {
	l, err := p.listen(d.Listen)
	if err != nil {
		return nil, err
	}
	demo := &demonstration{listener: l}
	defer func() {
		if err != nil {
			demo.close()
		}
	}()
	demo.registers, err = p.startStandIns("127.0.0.1", 0, world.Options{Now: s.now, People: d.People, Forms: s.forms})
	if err != nil {
		return nil, err
	}
	s = s.observed()
	demo.telemetry = s.observer
	c, err := demoConfig(demo.registers, address(l))
	if err != nil {
		return nil, err
	}
	if demo.resolver, err = resolve(c, s); err != nil {
		return nil, err
	}
	app, err := minhelse.New()
	if err != nil {
		return nil, err
	}
	s.demo = &gateway.Demo{Personas: demo.registers.personas(), Tokens: demo.registers.issuer, App: app, Faults: demo.registers.faultPanel()}
	if demo.gateway, err = front(c, s, demo.resolver); err != nil {
		return nil, err
	}
	return demo, nil
}

// demoConfig is the configuration of a gateway on the stand-ins, with keys made
// for this run.
func demoConfig(s *standIns, publicURL string) (config.Config, error) {
	const id = "helsegraf"
	key, err := lab.Enrol(s.issuer, id)
	if err != nil {
		return config.Config{}, err
	}
	c := config.Config{
		PublicURL: publicURL,
		IDs:       config.IDs{Key: lab.IDKey()},
		Issuers:   []config.Issuer{{Issuer: s.issuer.URL(), Audience: "helsegraf", Synthetic: true}},
		HelseID:   config.HelseID{Issuer: s.issuer.URL(), ClientID: id, Key: key},
		Clients:   demoClients(),
		Rates:     config.Rates{Client: config.Rate{PerMinute: -1}, Subject: config.Rate{PerMinute: -1}, Changes: config.Rate{PerMinute: -1}},
		Registers: config.RegistersOf(s.all),
	}
	for _, r := range c.Registers {
		if r.Demo != nil {
			r.Own = r.Demo()
		}
	}
	c.Registers.Reach(func(e config.Reachable) string { return s.urls[e.Register.Key] + e.Prefix() }, fastlegeregister.User, fastlegeregister.Password, nhn.SubscriptionKey)
	if err := c.Complete("demonstration"); err != nil {
		return config.Config{}, err
	}
	// Application developers also run theirs on this machine.
	for i := range c.Clients {
		c.Clients[i].Origins = []string{"http://localhost:*", "http://127.0.0.1:*"}
	}
	return c, nil
}

// demoClients are the demonstration's applications, with the scopes its issuer
// gives them. Their names are shown in citizens' logs, so they are in the
// reader's language.
func demoClients() []config.Client {
	all := []string{"helsegraf:read", "helsegraf:write"}
	return []config.Client{
		{ID: "web", Name: "Min helse", Scopes: all},
		{ID: "app", Name: "Helseappen", Scopes: all},
		{ID: "graphiql", Name: "GraphiQL", Scopes: all},
		{ID: "analyst", Name: "Forskningsprosjektet", Scopes: all[:1]},
		{
			ID: "partner", Name: "Partnerportalen", Scopes: []string{"helsegraf:gp_information.read", "helsegraf:exemption_card.read", "helsegraf:profile.read"},
			Rates: config.Rates{Client: config.Rate{PerMinute: 6000}, Subject: config.Rate{PerMinute: 60}}, // low enough to try out
		},
	}
}

// holder is a fictitious person to give a power to: givePower takes a number, and
// nothing else in the demonstration tells one.
type holder struct {
	Number   string `json:"holderNumber"`
	LastName string `json:"holderLastName"`
}

// printAddresses prints the addresses: as JSON for programs, otherwise for people.
func (d demoCommand) printAddresses(p *program, gatewayURL string, s *standIns) error {
	if d.JSON {
		return json.NewEncoder(p.stdout).Encode(struct {
			Gateway   string            `json:"gateway"`
			GraphQL   string            `json:"graphql"`
			GraphiQL  string            `json:"graphiql"`
			Issuer    string            `json:"issuer"`
			Registers map[string]string `json:"registers"`
			Personas  []gateway.Persona `json:"personas"`
			Holder    holder            `json:"holder"`
		}{gatewayURL, gatewayURL + "/graphql", gatewayURL + "/", s.issuer.URL(), s.urls, s.personas(), s.holder()})
	}
	strong, faint, accent, plain := "\x1b[1m", "\x1b[2m", "\x1b[1;36m", "\x1b[0m"
	if !p.colour(p.stdout) {
		strong, faint, accent, plain = "", "", "", ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n%sHelsegraf%s  demo with fictitious people and mock registers; nothing is stored\n\n", accent, plain)
	for _, at := range [][2]string{{"GraphiQL", "/"}, {"Min helse", "/app/"}, {"status", "/status"}, {"docs", "/docs"}, {"GraphQL", "/graphql"}} {
		fmt.Fprintf(&b, "  %-12s%s%s%s%s\n", at[0], strong, gatewayURL, at[1], plain)
	}
	fmt.Fprintf(&b, "  %-12s%s\n\n", "tokens", s.issuer.URL())
	for _, name := range slices.Sorted(maps.Keys(s.urls)) {
		fmt.Fprintf(&b, "  %s%-18s%s%s\n", faint, name, s.urls[name], plain)
	}
	b.WriteString("\n")
	for _, person := range s.personas() {
		fmt.Fprintf(&b, "  %s%-8s%s%s\n", strong, person.Key, plain, person.About)
	}
	to := s.holder()
	fmt.Fprintf(&b, "\n  %sberit can be given a power: holderNumber %s, holderLastName %s%s\n", faint, to.Number, to.LastName, plain)
	fmt.Fprintf(&b, "\nTry:\n\n  TOKEN=$(go run ./cmd/helsegraf token line --issuer %s)\n", gatewayURL)
	fmt.Fprintf(&b, "  curl -s %s/graphql -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' \\\n", gatewayURL)
	b.WriteString("    -d '{\"query\":\"{ viewer { person { name { full } generalPractitioner { practitioner { name { full } } } } } }\"}'\n\n")
	_, err := p.stdout.Write([]byte(b.String()))
	return err
}
