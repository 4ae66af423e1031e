package sources_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rooms are the parts of the front door with what each may import; none knows
// the door itself.
var rooms = map[string][]string{
	"graph/gateway/token":     {"sources", "sources/fnr", "graph/policy"},
	"graph/gateway/quota":     {"graph/policy"},
	"graph/gateway/fault":     {"graph"},
	"graph/gateway/documents": {"graph", "graph/plan", "graph/manifest", "graph/gateway/fault"},
	"graph/gateway/transport": {"graph", "graph/gateway/fault"},
}

// mayImport says which packages of the house another may import outside of its
// tests: what stands to its left.
func mayImport(from, to string) bool {
	register := isRegister(to)
	switch {
	case from == "sources/fnr", from == "sources/soap", from == "sources", from == "graph/variables", from == "mocks/world":
		return false
	case isMock(from):
		return isMock(to)
	case from == "graph/plan":
		return to == "graph/variables"
	case from == "sources/fhir", from == "graph/policy":
		return to == "sources/fnr"
	case from == "sources/nhn":
		return slices.Contains([]string{"sources", "sources/fnr", "sources/fhir", "graph/policy"}, to)
	case isRegister(from):
		return slices.Contains([]string{"sources", "sources/fnr", "sources/fhir", "sources/soap", "sources/nhn", "graph/policy"}, to)
	case from == "graph/contract":
		return to == "graph/manifest"
	case from == "graph":
		return register || slices.Contains([]string{"sources/fnr", "sources/fhir", "sources/municipality", "graph/policy"}, to)
	case from == "graph/ips": // it writes what has been read
		return register || slices.Contains([]string{"graph", "sources", "sources/fhir"}, to)
	case to == "graph/telemetry": // it is told of them by interfaces
		return strings.HasPrefix(from, "cmd/")
	case from == "graph/telemetry":
		return to == "graph/gateway" || to == "sources" || to == "sources/fnr"
	case from == "resolvers":
		return register || !strings.HasPrefix(to, "graph/gateway") && !isMock(to) && !strings.HasPrefix(to, "cmd/")
	case to == "graph/gateway/gatewaytest":
		return false
	case from == "graph/gateway/gatewaytest":
		return slices.Contains([]string{"sources/fnr", "graph", "graph/policy", "graph/gateway"}, to)
	case from == "graph/gateway":
		return to != "resolvers" && !isMock(to) && !strings.HasPrefix(to, "cmd/")
	case rooms[from] != nil:
		return slices.Contains(rooms[from], to)
	case strings.HasPrefix(from, "graph/gateway/"):
		// What the front door serves is handed to it, and knows no way around it.
		return to == "graph" || to == "sources" || strings.HasPrefix(to, "graph/gateway/")
	case from == "cmd/helsegraf/config":
		// It says what there is to be, and package main makes it.
		return to == "cmd/registers" || to == "graph" || to == "sources" || to == "graph/policy" || strings.HasPrefix(to, "graph/gateway")
	case from == "sources/sourcetest":
		return to == "sources" || to == "sources/fnr" || to == "graph/policy" || isMock(to)
	}
	return strings.HasPrefix(from, "cmd/")
}

func TestImportsPointLeft(t *testing.T) {
	for _, f := range sourceFiles(t) {
		for _, imported := range f.Imports {
			name, err := strconv.Unquote(imported.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			to, ours := strings.CutPrefix(name, module)
			switch {
			case !ours, to == f.dir():
			case isMock(f.dir()) && !isMock(to):
				t.Errorf("%s imports %s: a stand-in that shares our code shares its faults", f.path, to)
			case !f.isTest() && !mayImport(f.dir(), to), f.isTestKit() && !mayImport(f.dir(), to):
				t.Errorf("%s imports %s, which does not stand to its left", f.path, to)
			case isRegister(f.dir()) && isRegister(to):
				t.Errorf("%s imports %s: a register is tested alone, and several of them through resolvers", f.path, to)
			}
		}
	}
}
