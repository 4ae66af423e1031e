package graph

import "context"

// Language is one that sentences for people are written in. What registers
// answer is Norwegian whatever is asked for.
type Language uint8

// The languages. English is for clients that do not say.
const (
	English Language = iota
	Bokmal
	Nynorsk
)

type languageKey struct{}

// WithLanguage has operations under ctx answered in l.
func WithLanguage(ctx context.Context, l Language) context.Context {
	return context.WithValue(ctx, languageKey{}, l)
}

// LanguageFrom is the language of ctx.
func LanguageFrom(ctx context.Context) Language {
	l, _ := ctx.Value(languageKey{}).(Language)
	return l
}
