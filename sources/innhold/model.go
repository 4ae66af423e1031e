package innhold

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"helsegraf/sources/fhir"
)

// Article is a text by the health authorities. Fields the source left out are nil.
type Article struct {
	ID          fhir.RecordID // belongs to no person
	Title       *string
	Intro       *string // plain text
	HTML        *string // without anything that runs, loads, styles or submits
	Markdown    *string // the same
	Kind        *string // the source's word: faglig-rad, retningslinje …
	PublishedOn *fhir.Date
	UpdatedOn   *fhir.Date // when its content was last brought up to date
	Contributor *string
	Language    *string // BCP 47
	URL         *string
	// Order sorts articles from A to Å, as bytes.
	Order string
}

// Source and Licence are whose the articles are, and on what terms.
const (
	Source  = "Helsedirektoratet"
	Licence = "NLOD"
)

// ArticleCodeSystem is a code system that articles are found by.
type ArticleCodeSystem string

// The code systems.
const (
	ICPC2 ArticleCodeSystem = "ICPC_2"
	ICD10 ArticleCodeSystem = "ICD_10"
	ATC   ArticleCodeSystem = "ATC"
)

// codeSystems are the code systems by the service's names, and what their codes look
// like.
var codeSystems = []struct {
	system ArticleCodeSystem
	name   string
	codes  *regexp.Regexp
}{
	{ICPC2, "ICPC-2", regexp.MustCompile(`^[A-Z][0-9]{2}$`)},
	{ICD10, "ICD-10", regexp.MustCompile(`^[A-Z][0-9]{2}(\.?[0-9]{1,2})?$`)},
	{ATC, "ATC", regexp.MustCompile(`^[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?$`)},
}

// Systems are those that a code may be of: the given one, or any; none if it is not
// a code.
func Systems(code string, of *ArticleCodeSystem) (all []ArticleCodeSystem) {
	for _, s := range codeSystems {
		if (of == nil || *of == s.system) && s.codes.MatchString(code) {
			all = append(all, s.system)
		}
	}
	return all
}

// ArticleFormat is how a text is written.
type ArticleFormat string

// The formats.
const (
	HTML     ArticleFormat = "HTML"
	Markdown ArticleFormat = "MARKDOWN"
)

// Mentions reports whether each word of a search begins a word of the title or of the
// introduction.
func (a *Article) Mentions(matches func(in, search string) bool, search string) bool {
	return matches(*a.Title+" "+fhir.Known(a.Intro), search)
}

// Begins reports whether the title begins with a letter, small or large.
func (a *Article) Begins(letter string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(*a.Title, func(r rune) bool { return !unicode.IsLetter(r) }))
	return strings.EqualFold(string(first), letter)
}
