package oppgaver

import (
	"slices"

	"github.com/go-json-experiment/json"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
)

// mostAnswers is how many answers a form may have, repetitions counted.
const mostAnswers = 5000

// response is a form saved halfway.
type response struct {
	fhir.Resource
	Authored string     `json:"authored"`
	Item     []answered `json:"item"`
}

type answered struct {
	LinkID string     `json:"linkId"`
	Answer []values   `json:"answer"` // each may hold further items
	Item   []answered `json:"item"`
}

// answers makes a list of the answers, in the order they stand.
type answers struct {
	all    []FormAnswer
	occurs map[string]int
}

func (r *response) answer() (Answer, error) {
	l := answers{all: []FormAnswer{}, occurs: map[string]int{}}
	if err := l.add(r.Item, 0, 1); err != nil {
		return Answer{}, err
	}
	return Answer{SavedAt: fhir.ParseInstant(r.Authored), Answers: l.all}, nil
}

// add adds items that are in this occurrence of their parent.
func (l *answers) add(all []answered, in, depth int) error {
	if len(all) > 0 && depth > deepest {
		return sources.Garbled
	}
	for _, w := range all {
		if w.LinkID == "" || len(l.all) >= mostAnswers {
			return sources.Garbled
		}
		mine := l.occurs[w.LinkID]
		l.occurs[w.LinkID]++
		one := FormAnswer{LinkID: w.LinkID, Repetition: in, Values: []string{}}
		below := w.Item
		for _, v := range w.Answer {
			one.Values = append(one.Values, v.text("value"))
			if raw, ok := v["item"]; ok {
				var more []answered
				if err := json.Unmarshal(raw, &more); err != nil {
					return sources.Garbled
				}
				below = append(slices.Clip(below), more...)
			}
		}
		l.all = append(l.all, one)
		if err := l.add(below, mine, depth+1); err != nil {
			return err
		}
	}
	return nil
}
