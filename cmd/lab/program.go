package lab

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Program is the gateway's module.
const Program = "helsegraf"

// BuildGateway builds the gateway into a file.
func BuildGateway(ctx context.Context, binary string, flags ...string) error {
	return Build(ctx, binary, Program, "./cmd/helsegraf", flags...)
}

// Build builds a module's command with the versions that module itself requires,
// not those of the caller's module.
func Build(ctx context.Context, binary, module, command string, flags ...string) error {
	dir, err := Dir(ctx, module)
	if err != nil {
		return err
	}
	args := slices.Concat([]string{"-C", dir, "build"}, flags, []string{"-o", binary, command})
	if text, err := exec.CommandContext(ctx, "go", args...).CombinedOutput(); err != nil { //nolint:gosec // our own program
		return fmt.Errorf("build %s: %w\n%s", filepath.Base(binary), err, text)
	}
	return nil
}

// Dir is the folder of one of our modules, for commands that run there.
func Dir(ctx context.Context, module string) (string, error) {
	dir, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module).Output() //nolint:gosec // the module is a constant
	if err != nil {
		return "", fmt.Errorf("find the source of %s: %w", module, err)
	}
	return strings.TrimSpace(string(dir)), nil
}

// Memory is the resident memory of a process, in bytes; 0 if it has exited.
func Memory(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text))
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}
