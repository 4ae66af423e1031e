package transport

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// identifying are request headers that say who is asking. A request with one of them
// never has a public answer, and is never answered with one that a cache kept.
var identifying = [...]string{"Authorization", "DPoP", "Cookie"}

// Anonymous reports whether a request says nothing of who is asking.
func Anonymous(h http.Header) bool {
	return !slices.ContainsFunc(identifying[:], func(name string) bool { return len(h.Values(name)) > 0 })
}

// impersonal are the headers of an answer that is the same for everybody. Others, such
// as those that identify a request or say what a client may still spend, are left out.
var impersonal = map[string]bool{
	"Access-Control-Allow-Origin": true, "Access-Control-Expose-Headers": true, // both by Origin, which is in Vary
	"Connection":              true, // between two hosts, and not kept
	"Content-Security-Policy": true, "Cross-Origin-Resource-Policy": true, "Referrer-Policy": true,
	"Strict-Transport-Security": true, "Vary": true, "X-Content-Type-Options": true,
}

// publish makes an answer's headers those of one that any cache may keep for a while,
// for others who send the same request and do not say who they are.
func publish(h http.Header, kept time.Duration) {
	for name := range h {
		if !impersonal[name] {
			h.Del(name)
		}
	}
	h.Set("Cache-Control", "public, max-age="+strconv.Itoa(int(kept/time.Second)))
	h.Add("Vary", "Accept, "+strings.Join(identifying[:], ", "))
}
