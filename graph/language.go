package graph

import "context"

// Language is a language of sentences for people. Register data is Norwegian
// whatever the language.
type Language uint8

// The languages. English is for clients that do not say.
const (
	English Language = iota
	Bokmal
	Nynorsk
)

type languageKey struct{}

// WithLanguage sets the language of responses under ctx.
func WithLanguage(ctx context.Context, l Language) context.Context {
	return context.WithValue(ctx, languageKey{}, l)
}

// LanguageFrom is the language of ctx.
func LanguageFrom(ctx context.Context) Language {
	l, _ := ctx.Value(languageKey{}).(Language)
	return l
}
