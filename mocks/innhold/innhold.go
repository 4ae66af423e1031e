package innhold

import (
	"net/http"
	"net/url"
	"slices"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/nhn"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// New makes the stand-in for the API for content.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	s := standin.New("innhold", w, i)
	s.Handle("GET /innhold/innhold", func(w http.ResponseWriter, r *http.Request) {
		found, ok := admitted(w, r)
		if !ok {
			return
		}
		c, ok := s.Begin(w, r, "innhold")
		if !ok {
			return
		}
		list := []any{}
		for _, one := range texts {
			if found(one) {
				list = append(list, one.item())
			}
		}
		switch {
		case len(list) == 0:
		case c.Missing():
			list = list[1:]
		case c.Duplicate():
			list = append(list, list[0])
		}
		s.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		c.Reply(http.StatusOK, nhn.MediaJSON, standin.JSON(list))
	})
	s.Handle("/", func(w http.ResponseWriter, _ *http.Request) { refuse(w, http.StatusNotFound, "Resource not found") })
	return s
}

func refuse(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", nhn.MediaJSON)
	w.WriteHeader(status)
	_, _ = w.Write(standin.JSON(map[string]any{"statusCode": status, "message": message}))
}

// admitted checks the key and reads what is asked for. If it returns false it has
// already answered.
func admitted(w http.ResponseWriter, r *http.Request) (found func(text) bool, ok bool) {
	q, err := url.ParseQuery(r.URL.RawQuery)
	kind, system, code := q.Get("infoTyper"), q.Get("kodeverk"), q.Get("kode")
	switch {
	case r.Header.Get(nhn.KeyHeader) == "":
		refuse(w, http.StatusUnauthorized, "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.")
	case r.Header.Get(nhn.KeyHeader) != nhn.SubscriptionKey:
		refuse(w, http.StatusUnauthorized, "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.")
	case err != nil, world.HoldsNumber(r.URL.String()):
		refuse(w, http.StatusBadRequest, "Bad request")
	case len(q) == 1 && slices.Contains([]string{"artikkel", "faglig-rad", "nasjonal-veileder", "retningslinje"}, kind):
		return func(t text) bool { return t.kind == kind }, true
	case len(q) == 2 && slices.Contains([]string{"ICPC-2", "ICD-10", "ATC"}, system) && code != "":
		return func(t text) bool { return slices.Contains(t.codes, system+" "+code) }, true
	default:
		refuse(w, http.StatusBadRequest, "Bad request")
	}
	return nil, false
}
