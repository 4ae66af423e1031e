package sources

import "github.com/go-json-experiment/json"

// DecodeJSON reads one JSON value into v. Unknown members are ignored, since
// registers add them; duplicate names, invalid UTF-8 and trailing data are
// Garbled.
func DecodeJSON(body []byte, v any) error {
	if err := json.Unmarshal(body, v); err != nil {
		return Garbled
	}
	return nil
}
