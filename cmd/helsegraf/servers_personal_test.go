//go:build servers

package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"helsegraf/cmd/helsegraf/config"
)

// personal are the services in JSON that are read about one person at a time, with
// what Prism's examples come to.
var personal = []struct{ register, query, has string }{
	{
		"pasientreiser", `{ viewer { person { patientTravel { claims { totalCount nodes { status submittedAt amount { amount } coPayment { amount } decisionReason appealUntil journeys { treatedAt kilometres expenses { kind documented } } } } } } } }`,
		`"claims": { "totalCount": 2, "nodes": [ { "status": "PARTLY_GRANTED", "submittedAt": "2026-11-01T07:05:00.000Z", "amount": {"amount": "213.4"}, "coPayment": {"amount": "172"}, "decisionReason": "Parkering dekkes ikke.", "appealUntil": "2026-12-24", ` +
			`"journeys": [{"treatedAt": "Eksempel sykehus", "kilometres": "42.5", "expenses": [{"kind": "PARKING", "documented": false}]}] }, {"status": "DRAFT", `,
	},
	{
		"pasientreiser", `{ viewer { person { patientTravel { trips { totalCount nodes { status to } } } } } }`,
		`"trips": {"totalCount": 2, "nodes": [{"status": "APPROVED", "to": "Eksempel sykehus"}, {"status": "IN_PROGRESS", "to": "Tenkt sykehus"}]}`,
	},
	{
		"verktoy", `{ viewer { person { tools { totalCount nodes { title provider course termsAccepted url } } } } }`,
		`"tools": { "totalCount": 2, "nodes": [ {"title": "Ryggkurs", "provider": "Eksempel kommune", "course": true, "termsAccepted": true, "url": "https://verktoy.example.no/v1"}, ` +
			`{"title": "Søvnskolen", "provider": "Eksempel helse AS", "course": false, "termsAccepted": false, "url": null} ] }`,
	},
	{
		"varsling", `{ viewer { person { notificationSettings { level channel reachable version } } } }`,
		`"notificationSettings": {"level": "ALL", "channel": "EMAIL", "reachable": false, "version": "12"}`,
	},
	{
		"varsling", `{ viewer { person { activity(first: 5) { totalCount nodes { at service kind objectId } } } } }`,
		`"activity": { "totalCount": 2, "nodes": [ {"at": "2026-11-19T07:00:00.000Z", "service": "EXEMPTION_CARD", "kind": "CHANGED", "objectId": null}, {"at": "2026-11-20T07:00:00.000Z", "service": "APPOINTMENT", "kind": "CANCELLED", "objectId": null} ] }`,
	},
}

// TestServersPersonal replaces these services with Prism, from a description of
// them: it checks that requests are complete, and responds with examples.
func TestServersPersonal(t *testing.T) {
	t.Parallel()
	s := newServed(t)
	dir := npm(t, filepath.Join("servers", "prism"))
	description := filepath.Join(dir, "personal.yaml")
	text, err := os.ReadFile(description)
	if err != nil {
		t.Fatal(err)
	}
	filled := strings.ReplaceAll(string(text), "SUBJECT", `"`+s.world.Persona("line").Number+`"`)
	if err := os.WriteFile(description, []byte(filled), 0o600); err != nil {
		t.Fatal(err)
	}
	at := listens(t, dir, nil, filepath.Join(dir, "node_modules", ".bin", "prism"), "mock", "--errors", "--port", "0", description)
	for _, c := range personal {
		for name, reply := range map[string]struct {
			prefer    string
			spoil     func(http.Header)
			has       string
			violation string
		}{
			"answered": {has: c.has},
			"refused":  {prefer: "code=400", has: `"SOURCE_INVALID"`},
			"no login": {prefer: "code=401", has: `"SOURCE_FORBIDDEN"`},
			"broken":   {prefer: "code=500", has: `"SOURCE_UNAVAILABLE"`},
			"no event": {spoil: func(h http.Header) { h.Del("nhn-event-id") }, has: `"SOURCE_INVALID"`, violation: "required property 'nhn-event-id'"},
			"no token": {spoil: func(h http.Header) { h.Del("Authorization") }, has: `"SOURCE_FORBIDDEN"`, violation: "Invalid security scheme used"},
		} {
			t.Run(c.register+", "+name, func(t *testing.T) {
				p := &prism{at: strings.TrimPrefix(at, "http://"), prefer: reply.prefer, spoil: reply.spoil}
				query := s.gateway(t, p, func(conf *config.Config) { endpointOf(conf.Registers, c.register).BaseURL = at })
				response := strings.Join(strings.Fields(query(t, "line", c.query)), " ")
				if !strings.Contains(response, reply.has) {
					t.Errorf("no %s in %s", reply.has, response)
				}
				violations := strings.Join(p.violations, "\n")
				if reply.violation == "" && violations != "" || !strings.Contains(violations, reply.violation) {
					t.Errorf("Prism finds %q, want %q", violations, reply.violation)
				}
			})
		}
	}
}
