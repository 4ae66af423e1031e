package personvern

import (
	"context"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

var (
	opGivePower = write("Fullmakt")
	opEndPower  = write("AvsluttFullmakt")
)

// Holder is whom a power is given to. Personvern accepts them only if the number
// and the last name are of one adult who may hold a power, and does not say which
// of it was wrong.
type Holder struct {
	Number   fnr.Number
	LastName string
}

// Terms are what a power covers, and until when.
type Terms struct {
	Services []policy.Service
	Mode     policy.Mode
	From     fhir.Date
	Until    *fhir.Date // last day; nil is until further notice
	At       time.Time
	// Reference is as in [Change], and the power's own from then on, see
	// [Power.Reference].
	Reference string
}

// givePowerWire is a request to give a power, or to put another in the place of
// one. No contract for it is published.
type givePowerWire struct {
	Giver     string   `json:"fullmaktsgiverFnr"`
	Holder    string   `json:"fullmaktshaverFnr,omitzero"`
	LastName  string   `json:"fullmaktshaverEtternavn,omitzero"`
	Replaces  string   `json:"erstatter,omitzero"`
	Services  []string `json:"tjenester"`
	Access    string   `json:"tilgang"`
	From      string   `json:"gyldigFra"`
	Until     *string  `json:"gyldigTil"`
	At        string   `json:"tidspunkt"`
	Reference string   `json:"avsenderReferanse"`
	By        byWire   `json:"utfortAv"`
}

// endPowerWire is a request to end a power.
type endPowerWire struct {
	Number    string `json:"innbyggerFnr"`
	Key       string `json:"fullmaktReferanseId"`
	EndedBy   string `json:"avsluttetAv"`
	At        string `json:"tidspunkt"`
	Reference string `json:"avsenderReferanse"`
	By        byWire `json:"utfortAv"`
}

// The access that a power gives to the services it names.
const (
	accessRead  = "INNSYN"
	accessWrite = "DIGITALE_HELSETJENESTER"
)

// GivePower gives somebody a power over the Warrant's subject. Whatever is wrong
// with the holder, it is one call and one problem.
func (c *Client) GivePower(ctx context.Context, w policy.Warrant, to Holder, t Terms) (sources.Outcome, Problem, error) {
	wire := t.wire()
	wire.Holder, wire.LastName = to.Number.Digits(), to.LastName
	return c.givePower(ctx, w, wire)
}

// ChangePower ends a power that the Warrant's subject has given, and gives its
// holder another, as one.
func (c *Client) ChangePower(ctx context.Context, w policy.Warrant, key string, t Terms) (sources.Outcome, Problem, error) {
	wire := t.wire()
	wire.Replaces = key
	return c.givePower(ctx, w, wire)
}

func (c *Client) givePower(ctx context.Context, w policy.Warrant, wire givePowerWire) (sources.Outcome, Problem, error) {
	return c.tell(ctx, w, opGivePower, "/personvern/Fullmakt/v1", false, func(about, by string, relation policy.Relation) any {
		wire.Giver, wire.By = about, byWire{by, relation.Code()}
		return wire
	})
}

// EndPower ends a power at once: from then on it is in nobody's list. The Warrant's
// subject has given it or, if held, holds it.
func (c *Client) EndPower(ctx context.Context, w policy.Warrant, key string, held bool, reference string, at time.Time) (sources.Outcome, Problem, error) {
	side := "giver"
	if held {
		side = "haver"
	}
	return c.tell(ctx, w, opEndPower, "/personvern/AvsluttFullmakt/v1", false, func(about, by string, relation policy.Relation) any {
		return endPowerWire{about, key, side, at.UTC().Format(time.RFC3339), reference, byWire{by, relation.Code()}}
	})
}

func (t Terms) wire() givePowerWire {
	wire := givePowerWire{
		Services: []string{}, Access: accessRead, From: string(t.From),
		At: t.At.UTC().Format(time.RFC3339), Reference: t.Reference,
	}
	if t.Mode == policy.Write {
		wire.Access = accessWrite
	}
	for _, s := range t.Services {
		wire.Services = append(wire.Services, s.String())
	}
	if t.Until != nil {
		until := string(*t.Until)
		wire.Until = &until
	}
	return wire
}
