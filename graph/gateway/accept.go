package gateway

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// The media types of an answer.
const (
	mediaJSON    = "application/json"
	mediaGraphQL = "application/graphql-response+json"
)

// negotiate picks the media type of the answer, or "" when the client takes
// neither. A client that does not say which gets application/json, as GraphQL
// over HTTP has it for those older than the other type; one that asks for both
// alike gets the other, which tells more.
func negotiate(r *http.Request) string {
	ranges := strings.Join(r.Header.Values("Accept"), ",")
	if strings.TrimSpace(ranges) == "" {
		return mediaJSON
	}
	graphQL, named := wanted(ranges, mediaGraphQL)
	plain, _ := wanted(ranges, mediaJSON)
	switch {
	case graphQL == 0 && plain == 0:
		return ""
	case graphQL > plain, graphQL == plain && named:
		return mediaGraphQL
	}
	return mediaJSON
}

// wanted is how much the ranges of an Accept header want a media type, from 0
// to 1, and whether they name it. The most specific range decides.
func wanted(ranges, media string) (quality float64, named bool) {
	closest := 0
	for part := range strings.SplitSeq(ranges, ",") {
		at, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		specific := map[string]int{"*/*": 1, "application/*": 2, media: 3}[at]
		if charset, ok := params["charset"]; ok && !strings.EqualFold(charset, "utf-8") {
			continue
		}
		q := 1.0
		if s, ok := params["q"]; ok {
			if q, err = strconv.ParseFloat(s, 64); err != nil || !(q >= 0 && q <= 1) {
				continue
			}
		}
		if specific > closest || specific == closest && specific > 0 && q > quality {
			closest, quality = specific, q
		}
	}
	return quality, closest == 3
}
