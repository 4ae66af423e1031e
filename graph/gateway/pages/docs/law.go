package docs

import (
	"regexp"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// clause is the meaning of one directive, in words.
type clause struct {
	Kind  string // service, consent, proxy, source, open
	Label string
	Says  string
}

// law puts the directives of a field into words.
func (r reading) law(f *ast.FieldDefinition) []clause {
	var out []clause
	consent := f.Directives.ForName("consent")
	if consent != nil {
		service, level := argumentOf(consent, "service"), argumentOf(consent, "level")
		out = append(out, clause{"service", service, "Belongs to the service " + r.inWords("Service", service) + "."})
		if level == "NONE" {
			out = append(out, clause{"consent", "no consent needed", "Requires no consent."})
		} else {
			out = append(out, clause{"consent", "consent " + level, "Requires consent level " + level + " or higher."})
		}
		out = append(out, r.proxy(f.Directives.ForName("proxy")))
	}
	for _, d := range f.Directives.ForNames("register") {
		register, calls := argumentOf(d, "name"), argumentOf(d, "calls")
		if calls == "" || calls == "1" {
			calls = "1 call"
		} else {
			calls += " calls"
		}
		says := "Read from: " + r.inWords("Register", register) + ", " + calls + " for each person."
		if consent == nil {
			out = append(out, clause{"open", "open data", "No login required."})
			says = "Read from: " + r.inWords("Register", register) + "."
		}
		out = append(out, clause{"register", register, says})
	}
	if public := f.Directives.ForName("public"); public != nil {
		out = append(out, clause{"open", "public caches", "By GET and without a login, caches may keep the answer for up to " + argumentOf(public, "maxAge") + " seconds."})
	}
	return out
}

// proxy says who may read on behalf of another.
func (r reading) proxy(d *ast.Directive) clause {
	scope, under := "", ""
	if d != nil {
		scope, under = argumentOf(d, "scope"), argumentOf(d, "childUnder")
	}
	switch {
	case scope != "" && under != "":
		return clause{"proxy", "power of attorney, parents < " + under,
			"On behalf of others: with a power of attorney covering " + scope + ", or as a parent while the child is under " + under + "."}
	case scope != "":
		return clause{"proxy", "power of attorney", "On behalf of others: with a power of attorney covering " + scope + ". Parents have no access, whatever the child's age."}
	case under != "":
		return clause{"proxy", "parents < " + under, "On behalf of others: as a parent while the child is under " + under + ", never by power of attorney."}
	}
	return clause{"proxy", "own data only", "Own data only, never on behalf of others."}
}

// argumentOf returns an argument of a directive; "" if it is omitted.
func argumentOf(d *ast.Directive, name string) string {
	a := d.Arguments.ForName(name)
	if a == nil || a.Value == nil {
		return ""
	}
	return a.Value.Raw
}

var parenthesis = regexp.MustCompile(`\s*\([^)]*\)`)

// inWords is an enum value with its display name.
func (r reading) inWords(enum, name string) string {
	def := r.schema.Types[enum]
	if def == nil {
		return name
	}
	v := def.EnumValues.ForName(name)
	if v == nil {
		return name
	}
	about := strings.TrimSuffix(v.Description, ".")
	if enum == "Register" {
		return about
	}
	return name + ", " + lowered(parenthesis.ReplaceAllString(about, ""))
}

func lowered(s string) string {
	if len(s) > 1 && strings.ToUpper(s[1:2]) != s[1:2] {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}
