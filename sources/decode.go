package sources

import (
	"bytes"
	"encoding/xml"
	"io"

	"github.com/go-json-experiment/json"
)

// DecodeJSON reads one JSON value into v. Unknown members are passed over,
// since registers add them; duplicate names, invalid UTF-8 and anything after
// the value are refused as Garbled.
func DecodeJSON(body []byte, v any) error {
	if err := json.Unmarshal(body, v); err != nil {
		return Garbled
	}
	return nil
}

// xmlDepth bounds nesting; the deepest register answer has some fifteen levels.
const xmlDepth = 64

// DecodeXML reads one XML document into v. A document type declaration,
// nesting deeper than any register's and anything but UTF-8 are refused as
// Garbled: entities are how XML parsers are blown up.
func DecodeXML(body []byte, v any) error {
	d := xml.NewDecoder(bytes.NewReader(body))
	depth := 0
	for {
		token, err := d.RawToken()
		if err == io.EOF { //nolint:errorlint // RawToken documents a bare io.EOF
			break
		}
		if err != nil {
			return Garbled
		}
		switch token.(type) {
		case xml.Directive:
			return Garbled
		case xml.StartElement:
			if depth++; depth > xmlDepth {
				return Garbled
			}
		case xml.EndElement:
			depth--
		}
	}
	if err := xml.Unmarshal(body, v); err != nil {
		return Garbled
	}
	return nil
}
