package main

import (
	"net/http"
	"strings"

	"helsegraf/mocks"
)

// endpoint is one address of a register that the gateway asks.
type endpoint struct {
	key       string // in the gateway's configuration
	operation string // as the stand-in's /_control names it; "*" is all
	audience  bool   // logs in with HelseID
	// asks is the kind of query that shows how this endpoint fails.
	asks string
	// code is what a field says when this endpoint fails, whatever the fault;
	// "" where the fault tells.
	code string
	// speaks: "json", "fhir" or "soap".
	speaks string

	front *front // the stand-in
	proxy *proxy // before it
}

// register is the endpoint's register, as /_control and mocks know it.
func (e *endpoint) register() string {
	name, _, _ := strings.Cut(e.key, ".")
	return name
}

// region is the health region of a hospital's endpoint, or "".
func (e *endpoint) region() string {
	if region, ok := strings.CutPrefix(e.key, "pasientjournal."); ok {
		return region
	}
	return ""
}

// path is what the stand-in has before its own paths.
func (e *endpoint) path() string {
	if r := e.region(); r != "" {
		return "/" + r
	}
	return ""
}

// Codes of fields whose own register answered.
const (
	codeConsent = "CONSENT_SOURCE_UNAVAILABLE"
	codeLog     = "USAGE_LOG_UNAVAILABLE"
)

// allEndpoints are those of every register. What consent rests on comes last.
func allEndpoints() []*endpoint {
	return []*endpoint{
		{key: "fastlegeregister", operation: "*", asks: "gp", speaks: "soap"},
		{key: "reseptformidler", operation: "*", audience: true, asks: "prescriptions", speaks: "fhir"},
		{key: "kjernejournal", operation: "*", audience: true, asks: "record", speaks: "fhir"},
		{key: "pasientjournal.NORD", operation: "*", audience: true, asks: "journal", speaks: "fhir"},
		{key: "pasientjournal.MIDT", operation: "*", audience: true, asks: "journal", speaks: "fhir"},
		{key: "pasientjournal.VEST", operation: "*", audience: true, asks: "journal", speaks: "fhir"},
		{key: "pasientjournal.SOR_OST", operation: "*", audience: true, asks: "journal", speaks: "fhir"},
		{key: "frikort", operation: "*", audience: true, asks: "card", speaks: "json"},
		{key: "folkeregister.krr", operation: "KRR", audience: true, asks: "contact", speaks: "json"},
		{key: "usagelog", operation: "*", audience: true, asks: "gp", code: codeLog, speaks: "fhir"},
		{key: "personvern.powers", operation: "Fullmaktsgivere", audience: true, asks: "represents", code: codeConsent, speaks: "json"},
		{key: "personvern.settings", operation: "HentInnbyggersPiForPart", audience: true, asks: "gp", code: codeConsent, speaks: "json"},
		{key: "folkeregister.persontjenesten", operation: "Persons", audience: true, asks: "gp", code: codeConsent, speaks: "json"},
	}
}

// inMatrix are the endpoints that stand for their kind: the four regions of
// the hospitals' register run the same code.
func inMatrix(e *endpoint) bool {
	return e.region() == "" || e.region() == "NORD"
}

// standIns are the registers' stand-ins, by register.
func standIns(w *mocks.World, i *mocks.Issuer) map[string]http.Handler {
	return map[string]http.Handler{
		"fastlegeregister": mocks.NewFastlegeregister(w, i),
		"reseptformidler":  mocks.NewReseptformidler(w, i),
		"kjernejournal":    mocks.NewKjernejournal(w, i),
		"pasientjournal":   mocks.NewPasientjournals(w, i),
		"frikort":          mocks.NewFrikort(w, i),
		"personvern":       mocks.NewPersonvern(w, i),
		"folkeregister":    mocks.NewFolkeregister(w, i),
		"usagelog":         mocks.NewUsageLog(w, i),
	}
}
