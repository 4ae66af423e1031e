package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"helsegraf/cmd/registers"
)

// variables is the prefix of the environment variables.
const variables = "HELSEGRAF_"

// loader reads a configuration and remembers where each key was set.
type loader struct {
	file   string
	set    map[string]Fault // where a key, or its map, was set
	faults Faults
}

// Load reads a configuration file, then the environment, then secret files, and
// checks the result, for a gateway with these registers. The error is Faults.
func Load(known []registers.Register, file string, environment map[string]string) (Config, error) {
	c := Config{Registers: RegistersOf(known)}
	l := &loader{file: file, set: map[string]Fault{}}
	if l.readFile(&c) {
		l.readEnvironment(&c, environment)
		l.check(&c)
	}
	if len(l.faults) == 0 {
		return c, nil
	}
	slices.SortStableFunc(l.faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column))
	})
	return c, l.faults
}

// Read reads a configuration file without checking it or reading anything else.
func Read(known []registers.Register, file string) (Config, error) {
	c := Config{Registers: RegistersOf(known)}
	l := &loader{file: file, set: map[string]Fault{}}
	if l.readFile(&c); len(l.faults) > 0 {
		return Config{}, l.faults
	}
	return c, nil
}

// Complete fills in defaults and secrets of a configuration that was not read
// from a file, and checks it; faults are reported under this name.
func (c *Config) Complete(name string) error {
	l := &loader{file: name}
	if l.check(c); len(l.faults) > 0 {
		return l.faults
	}
	return nil
}

// readFile reads the file, and reports whether it could be parsed.
func (l *loader) readFile(c *Config) bool {
	text, err := os.ReadFile(l.file)
	if err != nil {
		l.faults = append(l.faults, Fault{Where: l.file, What: "cannot be read"})
		return false
	}
	text = bytes.TrimPrefix(text, []byte("\uFEFF")) // YAML allows a BOM
	if what, at := excess(text); what != "" {
		f := Fault{Where: l.file, What: what}
		if at != nil {
			f.line, f.column = at.Position.Line, at.Position.Column
			f.Where = fmt.Sprintf("%s:%d:%d", l.file, f.line, f.column)
		}
		l.faults = append(l.faults, f)
		return false
	}
	doc, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey()) // decode reports these
	if err != nil {
		f := Fault{Where: l.file, What: "is not YAML"}
		if at, ok := errors.AsType[yaml.Error](err); ok {
			f.line, f.column = at.GetToken().Position.Line, at.GetToken().Position.Column
			f.Where = fmt.Sprintf("%s:%d:%d", l.file, f.line, f.column)
		}
		l.faults = append(l.faults, f)
		return false
	}
	for _, d := range doc.Docs {
		if d.Body != nil {
			l.decode(d.Body, reflect.ValueOf(c).Elem(), "")
		}
	}
	return true
}

// decode reads a node into a value. We do not use the library's decoder, so that
// one fault does not hide the next.
func (l *loader) decode(node ast.Node, into reflect.Value, key string) {
	if absent(node) {
		return
	}
	kind := into.Kind()
	if _, ok := reflect.TypeAssert[keyed](into.Addr()); ok {
		kind = reflect.Struct // as a user would see it
	}
	switch kind {
	case reflect.Struct:
		for _, pair := range l.pairs(node, key) {
			if field, ok := fieldOf(into, pair.name); ok {
				l.decode(pair.value, field, pair.key)
			} else {
				l.wrong(pair.key, "there is no such key")
			}
		}
	case reflect.Map:
		into.Set(reflect.MakeMap(into.Type()))
		for _, pair := range l.pairs(node, key) {
			name, value := reflect.New(into.Type().Key()).Elem(), reflect.New(into.Type().Elem()).Elem()
			if !scalar(pair.name, name) {
				l.wrong(pair.key, "the key must be "+described(name.Type()))
				continue
			}
			l.decode(pair.value, value, pair.key)
			into.SetMapIndex(name, value)
		}
	case reflect.Slice:
		list, ok := node.(*ast.SequenceNode)
		if !ok {
			l.wrong(key, "must be a list")
			return
		}
		into.Set(reflect.MakeSlice(into.Type(), len(list.Values), len(list.Values)))
		for i, value := range list.Values {
			item := fmt.Sprintf("%s.%d", key, i)
			l.note(item, value)
			l.decode(value, into.Index(i), item)
		}
	default:
		if text, ok := written(node); !ok || !scalar(text, into) {
			l.wrong(key, "must be "+described(into.Type()))
		}
	}
}

// pair is a key with its value.
type pair struct {
	name, key string
	value     ast.Node
}

func (l *loader) pairs(node ast.Node, key string) []pair {
	m, ok := node.(*ast.MappingNode)
	if !ok {
		l.wrong(key, "must be keys with values")
		return nil
	}
	var out []pair
	for _, v := range m.Values {
		name, _ := written(v.Key)
		p := pair{name: name, value: v.Value}
		p.key = strings.TrimPrefix(key+"."+p.name, ".")
		if slices.ContainsFunc(out, func(o pair) bool { return o.name == p.name }) {
			l.faults = append(l.faults, l.at(v.Key, p.key+": is set twice"))
			continue
		}
		l.note(p.key, v.Key)
		out = append(out, p)
	}
	return out
}

// note remembers where a key was set.
func (l *loader) note(key string, node ast.Node) { l.set[key] = l.at(node, "") }

// at is a place in the file, with what is wrong there.
func (l *loader) at(node ast.Node, what string) Fault {
	if m, ok := node.(*ast.MappingNode); ok && len(m.Values) > 0 {
		node = m.Values[0].Key
	}
	place := node.GetToken().Position
	return Fault{line: place.Line, column: place.Column, Where: fmt.Sprintf("%s:%d:%d", l.file, place.Line, place.Column), What: what}
}

// fieldOf returns the field a key sets, in a struct or a keyed section.
func fieldOf(in reflect.Value, name string) (reflect.Value, bool) {
	if k, ok := reflect.TypeAssert[keyed](in.Addr()); ok {
		return k.at(name)
	}
	for i := range in.NumField() {
		switch tag := in.Type().Field(i).Tag.Get("yaml"); tag {
		case ",inline":
			if f, ok := fieldOf(in.Field(i), name); ok {
				return f, true
			}
		case name:
			return in.Field(i), name != ""
		}
	}
	return reflect.Value{}, false
}

// described is a type's expected value, in words.
func described(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Duration]():
		return "a duration, such as 500ms or 2s"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Float64:
		return "a number"
	case t.Kind() == reflect.Int, t.Kind() == reflect.Int64:
		return "a whole number"
	}
	return "text"
}

// readEnvironment applies the variables HELSEGRAF_….
func (l *loader) readEnvironment(c *Config, environment map[string]string) {
	type setting struct {
		key string
		of  reflect.Type
		in  section
	}
	settings := map[string]setting{}
	c.leaves(func(in section, key, variable string, v reflect.Value) {
		settings[variable] = setting{key, v.Type(), in}
	})
	for _, name := range slices.Sorted(maps.Keys(environment)) {
		if !strings.HasPrefix(name, variables) || environment[name] == "" {
			continue
		}
		s, known := settings[name]
		if !known && isLinked(name, environment[name]) {
			continue
		}
		if !known {
			l.faults = append(l.faults, Fault{Where: name, What: "there is no such setting"})
			continue
		}
		l.set[s.key] = Fault{Where: name}
		// One at a time, so that each fault has its variable's name.
		if env.ParseWithOptions(s.in.into, env.Options{Prefix: s.in.variable, Environment: map[string]string{name: environment[name]}}) != nil {
			l.wrong(s.key, "must be "+described(s.of))
		}
	}
}

// leaves visits each setting that is not a list or map: its section, its key,
// its variable, and its value.
func (c *Config) leaves(visit func(in section, key, variable string, v reflect.Value)) {
	for _, in := range c.sections() {
		leaves(reflect.ValueOf(in.into).Elem(), in.key, in.variable, func(key, variable string, v reflect.Value) {
			visit(in, key, variable, v)
		})
	}
}

func leaves(v reflect.Value, key, variable string, visit func(key, variable string, v reflect.Value)) {
	for i := range v.NumField() {
		tag := v.Type().Field(i).Tag
		name := tag.Get("yaml")
		switch field := v.Field(i); {
		case name == ",inline":
			leaves(field, key, variable, visit)
		case name == "" || tag.Get("env") == "-":
		case field.Kind() == reflect.Struct:
			leaves(field, strings.TrimPrefix(key+"."+name, "."), variable+tag.Get("envPrefix"), visit)
		default:
			visit(strings.TrimPrefix(key+"."+name, "."), variable+tag.Get("env"), field)
		}
	}
}
