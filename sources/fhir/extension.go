package fhir

import (
	"cmp"
	"slices"
)

// Extensions are a profile's additions to a resource, by URL.
type Extensions []Extension

// Extension is one of them: a value, or further extensions.
type Extension struct {
	URL                  string           `json:"url"`
	Extension            Extensions       `json:"extension"`
	ValueString          string           `json:"valueString"`
	ValueDate            string           `json:"valueDate"`
	ValueDateTime        string           `json:"valueDateTime"`
	ValueBoolean         *bool            `json:"valueBoolean"`
	ValueCodeableConcept *CodeableConcept `json:"valueCodeableConcept"`
	ValueReference       *Reference       `json:"valueReference"`
	ValueHumanName       *nameWire        `json:"valueHumanName"`
}

// Name is the extension's value as somebody's name, nil when it is not one.
func (e Extension) Name() *HumanName {
	if e.ValueHumanName == nil {
		return nil
	}
	return Names{*e.ValueHumanName}.Usual()
}

// Day is the extension's value as a day, nil when it is not one.
func (e Extension) Day() *Date { return ParseDate(cmp.Or(e.ValueDate, e.ValueDateTime)) }

// Reference is the extension's value as a reference, zero when it is not one.
func (e Extension) Reference() Reference {
	if e.ValueReference == nil {
		return Reference{}
	}
	return *e.ValueReference
}

// At is the extension at the end of the path, zero when there is none.
func (l Extensions) At(road ...string) (end Extension) {
	for _, url := range road {
		i := slices.IndexFunc(l, func(e Extension) bool { return e.URL == url })
		if i < 0 {
			return Extension{}
		}
		end, l = l[i], l[i].Extension
	}
	return end
}

// Marked reports whether any extension at the end of the path is not false: a
// restriction applies even if its value cannot be read.
func (l Extensions) Marked(road ...string) bool {
	return slices.ContainsFunc(l, func(e Extension) bool {
		switch {
		case e.URL != road[0]:
			return false
		case len(road) > 1:
			return e.Extension.Marked(road[1:]...)
		}
		return e.ValueBoolean == nil || *e.ValueBoolean
	})
}
