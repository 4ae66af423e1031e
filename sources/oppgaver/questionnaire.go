package oppgaver

import (
	"cmp"
	"slices"
	"strings"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
)

// Bounds of a form, far beyond any in use.
const (
	mostItems   = 2000
	deepest     = 12
	mostOptions = 10_000
)

// Extensions of the profile sdf-Questionnaire, and of R4.
const (
	ehelse         = "http://ehelse.no/fhir/StructureDefinition/"
	helsenorge     = "http://helsenorge.no/fhir/StructureDefinition/"
	hl7            = "http://hl7.org/fhir/StructureDefinition/"
	extPerformedBy = ehelse + "sdf-canbeperformedby"
	extSaving      = helsenorge + "sdf-save-capabilities"
	extInvalidText = ehelse + "validationtext"
	extSublabel    = helsenorge + "sdf-sublabel"
	extMin         = hl7 + "minValue"
	extMax         = hl7 + "maxValue"
	extMinLength   = hl7 + "minLength"
	extPattern     = hl7 + "regex"
	extHidden      = hl7 + "questionnaire-hidden"
	extUnit        = hl7 + "questionnaire-unit"
	extControl     = hl7 + "questionnaire-itemControl"
)

// systemControl is R4's list of item controls.
const systemControl = "http://hl7.org/fhir/questionnaire-item-control"

type questionnaire struct {
	fhir.Resource
	Version   string     `json:"version"`
	Title     string     `json:"title"`
	Extension extensions `json:"extension"`
	Item      []item     `json:"item"`
}

type item struct {
	LinkID         string       `json:"linkId"`
	Prefix         string       `json:"prefix"`
	Text           string       `json:"text"`
	Type           string       `json:"type"`
	Required       bool         `json:"required"`
	Repeats        bool         `json:"repeats"`
	ReadOnly       bool         `json:"readOnly"`
	MaxLength      fhir.Integer `json:"maxLength"`
	EnableBehavior string       `json:"enableBehavior"`
	EnableWhen     []values     `json:"enableWhen"`
	AnswerValueSet string       `json:"answerValueSet"`
	AnswerOption   []values     `json:"answerOption"`
	Initial        []values     `json:"initial"`
	Extension      extensions   `json:"extension"`
	Item           []item       `json:"item"`
}

// valueSet is a list of options inside a form.
type valueSet struct {
	fhir.Resource
	Compose struct {
		Include []struct {
			System  string            `json:"system"`
			Concept []fhir.CodingWire `json:"concept"`
		} `json:"include"`
	} `json:"compose"`
}

// kinds are FHIR's types of items. Some are one kind here: a url is a line of text, and a
// reference can only be shown.
var kinds = map[string]FormItemKind{
	"group": "GROUP", "display": "DISPLAY", "boolean": "BOOLEAN", "decimal": "DECIMAL", "integer": "INTEGER", "date": "DATE", "dateTime": "DATE_TIME", "time": "TIME",
	"string": "STRING", "text": "TEXT", "url": "URL", "choice": "CHOICE", "open-choice": "OPEN_CHOICE", "attachment": "ATTACHMENT", "reference": "REFERENCE", "quantity": "QUANTITY",
}

// flattened makes a list of the items of a form.
type flattened struct {
	of      *questionnaire
	sets    *fhir.Records[*valueSet]
	items   []FormItem
	known   map[string]bool
	options int
}

// form is Garbled when the form has no end, or its items cannot be told from each other
// or are of an unknown type.
func (q *questionnaire) form(sets *fhir.Records[*valueSet]) (HealthForm, error) {
	all := flattened{of: q, sets: sets, items: []FormItem{}, known: map[string]bool{}}
	if err := all.add(q.Item, nil, 1); err != nil {
		return HealthForm{}, err
	}
	f := HealthForm{Title: fhir.String(q.Title), Version: fhir.String(q.Version), Items: all.items}
	if code := q.Extension.at(extPerformedBy).text("value"); code != "" {
		only := code != "1" // of an unknown code, nobody but the subject
		f.SubjectOnly = &only
	}
	if code := q.Extension.at(extSaving).text("value"); code != "" {
		savable := code == "1"
		f.Savable = &savable
	}
	return f, nil
}

func (l *flattened) add(all []item, parent *string, depth int) error {
	if len(all) > 0 && depth > deepest {
		return sources.Garbled
	}
	for i := range all {
		w := &all[i]
		kind, ok := kinds[w.Type]
		if !ok || w.LinkID == "" || l.known[w.LinkID] || len(l.items) >= mostItems {
			return sources.Garbled
		}
		l.known[w.LinkID] = true
		if parent != nil && w.is("help") {
			continue // it is the parent's
		}
		one, err := l.item(w, kind)
		if err != nil {
			return err
		}
		one.Parent = parent
		l.items = append(l.items, one)
		if err := l.add(w.Item, &w.LinkID, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (l *flattened) item(w *item, kind FormItemKind) (FormItem, error) {
	one := FormItem{
		LinkID: w.LinkID, Kind: kind, Text: fhir.String(strings.TrimSpace(w.Prefix + " " + w.Text)), Sublabel: w.Extension.at(extSublabel).string(),
		Required: w.Required, Repeats: w.Repeats, ReadOnly: w.ReadOnly, Hidden: w.Extension.at(extHidden).text("value") == "true",
		Pattern: w.Extension.at(extPattern).string(), Min: w.Extension.at(extMin).string(), Max: w.Extension.at(extMax).string(),
		InvalidText: w.Extension.at(extInvalidText).string(), Unit: w.Extension.at(extUnit).coding("value"),
		MinLength: whole(w.Extension.at(extMinLength).text("value")), ShownWhen: []FormCondition{}, ShownWhenAll: w.EnableBehavior == "all",
	}
	if n, ok := w.MaxLength.Value(); ok {
		one.MaxLength = &n
	}
	if i := slices.IndexFunc(w.Item, func(below item) bool { return below.is("help") }); i >= 0 {
		one.Help = fhir.String(w.Item[i].Text)
	}
	for _, v := range w.Initial {
		one.Initial = append(one.Initial, v.text("value"))
	}
	for _, v := range w.EnableWhen {
		c := FormCondition{LinkID: v.text("question"), Operator: v.text("operator"), Value: fhir.String(v.text("answer"))}
		if c.LinkID == "" || c.Operator == "" {
			return one, sources.Garbled
		}
		one.ShownWhen = append(one.ShownWhen, c)
	}
	for _, v := range w.AnswerOption {
		if c := v.coding("value"); c != nil {
			one.Options = append(one.Options, *c)
		}
	}
	one.Options = append(one.Options, l.contained(w.AnswerValueSet)...)
	if l.options += len(one.Options); l.options > mostOptions {
		return one, sources.Garbled
	}
	return one, nil
}

// contained are the options of a list inside the form; nil for a list elsewhere.
func (l *flattened) contained(ref string) (out []fhir.Coding) {
	if !strings.HasPrefix(ref, "#") {
		return nil
	}
	set, ok := l.sets.Find(&l.of.Resource, fhir.Reference{Reference: ref})
	if !ok {
		return nil
	}
	for _, include := range set.Compose.Include {
		for _, c := range include.Concept {
			c.System = cmp.Or(c.System, include.System)
			if v := c.Value(); v != nil {
				out = append(out, *v)
			}
		}
	}
	return out
}

// is reports whether an item has an item control.
func (w *item) is(control string) bool {
	return w.Extension.at(extControl).concept("value").Has(systemControl, control)
}
