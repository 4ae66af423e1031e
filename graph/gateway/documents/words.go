package documents

import (
	"strings"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"
)

// words are those of the schema's names and descriptions, and some that are common in
// query names. Clients choose the names of operations, fragments, variables and
// aliases, and any of these can be a person's name. A document is kept only if all
// of them are made of these words, so that what is kept says nothing that is not
// already in this program.
//
// Others could be kept under substitute names only by mapping those back on each
// request, and aliases would have to stay, being keys of the response. They are
// parsed each time instead; an application for which that is too slow uses trusted
// documents, which are kept whatever their names.
type words map[string]bool

// usual are words that front ends commonly use in names and the schema may lack.
const usual = `app all and batch by card component container context count data deferred details document entry family fetch field fields
 find first for fragment from full get has header home household if info is item items last list load look main menu me mini my new no of on one only
 operation or other overview own page part parts preview profile props query related row rows screen search section select selected self
 show start state status summary tab the to total type user viewer wards view what who whom why with without`

func wordsOf(schema *ast.Schema) words {
	w := words{}
	w.add(usual)
	for name, def := range schema.Types {
		w.add(name)
		w.add(def.Description)
		for _, f := range def.Fields {
			w.add(f.Name)
			w.add(f.Description)
			for _, a := range f.Arguments {
				w.add(a.Name)
				w.add(a.Description)
			}
		}
		for _, v := range def.EnumValues {
			w.add(v.Name)
			w.add(v.Description)
		}
	}
	return w
}

func (w words) add(text string) {
	for _, word := range wordsIn(text) {
		w[word] = true
	}
}

// have reports whether a name is made of these words, run together or not, and has
// besides them at most one letter and the digits of a year.
func (w words) have(name string) bool {
	digits, letters := 0, 0
	for i := range len(name) {
		if name[i] >= '0' && name[i] <= '9' {
			digits++
		}
	}
	if digits > 4 {
		return false
	}
	for _, word := range wordsIn(name) {
		switch {
		case len(word) == 1:
			letters++
		case !w[word] && !w[word+"s"] && !w[strings.TrimSuffix(word, "s")]:
			return false
		}
	}
	return letters <= 1
}

// wordsIn returns the words of a text or a name in lower case: likeThis, LIKE_THIS
// and HTMLThis have two each.
func wordsIn(text string) []string {
	var out []string
	runes := []rune(text)
	from := -1
	end := func(to int) {
		if from >= 0 {
			out = append(out, strings.ToLower(string(runes[from:to])))
		}
		from = -1
	}
	for i, r := range runes {
		if !unicode.IsLetter(r) {
			end(i)
			continue
		}
		begins := unicode.IsUpper(r) && i > 0 && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if begins {
			end(i)
		}
		if from < 0 {
			from = i
		}
	}
	end(len(runes))
	return out
}

// cover reports whether all names chosen in a document are made of these words.
func (w words) cover(doc *ast.QueryDocument) bool {
	for _, o := range doc.Operations {
		if !w.have(o.Name) || !w.coverSet(o.SelectionSet) {
			return false
		}
		for _, v := range o.VariableDefinitions {
			if !w.have(v.Variable) {
				return false
			}
		}
	}
	for _, f := range doc.Fragments {
		if !w.have(f.Name) || !w.coverSet(f.SelectionSet) {
			return false
		}
	}
	return true
}

func (w words) coverSet(set ast.SelectionSet) bool {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if s.Alias != s.Name && !w.have(s.Alias) || !w.coverSet(s.SelectionSet) {
				return false
			}
		case *ast.InlineFragment:
			if !w.coverSet(s.SelectionSet) {
				return false
			}
		}
	}
	return true
}
