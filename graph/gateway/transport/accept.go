package transport

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// Media types of a response: in one piece, and in parts.
const (
	MediaJSON    = "application/json"
	MediaGraphQL = "application/graphql-response+json"
	mediaParts   = "multipart/mixed"
	mediaEvents  = "text/event-stream"
)

// Accept is what a client accepts.
type Accept struct {
	// Media is the type of a response in one piece, or "" if it accepts none.
	Media string
	// Parts is the format it wants for a response in parts, each sent when ready; nil if
	// it prefers one piece.
	Parts *Parts
}

// Negotiate reads the Accept header. A client without one gets application/json, as
// GraphQL over HTTP prescribes for older clients; one that prefers neither type gets
// the other, whose status is more precise. Parts are only for clients that name them
// and prefer nothing in one piece.
func Negotiate(r *http.Request) Accept {
	ranges := strings.Join(r.Header.Values("Accept"), ",")
	if strings.TrimSpace(ranges) == "" {
		return Accept{Media: MediaJSON}
	}
	graphQL, named := wanted(ranges, MediaGraphQL)
	plain, _ := wanted(ranges, MediaJSON)
	var a Accept
	switch {
	case graphQL == 0 && plain == 0:
	case graphQL > plain, graphQL == plain && named:
		a.Media = MediaGraphQL
	default:
		a.Media = MediaJSON
	}
	a.Parts = wantedParts(ranges, max(graphQL, plain))
	return a
}

// wantedParts returns the multipart format that an Accept header wants most, and at
// least as much as quality. Between equals, the one with more parameters wins.
func wantedParts(ranges string, quality float64) (best *Parts) {
	closest := 0
	for part := range strings.SplitSeq(ranges, ",") {
		at, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		form := Parts{events: at == mediaEvents}
		specific := map[string]int{mediaParts: 1, mediaEvents: 2}[at]
		defers, old := params["deferspec"]
		increments, newer := params["incrementalspec"]
		switch {
		case old && newer, old && defers != "20220824", newer && increments != "v0.2", params["subscriptionspec"] != "":
			continue // an unsupported format
		case old, newer:
			form.newer = newer
			specific = 3
		}
		q, ok := qualityOf(params)
		if !ok || specific == 0 || q == 0 || q < quality || q == quality && specific <= closest {
			continue
		}
		best, quality, closest = &form, q, specific
	}
	return best
}

// wanted returns how much an Accept header wants a media type, from 0 to 1, and
// whether it names the type. The most specific range decides.
func wanted(ranges, media string) (quality float64, named bool) {
	closest := 0
	family, _, _ := strings.Cut(media, "/")
	for part := range strings.SplitSeq(ranges, ",") {
		at, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		specific := map[string]int{"*/*": 1, family + "/*": 2, media: 3}[at]
		if !inUTF8(params) {
			continue
		}
		q, ok := qualityOf(params)
		if !ok {
			continue
		}
		if specific > closest || specific == closest && specific > 0 && q > quality {
			closest, quality = specific, q
		}
	}
	return quality, closest == 3
}

// inUTF8 reports whether the parameters of a media type name UTF-8, by either of its
// names, or no character set.
func inUTF8(params map[string]string) bool {
	charset, given := params["charset"]
	return !given || strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "utf8")
}

// qualityOf returns the weight of a range, if it is valid.
func qualityOf(params map[string]string) (q float64, ok bool) {
	s, given := params["q"]
	if !given {
		return 1, true
	}
	q, err := strconv.ParseFloat(s, 64)
	return q, err == nil && q >= 0 && q <= 1
}
