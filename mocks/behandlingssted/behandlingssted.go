package behandlingssted

import (
	"net/http"
	"strconv"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

const base = "/proxy/velgbehandlingssted/api/v1/"

// register stands in for Velg behandlingssted.
type register struct {
	*standin.StandIn
	places []place
}

// New makes the stand-in for Velg behandlingssted.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	b := register{standin.New("behandlingssted", w, i), places(w)}
	b.Handle("GET "+base+"Behandlinger", b.treatments)
	b.Handle("GET "+base+"VentetiderForBehandling", b.waits)
	b.Handle("/", func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "Not found", http.StatusNotFound)
	})
	return b.StandIn
}

// admitted refuses what names a person. If it returns false it has already answered.
func admitted(w http.ResponseWriter, r *http.Request) bool {
	if world.HoldsNumber(r.URL.String()) || r.Header.Get("Authorization") != "" {
		http.Error(w, "Bad request", http.StatusBadRequest)
		return false
	}
	return true
}

func (b register) treatments(w http.ResponseWriter, r *http.Request) {
	if !admitted(w, r) {
		return
	}
	c, ok := b.Begin(w, r, "Behandlinger")
	if !ok {
		return
	}
	list := groups()
	switch {
	case c.Missing():
		list = list[1:]
	case c.Duplicate():
		list = append(list, list[0])
	}
	c.Reply(http.StatusOK, nhn.MediaJSON, standin.JSON(map[string]any{"behandlingsGrupper": list}))
}

func (b register) waits(w http.ResponseWriter, r *http.Request) {
	if !admitted(w, r) {
		return
	}
	id, err := strconv.Atoi(r.URL.Query().Get("behandlingId"))
	if err != nil {
		http.Error(w, "Bad request", http.StatusBadRequest)
		return
	}
	c, ok := b.Begin(w, r, "VentetiderForBehandling")
	if !ok {
		return
	}
	if c.WrongSubject() {
		id = id%len(named()) + 1
	}
	name, known := named()[id]
	if !known {
		c.Reply(http.StatusNotFound, nhn.MediaJSON, standin.JSON(map[string]any{"message": "Not found"}))
		return
	}
	list := b.waitsAt(id)
	switch {
	case c.Missing():
		list = list[1:]
	case c.Duplicate():
		list = append(list, list[0])
	}
	b.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	c.Reply(http.StatusOK, nhn.MediaJSON, standin.JSON(map[string]any{"ventetiderForBehandling": map[string]any{"navn": name, "behandlingssteder": list}}))
}
