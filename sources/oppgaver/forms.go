package oppgaver

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
)

const (
	// mostForms is how many forms are kept.
	mostForms = 200
	// atOnce is how many forms one call asks for.
	atOnce = 50
)

// Forms are the forms with these ids, without answers. They are about nobody: what was
// read is kept for [Options.Keep], since each version of a form has an id of its own. An id
// that the register does not know is left out.
func (c *Client) Forms(ctx context.Context, ids []string) (map[string]HealthForm, error) {
	found, err := c.forms.GetAll(ids, func(missing []string) (map[string]HealthForm, time.Duration, error) {
		out := map[string]HealthForm{}
		for some := range slices.Chunk(missing, atOnce) {
			if err := c.read(ctx, some, out); err != nil {
				return nil, 0, err
			}
		}
		return out, c.options.Keep, nil
	})
	return found, err
}

// read reads some forms with one search.
func (c *Client) read(ctx context.Context, ids []string, into map[string]HealthForm) error {
	set := fhir.NewSearchset(fnr.Number{})
	all := fhir.Collect[questionnaire](set, "Questionnaire", true, nil)
	sets := fhir.Collect[valueSet](set, "ValueSet", false, nil)
	query := url.Values{"_id": {strings.Join(ids, ",")}, "_count": {"50"}}
	return c.Find(ctx, "Questionnaire", "/skjema/v1/Questionnaire", query, 5, set, func(*sources.Response) error {
		for _, q := range all.Standing {
			if !slices.Contains(ids, q.ID) {
				continue
			}
			f, err := q.form(sets)
			if err != nil {
				return err
			}
			into[q.ID] = f
		}
		return nil
	})
}

// Answers are the forms that the subject of g has saved halfway, by the ids by which tasks
// refer to them. An incomplete response is refused.
func (c *Client) Answers(ctx context.Context, g policy.Grant) (out map[string]Answer, err error) {
	subject, ok := g.Subject(policy.Message)
	if !ok {
		return nil, sources.Denied
	}
	set := fhir.NewSearchset(subject)
	all := fhir.Collect[response](set, "QuestionnaireResponse", true, fhir.Patient[*response])
	s := nhn.Search{
		Operation: "QuestionnaireResponse/_search", Path: "/skjema/v1/QuestionnaireResponse/_search",
		Form: url.Values{"status": {"in-progress"}}, Count: 50, Pages: 20,
	}
	err = c.Ask(ctx, subject, s, set, func(*sources.Response, bool) error {
		out = map[string]Answer{}
		for _, r := range all.Standing {
			one, err := r.answer()
			if err != nil {
				return err
			}
			// Of several copies, all must be open to the holder of g.
			one.hidden = out[r.ID].hidden || !nhn.Shown(&r.Resource, g)
			out[r.ID] = one
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
