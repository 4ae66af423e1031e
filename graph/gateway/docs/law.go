package docs

import (
	"regexp"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// clause is what one directive means, in words.
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
			out = append(out, clause{"consent", "no consent needed", "The citizen need not have consented to anything."})
		} else {
			out = append(out, clause{"consent", "consent " + level, "The citizen must have consented to level " + level + " or a higher one."})
		}
		out = append(out, r.proxy(f.Directives.ForName("proxy")))
	}
	if d := f.Directives.ForName("register"); d != nil {
		register, calls := argumentOf(d, "name"), argumentOf(d, "calls")
		if calls == "" || calls == "1" {
			calls = "1 call"
		} else {
			calls += " calls"
		}
		says := "Asked for at that moment: " + r.inWords("Register", register) + ", " + calls + " for each person."
		if consent == nil {
			out = append(out, clause{"open", "open data", "Needs no login."})
			says = "Read from: " + r.inWords("Register", register) + "."
		}
		out = append(out, clause{"register", register, says})
	}
	return out
}

// proxy is who may look for another.
func (r reading) proxy(d *ast.Directive) clause {
	scope, under := "", ""
	if d != nil {
		scope, under = argumentOf(d, "scope"), argumentOf(d, "childUnder")
	}
	switch {
	case scope != "" && under != "":
		return clause{"proxy", "power, parents < " + under,
			"For another: with a power of attorney that covers " + scope + ", and as a parent while the child is under " + under + "."}
	case scope != "":
		return clause{"proxy", "power", "For another: with a power of attorney that covers " + scope + ". Parents may not, whatever the child's age."}
	case under != "":
		return clause{"proxy", "parents < " + under, "For another: as a parent while the child is under " + under + ". No power of attorney covers it."}
	}
	return clause{"proxy", "oneself only", "For oneself only: nobody may for another."}
}

// argumentOf is an argument of a directive; "" when it is left out.
func argumentOf(d *ast.Directive, name string) string {
	a := d.Arguments.ForName(name)
	if a == nil || a.Value == nil {
		return ""
	}
	return a.Value.Raw
}

var parenthesis = regexp.MustCompile(`\s*\([^)]*\)`)

// inWords is an enum's value with what it is called.
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
