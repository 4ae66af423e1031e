package registers_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"helsegraf/cmd/registers"
)

// The README lists the registers as their Abouts describe them.
func TestReadmeTellsOfEveryRegister(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	table := "| Register | Data | Protocol |\n|---|---|---|\n"
	for _, r := range registers.All() {
		table += fmt.Sprintf("| %s | %s | %s |\n", r.Name, r.Holds, r.API)
	}
	if !strings.Contains(string(text), "\n\n"+table+"\n") {
		t.Errorf("the README's table is to be\n%s", table)
	}
}
