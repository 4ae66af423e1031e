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
// nesting deeper than any register's, anything but UTF-8 and anything after
// the document are refused as Garbled: entities are how XML parsers are blown
// up.
func DecodeXML(body []byte, v any) error {
	d := xml.NewTokenDecoder(&strictXML{tokens: xml.NewDecoder(bytes.NewReader(body))})
	if err := d.Decode(v); err != nil {
		return Garbled
	}
	for {
		token, err := d.Token()
		if err == io.EOF { //nolint:errorlint // Token documents a bare io.EOF
			return nil
		}
		if err != nil {
			return Garbled
		}
		switch t := token.(type) {
		case xml.StartElement:
			return Garbled
		case xml.CharData:
			if len(bytes.TrimSpace(t)) > 0 {
				return Garbled
			}
		}
	}
}

// strictXML hands on tokens, up to the first that no register sends.
type strictXML struct {
	tokens *xml.Decoder
	depth  int
}

// Token is the next token, its name as written.
func (s *strictXML) Token() (xml.Token, error) {
	token, err := s.tokens.RawToken()
	switch token.(type) {
	case xml.Directive:
		return nil, Garbled
	case xml.StartElement:
		if s.depth++; s.depth > xmlDepth {
			return nil, Garbled
		}
	case xml.EndElement:
		s.depth--
	}
	return token, err
}
