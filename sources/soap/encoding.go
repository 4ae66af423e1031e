package soap

import (
	"bytes"
	"mime"
	"regexp"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// UTF8 returns a message in UTF-8, with a matching declaration: as it is, or
// converted from an encoding that older services use. As in RFC 7303, a byte
// order mark takes precedence over the media type's charset, and that over the
// declaration. It is false for an unknown encoding.
func UTF8(message []byte, contentType string) ([]byte, bool) {
	if strings.HasSuffix(contentType, "charset=utf-8") { // the usual spelling
		return message, true
	}
	declared := declaredEncoding.FindSubmatchIndex(message)
	var name string
	_, params, _ := mime.ParseMediaType(contentType)
	switch {
	case bytes.HasPrefix(message, []byte("\xef\xbb\xbf")):
		return message, true // the scanner refuses any other declaration
	case bytes.HasPrefix(message, []byte("\xff\xfe")), bytes.HasPrefix(message, []byte("\xfe\xff")):
		name = "utf-16"
	case params["charset"] != "":
		name = params["charset"]
	case declared != nil:
		name = string(message[declared[2]:declared[3]])
	}
	from, ok := encodings[strings.ToLower(name)]
	if !ok || from == nil {
		return message, ok
	}
	text, err := from.NewDecoder().Bytes(message)
	if err != nil {
		return nil, false
	}
	if at := declaredEncoding.FindSubmatchIndex(text); at != nil {
		text = append(append(text[:at[2]:at[2]], "utf-8"...), text[at[3]:]...)
	}
	return text, true
}

// declaredEncoding finds the encoding in a declaration, even a slightly
// malformed one: the reader checks its form.
var declaredEncoding = regexp.MustCompile(`^\s*<\?xml[^>]{0,60}\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,30})["']`)

// encodings are the supported ones; nil is UTF-8 and its subsets.
var encodings = map[string]encoding.Encoding{
	"": nil, "utf-8": nil, "utf8": nil, "us-ascii": nil, "ascii": nil,
	"iso-8859-1": charmap.ISO8859_1, "latin1": charmap.ISO8859_1, "iso-8859-15": charmap.ISO8859_15, "windows-1252": charmap.Windows1252,
	"utf-16": unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "utf-16le": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-16be": unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
}
