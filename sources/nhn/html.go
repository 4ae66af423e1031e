package nhn

import (
	"html"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
)

// plain removes every element.
var plain = sync.OnceValue(bluemonday.StrictPolicy)

// PlainText is what HTML says without its elements, on one line; nil when that is
// nothing. It is text, to be escaped where it is shown.
func PlainText(s string) *string {
	// An element's end separates words that its removal would join.
	words := strings.Join(strings.Fields(html.UnescapeString(plain().Sanitize(strings.ReplaceAll(s, "<", " <")))), " ")
	if words == "" {
		return nil
	}
	return &words
}
