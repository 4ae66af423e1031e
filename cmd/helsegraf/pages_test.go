//go:build npm

package main

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// What is embedded of each page is what its sources build to, byte for byte.
// With -update it is written anew.
func TestPages(t *testing.T) {
	for _, page := range []string{"graphiql", "minhelse"} {
		t.Run(page, func(t *testing.T) {
			home := filepath.Join("..", "..", "graph", "gateway", page)
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
