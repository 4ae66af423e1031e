//go:build browser

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Each page in a real Chromium, driven by testdata/browser/<page>.mjs, against
// its own demonstration or a gateway in production. HELSEGRAF_SCREENSHOTS is the
// folder for screenshots; by default ./screenshots in the repository.
func TestBrowser(t *testing.T) {
	dir := npm(t, "browser")
	pictures := screenshots(t)
	scripts, err := filepath.Glob(filepath.Join(dir, "*.mjs"))
	if err != nil || len(scripts) == 0 {
		t.Fatal("no scripts: ", err)
	}
	for _, script := range scripts {
		name := strings.TrimSuffix(filepath.Base(script), ".mjs")
		t.Run(name, func(t *testing.T) {
			t.Parallel() // each has its own gateway and browser
			if name == "login" {
				logIn(t, dir, script, pictures)
				return
			}
			p, line := starts(t, "{", stdout, "demo", "--listen", "127.0.0.1:0", "--now", noon, "--json")
			out := execute(t, dir, []string{"HELSEGRAF_URL=" + parseReady(t, line).Gateway, "HELSEGRAF_DEMO=" + line, "HELSEGRAF_SCREENSHOTS=" + pictures}, "node", script)
			t.Log("\n" + out)
			p.ends(t)
		})
	}
}

func screenshots(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("HELSEGRAF_SCREENSHOTS")
	if folder == "" {
		folder = filepath.Join("..", "..", "screenshots")
	}
	folder, err := filepath.Abs(folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o750); err != nil {
		t.Fatal(err)
	}
	return folder
}
