package main

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"golang.org/x/sync/errgroup"
)

// citizenWire is a person in Folkeregisteret.
type citizenWire struct {
	Numbers []struct {
		Number string `json:"identificationNumber"`
	} `json:"norwegianIdentificationNumber"`
	Name []nameWire `json:"name"`
}

type nameWire struct {
	Given  string `json:"givenName"`
	Middle string `json:"middleName"`
	Family string `json:"familyName"`
}

func (n nameWire) full() string {
	return strings.Join(strings.Fields(n.Given+" "+n.Middle+" "+n.Family), " ")
}

func nameOf(names []nameWire) *name {
	if len(names) == 0 {
		return nil
	}
	return &name{names[0].full()}
}

// persons calls Folkeregisteret, a hundred people at a time.
func (r *registers) persons(ctx context.Context, numbers []string) (map[string]citizenWire, error) {
	const most = 100
	parts := url.Values{"informationParts": {"NorwegianIdentificationNumber", "Name", "Birth", "Death", "Status", "AddressProtection", "ResidentialAddress", "ParentalResponsibility"}}.Encode()
	found := make([][]citizenWire, (len(numbers)+most-1)/most)
	var group errgroup.Group
	i := 0
	for some := range slices.Chunk(numbers, most) {
		into := &found[i]
		i++
		group.Go(func() error {
			return r.fetch(ctx, question{
				at: "folkeregister.persontjenesten", path: "/api/v3/full-access/person/bulk-by-nin?" + parts,
				kind: "application/x-www-form-urlencoded", body: []byte(url.Values{"nins": {strings.Join(some, ",")}}.Encode()),
			}, into)
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	people := make(map[string]citizenWire, len(numbers))
	for _, one := range slices.Concat(found...) {
		for _, n := range one.Numbers {
			people[n.Number] = one
		}
	}
	return people, nil
}

// settings calls Personvern, and ignores the response.
func (r *registers) settings(ctx context.Context, number string) error {
	body, err := json.Marshal(map[string]string{"innbyggerFnr": number, "partKode": "helsegraf"})
	if err != nil {
		return err
	}
	var said struct {
		Settings []struct {
			Number     string `json:"innbyggerFnr"`
			Definition string `json:"definisjonGuid"`
			Type       string `json:"typePi"`
			Active     *bool  `json:"aktiv"`
			At         string `json:"tidspunkt"`
		} `json:"personvernInnstillinger"`
	}
	return r.fetch(ctx, question{
		at: "personvern.settings", path: "/personvern/Personverninnstillinger/HentInnbyggersPiForPart/v2", kind: "application/json", body: body,
	}, &said)
}

// giverWire is the giver of a power.
type giverWire struct {
	ID     string `json:"fullmaktReferanseId"`
	Given  string `json:"fornavn"`
	Middle string `json:"mellomnavn"`
	Family string `json:"etternavn"`
	Number string `json:"fullmaktsgiverFnr"`
}

func (g giverWire) name() string { return nameWire{g.Given, g.Middle, g.Family}.full() }

// powers calls Personvern for the people somebody acts for.
func (r *registers) powers(ctx context.Context, number string) ([]giverWire, error) {
	body, err := json.Marshal(map[string]string{"innbyggerFnr": number})
	if err != nil {
		return nil, err
	}
	var said struct {
		Givers []giverWire `json:"fullmaktsgivere"`
	}
	err = r.fetch(ctx, question{at: "personvern.powers", path: "/personvern/Fullmaktsgivere/v1", kind: "application/json", body: body}, &said)
	return said.Givers, err
}

// services are those that get an entry in the usage log.
var services = []string{"GP_INFORMATION", "MEDICATION", "SUMMARY_CARE_RECORD", "HOSPITAL_JOURNAL", "EXEMPTION_CARD"}

// mostEntries is how many entries the usage log takes in one call.
const mostEntries = 1000

// log writes the use of every service for everybody, in as few calls as the log
// allows.
func (r *registers) log(ctx context.Context, actor string, numbers, used []string) error {
	var calls []func() error
	for some := range slices.Chunk(numbers, mostEntries/len(used)) {
		calls = append(calls, func() error { return r.logSome(ctx, actor, some, used) })
	}
	return together(calls...)
}

func (r *registers) logSome(ctx context.Context, actor string, numbers, used []string) error {
	type object = map[string]any
	person := func(number string) object {
		return object{"identifier": object{"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": number}}
	}
	now := time.Now().UTC().Format("2006-01-02T15:04:05.000Z")
	var entries []object
	for _, n := range numbers {
		for _, service := range used {
			id := national("")["nhn-event-id"]
			entries = append(entries, object{
				"resource": object{
					"resourceType": "AuditEvent", "id": id, "action": "R", "recorded": now, "outcome": "0",
					"type":    object{"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "110110"},
					"subtype": []object{{"system": "urn:helsegraf:service", "code": service}},
					"agent":   []object{{"who": person(actor), "requestor": true}},
					"source":  object{"observer": object{"display": "Floor"}},
					"entity":  []object{{"what": person(n)}},
				},
				"request": object{"method": "PUT", "url": "AuditEvent/" + id},
			})
		}
	}
	body, err := json.Marshal(object{"resourceType": "Bundle", "type": "batch", "entry": entries})
	if err != nil {
		return err
	}
	var said struct {
		Entry []struct {
			Response struct {
				Status string `json:"status"`
			} `json:"response"`
		} `json:"entry"`
	}
	if err := r.fetch(ctx, question{at: "usagelog", path: "/", kind: "application/fhir+json", header: national(""), body: body}, &said); err != nil {
		return err
	}
	for _, e := range said.Entry {
		if !strings.HasPrefix(e.Response.Status, "201") {
			return errors.New("the usage log did not take an entry")
		}
	}
	return nil
}
