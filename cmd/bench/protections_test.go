package main

import (
	"path/filepath"
	"testing"

	"helsegraf/cmd/lab"
)

// The source that each protection is cut from is still there.
func TestProtectionsCanBeTakenOut(t *testing.T) {
	root, err := lab.Dir(t.Context(), lab.Program)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range protectionsOf {
		for _, c := range p.cuts {
			if _, err := c.applied(filepath.Join(root, c.file)); err != nil {
				t.Errorf("%s: %v", p.name, err)
			}
		}
	}
}
