package main

import (
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"helsegraf/cmd/registers"
	"helsegraf/graph/gateway"
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// standIns are the stand-ins of all registers and the issuer, each at its own
// address.
type standIns struct {
	world     *world.World
	issuer    *issuer.Issuer
	all       []registers.Register
	registers map[string]*standin.StandIn // by register, as the two below
	urls      map[string]string
	stop      map[string]func() error
}

// startStandIns starts them on host, from port on; port 0 is any.
func (p *program) startStandIns(host string, port int, o world.Options) (*standIns, error) {
	world, err := world.New(o)
	if err != nil {
		return nil, err
	}
	s := &standIns{world: world, all: p.known(), registers: map[string]*standin.StandIn{}, urls: map[string]string{}, stop: map[string]func() error{}}
	next := func() (net.Listener, error) {
		l, err := p.listen(net.JoinHostPort(host, strconv.Itoa(port)))
		if port != 0 {
			port++
		}
		return l, err
	}
	l, err := next()
	if err != nil {
		return nil, err
	}
	if s.issuer, err = issuer.New(world, address(l)); err != nil {
		return nil, err
	}
	s.serve("issuer", l, s.issuer)
	for _, r := range s.all {
		if l, err = next(); err != nil {
			s.close()
			return nil, err
		}
		s.registers[r.Key], s.urls[r.Key] = r.StandIn(world, s.issuer), address(l)
		s.serve(r.Key, l, s.registers[r.Key])
	}
	return s, nil
}

func (s *standIns) serve(name string, l net.Listener, h http.Handler) {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	s.stop[name] = server.Close
	go func() { _ = server.Serve(l) }() // until close
}

func (s *standIns) close() {
	for _, stop := range s.stop {
		_ = stop()
	}
}

// personas are the named people.
func (s *standIns) personas() []gateway.Persona {
	var out []gateway.Persona
	for _, p := range s.world.Personas() {
		out = append(out, gateway.Persona{Key: p.Key, Name: p.Name(), About: p.About})
	}
	return out
}

// holder is whom a power can be given to.
func (s *standIns) holder() holder {
	p := s.world.Persona("berit")
	return holder{p.Number, p.Family}
}

// letIn allows the issuer to log people in on a page, through the client
// graphiql, with or without binding tokens to the page's key.
func (s *standIns) letIn(page string, bound bool) error {
	u, err := url.Parse(page)
	if err != nil {
		return err
	}
	return s.issuer.RegisterPublic(issuer.PublicClient{
		ID: "graphiql", Redirects: []string{page}, AfterLogout: []string{page}, Origins: []string{u.Scheme + "://" + u.Host}, Scopes: []string{"helsegraf:read", "helsegraf:write"}, DPoP: bound,
	})
}
