//go:build npm

package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"helsegraf/graph"
)

// Each embedded page is what its sources build to, byte for byte. -update
// rebuilds it.
func TestPages(t *testing.T) {
	t.Run("E4 words of minhelse", func(t *testing.T) {
		types, of := graph.NewSchema(graph.Config{}).Schema().Types, map[string][2]any{}
		for enum, table := range map[string]string{
			"Service": "services", "ConsentLevel": "levels", "Relation": "relations", "Register": "registers", "Region": "regions",
			"GeneralPractitionerRole": "roles", "SharingPurpose": "purposes",
		} {
			of[enum] = [2]any{table, names(types[enum])}
		}
		enums, err := json.Marshal(map[string]any{"tables": of, "AccessReason": names(types["AccessReason"]), "RemedyAction": names(types["RemedyAction"])})
		if err != nil {
			t.Fatal(err)
		}
		src := filepath.Join("..", "..", "graph", "gateway", "pages", "minhelse", "src")
		if out := execute(t, ".", nil, "node", filepath.Join("testdata", "pages", "words.mjs"), src, string(enums)); out != "" {
			t.Error(out)
		}
	})
	for _, page := range []string{"graphiql", "minhelse"} {
		t.Run(page, func(t *testing.T) {
			home := filepath.Join("..", "..", "graph", "gateway", "pages", page)
			dir := t.TempDir()
			for _, name := range []string{"package.json", "package-lock.json", "vite.config.js", "index.html"} {
				b, err := os.ReadFile(filepath.Join(home, name))
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.CopyFS(filepath.Join(dir, "src"), os.DirFS(filepath.Join(home, "src"))); err != nil {
				t.Fatal(err)
			}
			execute(t, dir, nil, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
			execute(t, dir, nil, "npm", "run", "build")
			committed := filepath.Join(home, "dist")
			if *update {
				if err := os.RemoveAll(committed); err != nil {
					t.Fatal(err)
				}
				if err := os.CopyFS(committed, os.DirFS(filepath.Join(dir, "dist"))); err != nil {
					t.Fatal(err)
				}
			}
			want, got := contents(t, filepath.Join(dir, "dist")), contents(t, committed)
			for _, name := range slices.Sorted(maps.Keys(want)) {
				if !bytes.Equal(want[name], got[name]) {
					t.Errorf("%s is behind its source: make pages, and commit it", name)
				}
				delete(got, name)
			}
			for name := range got {
				t.Errorf("%s is built no more", name)
			}
		})
	}
}

// names are the values of an enum.
func names(enum *ast.Definition) (all []string) {
	for _, v := range enum.EnumValues {
		all = append(all, v.Name)
	}
	return all
}

// contents are the files under a folder, by path.
func contents(t *testing.T, root string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(root), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		all[path], err = os.ReadFile(filepath.Join(root, path))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
