package resolvers_test

import (
	"fmt"
	"slices"
)

// response is a GraphQL response.
type response struct {
	Data   map[string]any `json:"data"`
	Errors []struct {
		Message    string         `json:"message"`
		Path       []any          `json:"path"`
		Extensions map[string]any `json:"extensions"`
	} `json:"errors"`
	Extensions map[string]any `json:"extensions"`
	raw        string
}

// at returns the value at a path of the answer's data.
func (a response) at(path ...string) any {
	var v any = a.Data
	for _, key := range path {
		m, _ := v.(map[string]any)
		v = m[key]
	}
	return v
}

func (a response) list(path ...string) []any {
	l, _ := a.at(path...).([]any)
	return l
}

// code returns the code of the error at a path, or "".
func (a response) code(path ...string) string {
	for _, e := range a.Errors {
		at := make([]string, 0, len(e.Path))
		for _, step := range e.Path {
			at = append(at, fmt.Sprint(step))
		}
		if slices.Equal(at, path) {
			code, _ := e.Extensions["code"].(string)
			return code
		}
	}
	return ""
}
