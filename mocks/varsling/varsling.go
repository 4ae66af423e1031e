package varsling

import (
	"encoding/json"
	"net/http"
	"strconv"

	"helsegraf/mocks/folkeregister"
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// The register's requirements for a HelseID token.
const (
	audience = "nhn:varsling"
	scope    = "nhn:varsling/varsling-read"
)

// New makes the stand-in for the settings of notices.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	n := nhn.Plain{StandIn: standin.New("varsling", w, i), Prefix: "VARSEL", Audience: audience, Scope: scope}
	n.About("/varsling/api/v1/innstillinger/sok", "innstillinger", func(_ *standin.Call, _ string, p *world.Person) (int, any) {
		if p == nil {
			return http.StatusNotFound, json.RawMessage(nhn.PlainError(http.StatusNotFound, "VARSEL-0008", "Personen er ikke kjent"))
		}
		return http.StatusOK, settings(w, p)
	})
	n.Search("/varsling/api/v1/hendelser/sok", "hendelser", map[string]func(any) bool{"tjenester": names, "etter": place, "antall": count}, func(c *standin.Call, number string, p *world.Person, asked map[string]any) (int, any) {
		all, more := feed(w, p).part(asked)
		switch {
		case len(all) == 0:
		case c.Missing():
			all = all[1:]
		case c.Duplicate():
			all = append(all, all[0])
		}
		return http.StatusOK, nhn.Resource{"innbyggerFnr": number, "hendelser": all, "flere": more}
	})
	n.Nowhere()
	return n.StandIn
}

// settings are those of one person, always the same: line has all that matters by
// both channels, and a few have chosen otherwise than most.
func settings(w *world.World, p *world.Person) nhn.Resource {
	r := w.Dice("varsling", p.Number)
	level, channel := world.Pick(r, []string{"OBLIGATORISKE", "VIKTIGE", "VIKTIGE", "ALLE"}), world.Pick(r, []string{"SMS", "EPOST", "BEGGE"})
	if p.Key == "line" {
		level, channel = "VIKTIGE", "BEGGE"
	}
	return nhn.Resource{"innbyggerFnr": p.Number, "nivaa": level, "kanal": channel, "effektiv": folkeregister.CanBeNotified(w, p), "versjon": strconv.Itoa(1 + r.IntN(9))}
}
