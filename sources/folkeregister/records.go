package folkeregister

import (
	"reflect"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"helsegraf/sources"
	"helsegraf/sources/fnr"
)

// record is one person in an answer, under every number the person has or had.
type record[T any] struct {
	numbers []fnr.Number // none when the record does not say
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

// read is an entry of a list, or why it could not be read.
type read[W any] struct {
	value W // what was read of it
	err   error
}

// entriesOf reads a list. Where it cannot be read as it stands each entry is
// read by itself, so that one takes no other along.
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
	// What is wrong inside an entry is found when that is read.
	if json.Unmarshal(list, &apart, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)) != nil || apart == nil {
		return nil, sources.Garbled
	}
	entries := make([]read[W], len(apart))
	for i := range apart {
		entries[i].err = sources.DecodeJSON(apart[i], &entries[i].value)
	}
	return entries, nil
}
