package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log" //nolint:depguard // gqlgen logs with it
	"os"
	"path/filepath"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen/config"
)

func main() {
	if err := generate(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// generate finds gqlgen.yml in this folder or a parent, as gqlgen's own command
// does.
func generate() error {
	log.SetOutput(io.Discard) // one line per resolver; the compiler reports what is missing
	cfg, err := config.LoadConfigFromDefaultLocations()
	if err != nil {
		return err
	}
	// Earlier output may not fit a changed schema, and gqlgen reads the package's
	// types from its files.
	if err := os.Remove(plainFile(cfg)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := bind(cfg, filepath.Dir(filepath.Dir(cfg.Exec.Filename))); err != nil {
		return err
	}
	return api.Generate(cfg, api.AddPlugin(plain{}))
}
