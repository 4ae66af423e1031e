package sources_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The house has a shape: a reader who knows one register knows all, and finds
// a thing where its name says. What is written here is what that rests on.

// goFile is one Go file of the house.
type goFile struct {
	path string // from the root, with slashes
	*ast.File
	lines int
}

func (f goFile) dir() string { return path.Dir(f.path) }
func (f goFile) isTest() bool {
	return strings.HasSuffix(f.path, "_test.go") || f.isTestKit()
}

const (
	root   = ".."
	module = "helsegraf/"
)

// isTestKit reports whether f is of a package that only tests import.
func (f goFile) isTestKit() bool {
	return slices.Contains([]string{"sources/sourcetest", "graph/gateway/gatewaytest"}, f.dir())
}

// notRegisters are the packages below sources that are no register.
var notRegisters = []string{"sources/fnr", "sources/fhir", "sources/soap", "sources/nhn", "sources/municipality", "sources/sourcetest"}

// sourceFiles parses every Go file written by hand.
func sourceFiles(t *testing.T) []goFile {
	t.Helper()
	var files []goFile
	set := token.NewFileSet()
	walk(t, func(name string, text []byte) {
		if !strings.HasSuffix(name, ".go") {
			return
		}
		f, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if !ast.IsGenerated(f) {
			files = append(files, goFile{name, f, bytes.Count(text, []byte("\n"))})
		}
	})
	if len(files) == 0 {
		t.Fatal("no Go files found")
	}
	return files
}

// walk reads every file of the house that is text; what git ignores by
// directory is left out.
func walk(t *testing.T, visit func(name string, text []byte)) {
	t.Helper()
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains([]string{".git", "node_modules", "bin"}, d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if bytes.IndexByte(text, 0) < 0 {
			visit(strings.TrimPrefix(filepath.ToSlash(name), root+"/"), text)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// packages are the directories with Go files, and the files' names.
func packages(files []goFile) map[string][]string {
	all := map[string][]string{}
	for _, f := range files {
		all[f.dir()] = append(all[f.dir()], path.Base(f.path))
	}
	return all
}

func isRegister(dir string) bool {
	return path.Dir(dir) == "sources" && !slices.Contains(notRegisters, dir)
}

func isMock(dir string) bool { return dir == "mocks" || strings.HasPrefix(dir, "mocks/") }

// A large register has more files, each named for what is in it.
func TestEveryRegisterHasTheSameFiles(t *testing.T) {
	want := []string{"about.go", "bench_test.go", "client.go", "client_test.go", "doc.go", "model.go", "wire.go", "wire_test.go"}
	registers := 0
	for dir := range packages(sourceFiles(t)) {
		if !isRegister(dir) {
			continue
		}
		registers++
		for _, name := range want {
			if _, err := os.Stat(filepath.Join(root, dir, name)); err != nil {
				t.Errorf("%s has no %s", dir, name)
			}
		}
	}
	if registers == 0 {
		t.Error("no registers found")
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	files := sourceFiles(t)
	for dir, names := range packages(files) {
		if !slices.Contains(names, "doc.go") {
			t.Errorf("%s has no doc.go", dir)
		}
	}
	for _, f := range files {
		if says := f.Doc != nil; says != (path.Base(f.path) == "doc.go") {
			t.Errorf("%s: the package comment stands in doc.go and nowhere else", f.path)
		}
	}
}

func TestNamesSayWhatIsInside(t *testing.T) {
	empty := strings.Fields("util utils common helper helpers manager managers service services misc shared base core lib types models internal")
	for dir := range packages(sourceFiles(t)) {
		if slices.Contains(empty, path.Base(dir)) {
			t.Errorf("%s: the name says nothing of what is inside", dir)
		}
	}
}

// A file that grows is most often two: a test no less than what it tests.
func TestFilesAreShort(t *testing.T) {
	const limit = 300
	for _, f := range sourceFiles(t) {
		if f.lines > limit {
			t.Errorf("%s has %d lines, more than %d; is it one thing?", f.path, f.lines, limit)
		}
	}
}

// Who may be called an actor is decided where tokens are checked.
func TestOnlyTheFrontDoorMakesActors(t *testing.T) {
	found := map[bool]int{}
	for _, f := range sourceFiles(t) {
		ast.Inspect(f.File, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == "Authenticated" && isNamed(s.X, "policy") {
				found[f.isTest()]++
				if !f.isTest() && f.path != "graph/gateway/token/verifier.go" {
					t.Errorf("%s makes an actor", f.path)
				}
			}
			return true
		})
	}
	if found[true] == 0 {
		t.Error("no test makes an actor: is the function called something else now?")
	}
}

func isNamed(e ast.Expr, name string) bool {
	i, ok := e.(*ast.Ident)
	return ok && i.Name == name
}

// What outlives a request is this and no more: tokens of ours, keys, addresses
// of endpoints, the public directory of GPs, times that are free, and forms without answers.
func TestNothingOfAPersonIsKept(t *testing.T) {
	kept := map[string]string{
		"sources/helseid.go":                     "accessToken string",
		"sources/frikort/client.go":              "publicKey",
		"sources/fastlegeregister/client.go":     "Directory",
		"sources/timeavtaler/client.go":          "[]offered",
		"sources/dialog/client.go":               "absences map[party]offer offer",
		"sources/oppgaver/client.go":             "HealthForm",
		"sources/behandlingssted/client.go":      "[]Treatment []TreatmentProvider",
		"sources/innhold/client.go":              "[]Article",
		"sources/kvalitetsindikatorer/client.go": "[]QualityIndicator []QualityMeasurement",
	}
	for _, f := range sourceFiles(t) {
		found := map[string]bool{}
		ast.Inspect(f.File, func(n ast.Node) bool {
			if e, ok := n.(*ast.IndexExpr); ok && (isNamed(e.X, "NewCache") || isSelector(e.X, "NewCache") || isSelector(e.X, "NewOpenData")) {
				found[written(e.Index)] = true
			}
			return true
		})
		if got := strings.Join(slices.Sorted(maps.Keys(found)), " "); !f.isTest() && got != "" && got != kept[f.path] {
			t.Errorf("%s keeps %s between requests", f.path, got)
		}
	}
}

func isSelector(e ast.Expr, name string) bool {
	s, ok := e.(*ast.SelectorExpr)
	return ok && s.Sel.Name == name
}

func written(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.ArrayType:
		return "[]" + written(e.Elt)
	case *ast.MapType:
		return "map[" + written(e.Key) + "]" + written(e.Value)
	}
	return fmt.Sprintf("%T", e)
}

// An identity number in a tracked file belongs to nobody: synthetic ones have
// something added to the month.
func TestNumbersBelongToNobody(t *testing.T) {
	someones := regexp.MustCompile(`\b[0-7][0-9](0[1-9]|1[0-2])[0-9]{7}\b`)
	walk(t, func(name string, text []byte) {
		if path.Base(name) != "go.sum" && someones.Match(text) {
			t.Errorf("%s holds a number that may be somebody's", name)
		}
	})
}
