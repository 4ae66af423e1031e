package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"helsegraf/cmd/lab"
)

// contender is a server process, and how to query it.
type contender struct {
	name        string
	command     []string
	environment []string
	requests
	size int64 // of the installation, in bytes

	cmd     *exec.Cmd
	address string
	pid     int
	ended   chan struct{}
}

// requests are for a citizen's own health, for that and what people come for
// first, and for the health of those they act for.
type requests struct{ health, everyday, family request }

// inGraphQL are the requests to one that speaks GraphQL.
func inGraphQL() requests {
	return requests{graphQL(healthQuery), graphQL(everydayQuery), graphQL(familyQuery)}
}

// request is what is sent, apart from the token.
type request struct {
	path string
	body []byte
}

// start starts it on the contenders' core, and waits for its address.
func (c *contender) start(ctx context.Context, dir string) error {
	cmd := exec.Command(c.command[0], c.command[1:]...) //nolint:gosec,noctx // our own program, stopped by a signal
	cmd.Dir = dir
	cmd.Env = append([]string{"HOME=" + dir, "PATH=" + os.Getenv("PATH"), "GOMAXPROCS=1", "GODEBUG=netdns=go", "NODE_ENV=production"}, c.environment...)
	from, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := startOn(measuredCore, cmd); err != nil {
		return err
	}
	c.cmd, c.pid, c.ended = cmd, cmd.Process.Pid, make(chan struct{})
	listening, said := make(chan string, 1), new(strings.Builder)
	go func() { // until it ends
		defer close(c.ended)
		listen(from, listening, said)
		_ = cmd.Wait()
	}()
	const patience = time.Minute
	select {
	case c.address = <-listening:
		return nil
	case <-c.ended:
		return fmt.Errorf("%s ended: %s", c.name, said)
	case <-ctx.Done():
		c.stop()
		return ctx.Err()
	case <-time.After(patience):
		c.stop()
		return errors.New(c.name + " does not listen")
	}
}

// listen reads a process's output until its address appears, and discards the
// rest.
func listen(from io.Reader, listening chan<- string, said *strings.Builder) {
	r := bufio.NewReader(from)
	for {
		line, err := r.ReadString('\n')
		var started struct {
			Message string `json:"msg"`
			Address string `json:"address"`
		}
		if json.Unmarshal([]byte(line), &started) == nil && started.Message == "listening" {
			listening <- started.Address
			_, _ = io.Copy(io.Discard, r)
			return
		}
		said.WriteString(line)
		if err != nil {
			return
		}
	}
}

// stop stops it.
func (c *contender) stop() {
	if c.cmd == nil {
		return
	}
	_ = c.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-c.ended:
	case <-time.After(3 * time.Second):
		_ = c.cmd.Process.Kill()
		<-c.ended
	}
	c.cmd = nil
}

// memory is the resident memory of the process.
func (c *contender) memory() int64 { return lab.Memory(c.pid) }
