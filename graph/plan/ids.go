package plan

import "github.com/99designs/gqlgen/graphql"

// ids are the ids in a root field's arguments.
func (w *walk) ids(f graphql.CollectedField) []string {
	args := w.args(f)
	var ids []string
	if id, ok := args["id"]; ok {
		ids = append(ids, idOf(id))
	}
	if list, ok := args["ids"]; ok {
		for _, id := range graphql.CoerceList(list) { // a single value is coerced to a list of one
			ids = append(ids, idOf(id))
		}
	}
	return ids
}

// idOf is a value as the executor will read it as an ID: numbers are accepted
// too.
func idOf(v any) string {
	id, err := graphql.UnmarshalID(v)
	if err != nil {
		return "" // which the executor refuses
	}
	return id
}

// keys are the ids of the people a federation router requests, "" for an
// invalid representation.
func (w *walk) keys(f graphql.CollectedField) []string {
	representations := graphql.CoerceList(w.args(f)["representations"])
	ids := make([]string, min(len(representations), MostIDs))
	for i := range ids {
		if m, ok := representations[i].(map[string]any); ok && m["__typename"] == person {
			ids[i], _ = m["id"].(string)
		}
	}
	return ids
}
