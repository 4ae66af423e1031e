package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// bench is a house with contenders in it.
type bench struct {
	*house
	options
	bar            *progress
	floor, gateway *contender
	peers          []*contender
}

// The sizes of families: S3's, and those of S5.
const family = 50

var sizes = []int{1, 10, family, 100, 500}

func newBench(ctx context.Context, o options, bar *progress) (_ *bench, err error) {
	bar.tell("people, registers and their tokens")
	h, err := newHouse(ctx, sizes)
	if err != nil {
		return nil, err
	}
	b := &bench{house: h, options: o, bar: bar}
	defer func() {
		if err != nil {
			b.close()
		}
	}()
	bar.tell("build")
	if b.floor, err = b.build(ctx, "floor", "helsegraf/cmd/bench/floor"); err != nil {
		return nil, err
	}
	if b.gateway, err = b.build(ctx, "helsegraf", "helsegraf/cmd/helsegraf"); err != nil {
		return nil, err
	}
	if err = b.configure(); err != nil {
		return nil, err
	}
	if err = b.findPeers(ctx); err != nil {
		return nil, err
	}
	if err = pinSelf(loadCore); err != nil {
		return nil, err
	}
	for _, c := range b.all() {
		bar.tell("start %s", c.name)
		if err = c.start(ctx, h.dir); err != nil {
			return nil, err
		}
	}
	bar.tell("ask everything once")
	if err = h.warm(ctx, b.gateway); err != nil {
		return nil, err
	}
	for _, c := range b.all()[1:] {
		bar.tell("compare the answers of %s", c.name)
		if err = h.compare(ctx, b.floor, c); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// all are the contenders, the floor first.
func (b *bench) all() []*contender { return append([]*contender{b.floor, b.gateway}, b.peers...) }

// build builds a program of ours.
func (b *bench) build(ctx context.Context, name, program string, args ...string) (*contender, error) {
	binary := filepath.Join(b.dir, name)
	args = append(append([]string{"build"}, args...), "-o", binary, program)
	if text, err := exec.CommandContext(ctx, "go", args...).CombinedOutput(); err != nil { //nolint:gosec // our own program
		return nil, fmt.Errorf("build %s: %w\n%s", name, err, text)
	}
	info, err := os.Stat(binary)
	if err != nil {
		return nil, err
	}
	return &contender{name: name, command: []string{binary}, size: info.Size()}, nil
}

// floorFile is the configuration of the floor, and of all but the gateway.
const floorFile = "floor.json"

func (b *bench) configure() error {
	text, err := b.floorConfiguration()
	if err != nil {
		return err
	}
	file, err := b.file(floorFile, text)
	if err != nil {
		return err
	}
	b.floor.command = append(b.floor.command, file)
	b.floor.health, b.floor.family = request{path: "/health"}, request{path: "/represents"}
	return b.configureGateway(b.gateway, variant{})
}

func (b *bench) configureGateway(c *contender, v variant) error {
	text, err := b.configuration(v)
	if err != nil {
		return err
	}
	file, err := b.file(c.name+".helsegraf.json", text)
	if err != nil {
		return err
	}
	c.command = append(c.command, "serve", "--config", file)
	c.health, c.family = graphQL(healthQuery), graphQL(familyQuery)
	return nil
}

func (b *bench) close() {
	for _, c := range b.all() {
		if c != nil {
			c.stop()
		}
	}
	b.house.close()
}
