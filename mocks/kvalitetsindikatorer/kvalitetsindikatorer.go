package kvalitetsindikatorer

import (
	"net/http"
	"strconv"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// register stands in for the quality indicators.
type register struct{ *standin.StandIn }

// New makes the stand-in for the quality indicators.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	k := register{standin.New("kvalitetsindikatorer", w, i)}
	k.Handle("GET /innhold/nki/kvalitetsindikatorer/{$}", k.list)
	k.Handle("GET /innhold/attachments/{number}", k.attachment)
	k.Handle("/", func(w http.ResponseWriter, _ *http.Request) { refuse(w, http.StatusNotFound, "Resource not found") })
	return k.StandIn
}

func refuse(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", nhn.MediaJSON)
	w.WriteHeader(status)
	_, _ = w.Write(standin.JSON(map[string]any{"statusCode": status, "message": message}))
}

// admitted checks the key. If it returns false it has already answered.
func admitted(w http.ResponseWriter, r *http.Request) bool {
	switch {
	case r.Header.Get(nhn.KeyHeader) == "":
		refuse(w, http.StatusUnauthorized, "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.")
	case r.Header.Get(nhn.KeyHeader) != nhn.SubscriptionKey:
		refuse(w, http.StatusUnauthorized, "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.")
	case world.HoldsNumber(r.URL.String()), r.URL.RawQuery != "":
		refuse(w, http.StatusBadRequest, "Bad request")
	default:
		return true
	}
	return false
}

func (k register) list(w http.ResponseWriter, r *http.Request) {
	if !admitted(w, r) {
		return
	}
	c, ok := k.Begin(w, r, "kvalitetsindikatorer")
	if !ok {
		return
	}
	list := k.indicators("http://" + r.Host + "/innhold/attachments/")
	switch {
	case c.Missing():
		list = list[1:]
	case c.Duplicate():
		list = append(list, list[0])
	}
	k.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	c.Reply(http.StatusOK, nhn.MediaJSON, standin.JSON(list))
}

func (k register) attachment(w http.ResponseWriter, r *http.Request) {
	if !admitted(w, r) {
		return
	}
	c, ok := k.Begin(w, r, "attachment")
	if !ok {
		return
	}
	n, err := strconv.Atoi(r.PathValue("number"))
	if err != nil || n < 0 || n >= len(indicators) {
		c.Reply(http.StatusNotFound, nhn.MediaJSON, standin.JSON(map[string]any{"statusCode": 404, "message": "Resource not found"}))
		return
	}
	rows := k.rows(n)
	switch {
	case c.Missing():
		rows = rows[1:]
	case c.Duplicate():
		rows = append(rows, rows[0])
	}
	k.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	c.Reply(http.StatusOK, nhn.MediaJSON, standin.JSON(map[string]any{"AttachmentDataRows": rows}))
}
