package dialog

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
)

// party is a doctor at an office, as the address register has them.
type party struct{ hpr, organization string }

// PartyOf is the key of a doctor at an office; false when either is not named, so
// that nobody can be written to.
func PartyOf(doctor *fhir.Practitioner, office *fhir.Organization) (string, bool) {
	if doctor == nil || doctor.HPRNumber == nil || office == nil || office.OrganizationNumber == nil {
		return "", false
	}
	return party{*doctor.HPRNumber, *office.OrganizationNumber}.key(), true
}

func (p party) key() string { return p.hpr + "/" + p.organization }

func partyOf(key string) party {
	hpr, organization, _ := strings.Cut(key, "/")
	return party{hpr, organization}
}

// mostParties is how many a search may be for.
const mostParties = 100

// Offered are the services of doctors at their offices, by the keys of PartyOf: one
// search for those that are not kept, and one more for each further hundred.
func (c *Client) Offered(ctx context.Context, parties []string) map[string]sources.Result[[]DigitalService] {
	all := make(map[string]sources.Result[[]DigitalService], len(parties))
	var missing []string
	for _, key := range parties {
		if kept, ok := c.found.Kept(key); ok {
			all[key] = sources.Result[[]DigitalService]{Value: append([]DigitalService{}, kept...)}
		} else {
			missing = append(missing, key)
		}
	}
	maps.Copy(all, sources.Batch(missing, mostParties, func(some []string) (map[string]sources.Result[[]DigitalService], error) {
		return c.search(ctx, some)
	}))
	return all
}

// search is one call, shared with those who search for the same at the same time.
func (c *Client) search(ctx context.Context, keys []string) (map[string]sources.Result[[]DigitalService], error) {
	keys = slices.Sorted(slices.Values(keys))
	found, err := c.searches.Get(ctx, strings.Join(keys, " "), func(ctx context.Context) (found map[party]offer, _ time.Duration, err error) {
		body, err := json.Marshal(searchRequest(keys))
		if err != nil {
			return nil, 0, sources.Internal
		}
		q := sources.Request{Method: http.MethodPost, Path: "/dialog/api/v1/kapabiliteter/sok", Header: c.messages.Header(), ContentType: "application/json", Body: body}
		err = c.messages.Call(ctx, opSearch, q, func(r *sources.Response) error {
			found, err = decodeSearch(r, keys)
			return err
		})
		return found, 0, err
	})
	if err != nil {
		return nil, err
	}
	out := make(map[string]sources.Result[[]DigitalService], len(keys))
	for _, key := range keys {
		of, ok := found[partyOf(key)]
		if !ok {
			out[key] = sources.Result[[]DigitalService]{Err: sources.Garbled}
			continue
		}
		c.found.Keep(key, of, c.options.Keep)
		out[key] = sources.Result[[]DigitalService]{Value: append([]DigitalService{}, of...)}
	}
	return out, nil
}

type partyWire struct {
	HPR          string `json:"hprNummer"`
	Organization string `json:"organisasjonsnummer"`
}

type searchWire struct {
	Parties []partyWire `json:"parter"`
}

func searchRequest(keys []string) (w searchWire) {
	for _, key := range keys {
		p := partyOf(key)
		w.Parties = append(w.Parties, partyWire{p.hpr, p.organization})
	}
	return w
}

// decodeSearch reads what each doctor offers. One who is left out, or whose record
// cannot be read, is not in the result; a record of somebody else is dropped.
func decodeSearch(r *sources.Response, keys []string) (map[party]offer, error) {
	var w struct {
		Found []struct {
			partyWire
			capabilitiesWire
		} `json:"kapabiliteter"`
	}
	if err := sources.DecodeJSON(r.Body, &w); err != nil || w.Found == nil {
		return nil, sources.Garbled
	}
	out := make(map[party]offer, len(keys))
	foreign := 0
	for _, one := range w.Found {
		p := party{one.HPR, one.Organization}
		_, hasID := one.HerID.Value()
		switch {
		case !slices.Contains(keys, p.key()):
			foreign++
		case hasID == (one.Processes != nil): // both, or neither for one without a profile
			out[p] = one.offer()
		}
	}
	r.Foreign(foreign)
	r.Faulty(max(0, len(keys)-len(out)-foreign))
	switch {
	case len(out) > 0:
		return out, nil
	case foreign > 0:
		return nil, sources.Mismatch
	}
	return nil, sources.Garbled
}
