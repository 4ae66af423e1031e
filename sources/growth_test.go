package sources_test

import (
	"go/ast"
	"go/token"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A register is one place: its package, its stand-in, its types, its reads and
// a row in the list. Whoever writes it down elsewhere has a list that the next
// register will be missing from.

// naming are the registers that a file names, by package, key or enum: comments
// are not code.
func naming(f goFile, registers map[string]bool) map[string]bool {
	found := map[string]bool{}
	ast.Inspect(f.File, func(n ast.Node) bool {
		text := ""
		switch n := n.(type) {
		case *ast.BasicLit:
			if n.Kind == token.STRING {
				text, _ = strconv.Unquote(n.Value)
			}
		case *ast.Ident:
			text = n.Name
		}
		text = strings.ToLower(strings.ReplaceAll(path.Base(text), "_", ""))
		for name := range registers {
			if text == name || strings.HasPrefix(text, name+".") {
				found[name] = true
			}
		}
		return true
	})
	return found
}

func TestARegisterIsOnePlace(t *testing.T) {
	const most = 6
	files := house(t)
	registers := map[string]bool{}
	for dir := range packages(files) {
		if isRegister(dir) {
			registers[path.Base(dir)] = true
		}
	}
	by := map[string][]string{}
	for _, f := range files {
		own := isRegister(f.dir()) || strings.HasPrefix(f.path, "mocks/") || strings.HasPrefix(f.path, "cmd/bench/floor/")
		if f.isTest() || own {
			continue
		}
		for name := range naming(f, registers) {
			by[name] = append(by[name], f.path)
			if in := f.dir(); f.path != "cmd/registers/list.go" && (strings.HasPrefix(in, "cmd/") || strings.HasPrefix(in, "graph/gateway")) {
				t.Errorf("%s names %s, and not the list alone", f.path, name)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(registers)) {
		if got := by[name]; len(got) > most || len(got) == 0 {
			t.Errorf("%s is named in %d files, more than %d: %s", name, len(got), most, strings.Join(slices.Sorted(slices.Values(got)), " "))
		}
	}
}
