package helsearkiv

import (
	"bytes"
	"io"
	"strings"
	"time"
	"unicode"

	"helsegraf/sources"
)

// begins are the first bytes of media types that have such.
var begins = map[string]string{"application/pdf": "%PDF-", "image/png": "\x89PNG\r\n\x1a\n", "image/jpeg": "\xff\xd8\xff"}

// checked passes content on once its first bytes are those of its media type.
type checked struct {
	w             io.Writer
	begins        string
	head          func() error
	first         []byte
	passed, wrong bool
}

func (c *checked) Write(p []byte) (int, error) {
	if c.passed {
		return c.w.Write(p)
	}
	c.first = append(c.first, p...)
	switch {
	case len(c.first) < len(c.begins):
		return len(p), nil
	case !bytes.HasPrefix(c.first, []byte(c.begins)):
		c.wrong = true
		return 0, sources.Garbled
	}
	if err := c.head(); err != nil {
		return 0, err
	}
	c.passed = true
	if _, err := c.w.Write(c.first); err != nil {
		return 0, err
	}
	return len(p), nil
}

var extensions = map[string]string{"application/pdf": ".pdf", "application/xml": ".xml", "text/plain": ".txt", "image/png": ".png", "image/jpeg": ".jpg"}

// filename is a name for a document's file: title, day, and an extension by media
// type.
func filename(d ArchivedDocument, media string) string {
	const longest = 60
	name := "Dokument"
	if d.Title != nil {
		name = *d.Title
	}
	letters := []rune(strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || c == ' ' || c == '-' {
			return c
		}
		return '-'
	}, name))
	name = string(letters[:min(len(letters), longest)])
	if d.SavedAt != nil {
		name += " " + d.SavedAt.Format(time.DateOnly)
	}
	return name + extensions[media]
}
