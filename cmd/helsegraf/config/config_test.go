package config

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"helsegraf/cmd/registers"
)

func TestFilesThatAreNoConfiguration(t *testing.T) {
	for text, want := range map[string]string{
		"a: [":    ":1:4: is not YAML",
		"a: 1\na": ":2:1: is not YAML",
		"a: 1":    ":1:1: a: there is no such key",
		"- a":     ": must be keys with values",
		"":        ": publicUrl: is missing",
	} {
		file := write(t, "c.yaml", text)
		_, err := Load(registers.All(), file, nil)
		if err == nil || !strings.Contains(err.Error(), file) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := Load(registers.All(), "nowhere.yaml", nil); err == nil || !strings.Contains(err.Error(), "nowhere.yaml: cannot be read") {
		t.Error(err)
	}
}

// Variables are named after their keys.
func TestVariablesAreNamedAsKeys(t *testing.T) {
	capital := regexp.MustCompile(`([a-z])([A-Z])`)
	n := 0
	(&Config{Registers: RegistersOf(registers.All())}).leaves(func(_ section, key, variable string, _ reflect.Value) {
		n++
		parts := strings.Split(key, ".")
		for i, p := range parts {
			parts[i] = strings.ToUpper(capital.ReplaceAllString(p, "${1}_$2"))
		}
		if want := variables + strings.Join(parts, "_"); variable != want {
			t.Errorf("%s is set by %s, not %s", key, variable, want)
		}
	})
	if n < 200 {
		t.Error("only", n)
	}
}
func write(t testing.TB, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
