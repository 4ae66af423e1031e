package main

import (
	"context"
	"os"
	"path/filepath"

	"helsegraf/cmd/lab"
)

// bench is a testbed with its contenders.
type bench struct {
	*testbed
	options
	bar            *lab.Progress
	floor, gateway *contender
	peers          []*contender
}

// module is the module of this command and of the floor.
const module = lab.Program + "/cmd/bench"

// The sizes of families, in S3 and in S5.
const family = 50

var sizes = []int{1, 10, family, 100, 500}

func newBench(ctx context.Context, o options, bar *lab.Progress) (_ *bench, err error) {
	bar.Step("people, registers and their tokens")
	h, err := newTestbed(ctx, sizes)
	if err != nil {
		return nil, err
	}
	b := &bench{testbed: h, options: o, bar: bar}
	defer func() {
		if err != nil {
			b.close()
		}
	}()
	bar.Step("build")
	if b.floor, err = b.built("floor", func(binary string) error { return lab.Build(ctx, binary, module, "./floor") }); err != nil {
		return nil, err
	}
	if b.gateway, err = b.built("helsegraf", func(binary string) error { return lab.BuildGateway(ctx, binary) }); err != nil {
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
		bar.Step("start %s", c.name)
		if err = c.start(ctx, h.Dir); err != nil {
			return nil, err
		}
	}
	bar.Step("ask everything once")
	if err = h.warm(ctx, b.gateway); err != nil {
		return nil, err
	}
	for _, c := range b.all()[1:] {
		bar.Step("compare the answers of %s", c.name)
		if err = h.compare(ctx, b.floor, c); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// all returns the contenders, the floor first.
func (b *bench) all() []*contender { return append([]*contender{b.floor, b.gateway}, b.peers...) }

// built is a contender that we build.
func (b *bench) built(name string, build func(binary string) error) (*contender, error) {
	binary := filepath.Join(b.Dir, name)
	if err := build(binary); err != nil {
		return nil, err
	}
	info, err := os.Stat(binary)
	if err != nil {
		return nil, err
	}
	return &contender{name: name, command: []string{binary}, size: info.Size()}, nil
}

// floorFile is the configuration of the floor, and of all others but the
// gateway.
const floorFile = "floor.json"

func (b *bench) configure() error {
	text, err := b.floorConfiguration()
	if err != nil {
		return err
	}
	file, err := b.File(floorFile, text)
	if err != nil {
		return err
	}
	b.floor.command = append(b.floor.command, file)
	b.floor.requests = requests{request{path: "/health"}, request{path: "/everyday"}, request{path: "/represents"}}
	return b.configureGateway(b.gateway, variant{})
}

func (b *bench) configureGateway(c *contender, v variant) error {
	text, err := b.configuration(v)
	if err != nil {
		return err
	}
	file, err := b.File(c.name+".helsegraf.json", text)
	if err != nil {
		return err
	}
	c.command = append(c.command, "serve", "--config", file)
	c.requests = inGraphQL()
	return nil
}

func (b *bench) close() {
	for _, c := range b.all() {
		if c != nil {
			c.stop()
		}
	}
	b.testbed.close()
}
