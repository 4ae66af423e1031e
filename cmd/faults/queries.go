package main

import (
	"slices"
	"strings"

	"helsegraf/cmd/registers"
	"helsegraf/sources"
)

// kind is one kind of query in the mix.
type kind struct {
	name  string
	query string
	field string // the path to its register's data
	needs []string
	open  bool // needs no login
	null  bool // the field may be null without an error
}

// kinds are all the queries: each register's own, and last the one that reads
// everything about a person.
func kinds() []kind {
	var all []kind
	everything := kind{name: "everything", needs: foundation()}
	of := map[registers.Place]string{}
	for _, r := range registers.All() {
		for _, q := range r.Queries {
			k := kind{name: q.Name, field: string(q.On) + q.Field, open: q.On == registers.AtRoot, null: q.MayBeNull}
			for _, e := range r.Endpoints {
				if e.Part == q.Part || q.Part == "" && !e.Needed() {
					k.needs = append(k.needs, r.KeyOf(e))
				}
			}
			k.needs = append(k.needs, q.Also...)
			switch q.On {
			case registers.OnPerson:
				k.query = "{ viewer { person { name { full } " + q.Selection + " } } }"
				k.needs = append(foundation(), k.needs...)
			case registers.OnViewer:
				k.query = "{ viewer { " + q.Selection + " } }"
				k.needs = append(deciding(), k.needs...)
			case registers.AtRoot:
				k.query = "{ " + q.Selection + " }"
			}
			if !k.open {
				of[q.On] += " " + q.Selection
				everything.needs = append(everything.needs, k.needs...)
			}
			all = append(all, k)
		}
	}
	slices.Sort(everything.needs)
	everything.needs = slices.Compact(everything.needs)
	everything.query = "{ viewer { person { name { full }" + of[registers.OnPerson] + " }" + of[registers.OnViewer] + " } }"
	return append(all, everything)
}

// deciding are the endpoints of the foundation that decisions rest on.
func deciding() []string {
	return slices.DeleteFunc(foundation(), func(key string) bool {
		return !slices.ContainsFunc(registers.Endpoints(registers.All()), func(e registers.Endpoint) bool { return e.Key() == key && e.Role == sources.Decides })
	})
}

// onPerson is the path to the viewer's own data.
const onPerson = string(registers.OnPerson)

// named is the kind with a name.
func named(all []kind, name string) *kind {
	i := slices.IndexFunc(all, func(k kind) bool { return k.name == name })
	return &all[i]
}

// uses reports whether a kind calls an endpoint.
func (k *kind) uses(e *endpoint) bool { return slices.Contains(k.needs, e.key) }

// represents reports whether a kind is about those the viewer acts for.
func (k *kind) represents() bool {
	return strings.HasPrefix(k.field, string(registers.OnViewer)) && !strings.HasPrefix(k.field, onPerson)
}
