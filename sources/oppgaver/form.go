package oppgaver

import (
	"time"

	"helsegraf/sources/fhir"
)

// HealthForm is a form (skjema), with what one person has answered so far.
type HealthForm struct {
	Title, Version *string
	SubjectOnly    *bool // no representative may answer
	Savable        *bool // it may be saved halfway
	Items          []FormItem

	// SavedAt and Answers are nil when the holder of the Grant may not see them, and
	// Answers are empty when there are none.
	SavedAt *time.Time
	Answers []FormAnswer
}

// FormItem is a question, a group or a text of a form.
type FormItem struct {
	LinkID         string
	Parent         *string // the linkId of the item it is in
	Kind           FormItemKind
	Text           *string
	Help, Sublabel *string
	Required       bool
	Repeats        bool
	ReadOnly       bool
	Hidden         bool
	MinLength      *int
	MaxLength      *int
	Pattern        *string // a regular expression
	Min, Max       *string
	InvalidText    *string // shown when an answer will not do
	Unit           *fhir.Coding
	Options        []fhir.Coding // nil when there are none, or they are elsewhere
	Initial        []string
	ShownWhen      []FormCondition // empty is always
	ShownWhenAll   bool            // all of the conditions, and not any one
}

// FormItemKind is an item's type, as in FHIR.
type FormItemKind string

// FormCondition is when an item is shown.
type FormCondition struct {
	LinkID   string
	Operator string
	Value    *string
}

// FormAnswer is an answer to one occurrence of an item.
type FormAnswer struct {
	LinkID string
	// Repetition is the place of the occurrence it is in among all occurrences of the
	// item's parent, from 0.
	Repetition int
	Values     []string
}

// Answer is what a person has saved of a form.
type Answer struct {
	SavedAt *time.Time
	Answers []FormAnswer
	// hidden reports that its labels keep it from the holder of the Grant.
	hidden bool
}

// With is the form with an answer, as the holder of the task's Grant may see it: what is
// answered by the subject alone is seen by the subject alone.
func (f HealthForm) With(a Answer, t *HealthTask) *HealthForm {
	if a.hidden || f.SubjectOnly != nil && *f.SubjectOnly && !t.Grant.Self() {
		f.SavedAt, f.Answers = nil, nil
		return &f
	}
	f.SavedAt, f.Answers = a.SavedAt, a.Answers
	if f.Answers == nil {
		f.Answers = []FormAnswer{}
	}
	return &f
}
