package dialog

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// Token requirements of the two services.
const (
	messagesAudience = "nhn:dialog"
	messagesScope    = "nhn:dialog/kapabiliteter-read"
	absenceAudience  = "nhn:helsenorge.eksternapi"
	absenceScope     = "nhn:helsenorge.eksternapi/fravaersregistrering"
)

// register stands in for all three services.
type register struct {
	*standin.StandIn
	lists   *fastlegeregister.Lists
	offices map[int]*office // by HER-id
	parties map[party]*office
	absent  *office // one that takes everything and is absent
	more    *Inbox
}

// New makes the stand-in for digital dialog.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn { return NewWith(w, i, &Inbox{}) }

// NewWith makes it with further messages.
func NewWith(w *world.World, i *issuer.Issuer, more *Inbox) *standin.StandIn {
	d := register{StandIn: standin.New("dialog", w, i), lists: fastlegeregister.NewLists(w), more: more}
	d.offices, d.parties, d.absent = offices(w)
	d.Handle("GET /dialog/api/v1/kapabiliteter", d.capabilities)
	d.Handle("POST /dialog/api/v1/kapabiliteter/sok", d.search)
	d.Handle("GET /helsetilbud_externalapi/api/v1/Tidsperiode", d.periods)
	d.inbox()
	d.Handle("/", func(w http.ResponseWriter, _ *http.Request) {
		nhn.RefusePlain(w, http.StatusNotFound, "DIALOG-0007", "Ukjent adresse")
	})
	return d.StandIn
}

// question authorizes a request and reads its HER-id and other parameter, or answers
// with an error.
func (d register) question(w http.ResponseWriter, r *http.Request, audience, scope string, known ...string) (herID int, q url.Values, ok bool) {
	if status, challenge := d.Issuer.Admit(r, audience, scope); status != http.StatusOK {
		w.Header().Set("WWW-Authenticate", challenge)
		nhn.RefusePlain(w, status, "DIALOG-0001", "Ikke autorisert")
		return 0, nil, false
	}
	q, err := url.ParseQuery(r.URL.RawQuery)
	for name, values := range q {
		if !slices.Contains(known, name) || len(values) != 1 {
			err = strconv.ErrSyntax
		}
	}
	switch {
	case world.HoldsNumber(r.URL.String()):
		nhn.RefusePlain(w, http.StatusBadRequest, "DIALOG-0002", "Tjenesten tar ingen personer i adressen")
		return 0, nil, false
	case !strings.Contains(r.Header.Get("Accept"), nhn.MediaJSON):
		nhn.RefusePlain(w, http.StatusNotAcceptable, "DIALOG-0003", "Svaret er application/json")
		return 0, nil, false
	case err == nil:
		herID, err = strconv.Atoi(q.Get("HerId"))
	}
	if err != nil || herID < 1 {
		nhn.RefusePlain(w, http.StatusBadRequest, "DIALOG-0004", "HerId eller et annet parameter er ikke gyldig")
		return 0, nil, false
	}
	return herID, q, true
}

// about is the office with a HER-id, or another that the fault prescribes; nil for
// nobody.
func (d register) about(c *standin.Call, herID int) *office {
	if !c.WrongSubject() {
		return d.offices[herID]
	}
	other := *d.absent
	other.herID = herID + 1
	return &other
}

func (d register) capabilities(w http.ResponseWriter, r *http.Request) {
	herID, _, ok := d.question(w, r, messagesAudience, messagesScope, "HerId")
	if !ok {
		return
	}
	c, ok := d.Begin(w, r, "kapabiliteter")
	if !ok {
		return
	}
	o := d.about(c, herID)
	if o == nil || o.processes == nil {
		c.Reply(http.StatusNotFound, nhn.MediaJSON, nhn.PlainError(http.StatusNotFound, "REG-000001", "Fant ingen CPP"))
		return
	}
	list := shownProcesses(o.processes)
	if c.Duplicate() {
		list = append(list, list[0])
	}
	d.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	c.Reply(http.StatusOK, nhn.MediaJSON, standin.JSON(map[string]any{"herId": o.herID, "navn": o.name, "prosesser": list}))
}

func (d register) periods(w http.ResponseWriter, r *http.Request) {
	herID, q, ok := d.question(w, r, absenceAudience, absenceScope, "HerId", "KunAktive")
	if !ok {
		return
	}
	active, err := strconv.ParseBool(q.Get("KunAktive"))
	if err != nil && q.Has("KunAktive") {
		nhn.RefusePlain(w, http.StatusBadRequest, "DIALOG-0004", "KunAktive er ikke gyldig")
		return
	}
	c, ok := d.Begin(w, r, "Tidsperiode")
	if !ok {
		return
	}
	o := d.about(c, herID)
	list := []any{}
	if o != nil {
		for _, one := range o.absences {
			if !active || !one.until.Before(d.World.Today()) {
				list = append(list, one.shown(o))
			}
		}
	}
	if c.Duplicate() && len(list) > 0 {
		list = append(list, list[0])
	}
	c.Reply(http.StatusOK, nhn.MediaJSON, standin.JSON(map[string]any{"tidsperioder": list}))
}
