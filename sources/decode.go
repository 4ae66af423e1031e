package sources

import "github.com/go-json-experiment/json"

// DecodeJSON reads one JSON value into v. Unknown members are passed over,
// since registers add them; duplicate names, invalid UTF-8 and anything after
// the value are refused as Garbled.
func DecodeJSON(body []byte, v any) error {
	if err := json.Unmarshal(body, v); err != nil {
		return Garbled
	}
	return nil
}
