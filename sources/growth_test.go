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

// naming are the registers that a file names, by key, enum or client. Comments are
// not code; and who resolves a type of a register's has to say the type.
func naming(f goFile, registers map[string]bool) map[string]bool {
	found := map[string]bool{}
	ast.Inspect(f.File, func(n ast.Node) bool {
		text := ""
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.SelectorExpr:
			if p, ok := n.X.(*ast.Ident); ok && registers[p.Name] {
				return false
			}
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
	files := sourceFiles(t)
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
		named := naming(f, registers)
		for name := range named {
			by[name] = append(by[name], f.path)
		}
		list := strings.HasPrefix(f.path, "cmd/registers/list")
		if list || !strings.HasPrefix(f.path, "cmd/") && !strings.HasPrefix(f.path, "graph/gateway/") && !strings.HasPrefix(f.path, "graph/telemetry/") {
			continue
		}
		for _, i := range f.Imports {
			if imported, _ := strconv.Unquote(i.Path.Value); isRegister(strings.TrimPrefix(imported, module)) {
				named[path.Base(imported)] = true
			}
		}
		if len(named) > 0 {
			t.Errorf("%s names %v: take them from the list of registers", f.path, slices.Sorted(maps.Keys(named)))
		}
	}
	// The law is that of these three: they stand in the journey of every query.
	for _, name := range []string{"personvern", "folkeregister", "usagelog"} {
		if !registers[name] {
			t.Errorf("%s is gone", name)
		}
		delete(registers, name)
	}
	for _, name := range slices.Sorted(maps.Keys(registers)) {
		if got := by[name]; len(got) > most || len(got) == 0 {
			t.Errorf("%s is named in %d files, more than %d: %s", name, len(got), most, strings.Join(slices.Sorted(slices.Values(got)), " "))
		}
	}
}
