package lab_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"helsegraf/cmd/lab"
)

func TestRun(t *testing.T) {
	for err, want := range map[error]int{nil: 0, flag.ErrHelp: 1, errors.New("no room"): 1} {
		got := lab.Run("test", func(ctx context.Context, _ []string, _, _ io.Writer) error {
			if ctx.Err() != nil {
				t.Error("interrupted before it began")
			}
			return err
		})
		if got != want {
			t.Errorf("%v: exit code %d", err, got)
		}
	}
}

// Where there is no terminal, progress is lines of text, without bars and
// control characters.
func TestProgressWithoutATerminal(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	var memory bytes.Buffer
	for _, w := range []io.Writer{file, &memory} {
		p := lab.NewProgress(w)
		p.Step("%d cells", 12)
		p.Bar(1, 0, "cell")
		p.Clear()
		p.Step("done")
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	want := regexp.MustCompile(`^ +\d+ s  12 cells\n +\d+ s  done\n$`)
	for _, got := range []string{string(text), memory.String()} {
		if !want.MatchString(got) {
			t.Errorf("%q", got)
		}
	}
}

// A report is two files of one name, in a folder that need not be there, and the
// picture is XML whatever its title says.
func TestReport(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reports", "today")
	const title = `p95 < 4 s & "cold"`
	if err := lab.Write(dir, "bench", "# Bench\n", lab.Picture(300, 40, title, "<rect/>\n")); err != nil {
		t.Fatal(err)
	}
	markdown, err := os.ReadFile(filepath.Join(dir, "bench.md"))
	if err != nil || string(markdown) != "# Bench\n" {
		t.Errorf("%q, %v", markdown, err)
	}
	svg, err := os.ReadFile(filepath.Join(dir, "bench.svg"))
	if err != nil {
		t.Fatal(err)
	}
	var picture struct {
		ViewBox string `xml:"viewBox,attr"`
		Title   string `xml:"title"`
		Shapes  []any  `xml:"rect"`
	}
	if err := xml.Unmarshal(svg, &picture); err != nil || picture.Title != title || picture.ViewBox != "0 0 300 40" || strings.Count(string(svg), "<rect") != 2 {
		t.Errorf("%+v, %v", picture, err)
	}
}

func TestMemory(t *testing.T) {
	if n := lab.Memory(os.Getpid()); n < 1<<20 || n > 1<<40 {
		t.Errorf("this process has %d bytes", n)
	}
	if n := lab.Memory(-1); n != 0 {
		t.Errorf("no process has %d bytes", n)
	}
}

func TestDir(t *testing.T) {
	dir, err := lab.Dir(t.Context(), lab.Program)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "schema.graphqls")); err != nil {
		t.Error(err)
	}
	if _, err := lab.Dir(t.Context(), "no.such/module"); err == nil {
		t.Error("a module that is not there has a folder")
	}
}

// A build that fails says what the compiler said.
func TestBuildFails(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "nothing")
	err := lab.Build(t.Context(), binary, lab.Program, "./cmd/nothing")
	if err == nil || !strings.Contains(err.Error(), "build nothing") || !strings.Contains(err.Error(), "cmd/nothing") {
		t.Error(err)
	}
	if _, err := os.Stat(binary); err == nil {
		t.Error("something was built")
	}
}
