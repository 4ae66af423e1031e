package folkeregister

import (
	"reflect"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"helsegraf/sources"
	"helsegraf/sources/fnr"
)

// record is one person in a response, under every number the person has or had.
type record[T any] struct {
	numbers []fnr.Number // empty when the record has none
	value   T
	err     error // why there is no value
}

// align returns each number asked for its record. Records nobody asked for, and
// those that cannot be read, are dropped; what is missing beside them may be
// what they were swapped with. Two records of one person that differ are both
// disbelieved.
func align[T any](resp *sources.Response, asked []fnr.Number, records []record[T]) (map[fnr.Number]sources.Result[T], error) {
	answers := make(map[fnr.Number]sources.Result[T], len(asked))
	var left sources.Left
	for _, r := range records {
		known := false
		for _, n := range r.numbers {
			if !slices.Contains(asked, n) {
				continue
			}
			known = true
			before, twice := answers[n]
			switch {
			case r.err != nil, twice && (before.Err != nil || !reflect.DeepEqual(before.Value, r.value)):
				answers[n] = sources.Result[T]{Err: sources.Garbled}
			default:
				answers[n] = sources.Result[T]{Value: r.value}
			}
		}
		switch {
		case r.err != nil, len(r.numbers) == 0:
			left.Faulty++
		case !known:
			left.Foreign++
		}
	}
	return answers, sources.Complete(resp, asked, answers, left)
}

// read is an entry of a list, or why it is unreadable.
type read[W any] struct {
	value W // the decoded part
	err   error
}

// entriesOf reads a list. If it cannot be decoded as a whole each entry is
// decoded separately, so that one bad entry loses no other.
func entriesOf[W any](list []byte) ([]read[W], error) {
	var whole []W
	if err := sources.DecodeJSON(list, &whole); err == nil && whole != nil {
		entries := make([]read[W], len(whole))
		for i := range whole {
			entries[i].value = whole[i]
		}
		return entries, nil
	}
	var apart []jsontext.Value
	// Errors inside an entry are found when it is read.
	if json.Unmarshal(list, &apart, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)) != nil || apart == nil {
		return nil, sources.Garbled
	}
	entries := make([]read[W], len(apart))
	for i := range apart {
		entries[i].err = sources.DecodeJSON(apart[i], &entries[i].value)
	}
	return entries, nil
}
