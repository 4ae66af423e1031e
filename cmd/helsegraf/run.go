package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"github.com/lmittmann/tint"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/cmd/registers"
	"helsegraf/graph/gateway"
	"helsegraf/graph/telemetry"
)

// commands are the program's commands.
type commands struct {
	Version   kong.VersionFlag `help:"Print the version, the commit and the version of Go."`
	Demo      demoCommand      `cmd:"" help:"Run everything on this machine: gateway, stand-in registers, token issuer and synthetic people."`
	Serve     serveCommand     `cmd:"" help:"Run the gateway."`
	Registers registersCommand `cmd:"" help:"Run only the stand-in registers and the token issuer."`
	Token     tokenCommand     `cmd:"" help:"Print a token for one of the demonstration's people."`
	Schema    schemaCommand    `cmd:"" help:"Print the schema, or compare it with an older one."`
	Doctor    doctorCommand    `cmd:"" help:"Check configuration, keys, clock, addresses, certificates and tokens, and call each register once, without naming a person."`
	Documents documentsCommand `cmd:"" help:"Check trusted documents."`
	Explain   explainCommand   `cmd:"" help:"Explain a query without running it: what is open, why the rest is not, and which registers it would call."`
}

// program is the environment of a command.
type program struct {
	context.Context
	environment map[string]string
	stdin       io.Reader
	stdout      io.Writer
	stderr      io.Writer
	// look is the interval between checks for changed files. Default 5 s.
	look time.Duration
	// registers are those it knows; nil means all.
	registers []registers.Register
}

func (p *program) known() []registers.Register {
	if p.registers == nil {
		return registers.All()
	}
	return p.registers
}

// version describes this build in one line.
func version() string {
	b := telemetry.ThisBuild()
	return fmt.Sprintf("helsegraf %s, commit %s, %s", b.Version, b.Commit, b.Go)
}

// exitCode is an error that has been reported already.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// run runs one command and returns the exit code: 0 for success, 1 for failure,
// 2 for wrong usage; doctor has its own.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) int {
	p := &program{Context: ctx, environment: map[string]string{}, stdin: os.Stdin, stdout: stdout, stderr: stderr}
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		p.environment[name] = value
	}
	helped := false
	parser, err := kong.New(&commands{},
		kong.Name("helsegraf"),
		kong.Description("One GraphQL graph over Norway's live health registers."),
		kong.Vars{"version": version()},
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { helped = true }),
	)
	if err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		return 1
	}
	command, err := parser.Parse(args)
	switch {
	case helped:
		return 0
	case err != nil:
		_, _ = fmt.Fprintf(stderr, "helsegraf: %v\nTry helsegraf --help.\n", err)
		return 2
	}
	if err := command.Run(p); err != nil {
		if code, ok := errors.AsType[exitCode](err); ok {
			return int(code)
		}
		if _, ok := errors.AsType[config.Faults](err); ok {
			_, _ = fmt.Fprintln(stderr, err) // each includes its place
		} else {
			_, _ = fmt.Fprintf(stderr, "helsegraf: %v\n", err)
		}
		return 1
	}
	return 0
}

// read reads a file named by an argument; - is standard input.
func (p *program) read(file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(p.stdin)
	}
	text, err := os.ReadFile(file) //nolint:gosec // the caller names it
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read", file)
	}
	return text, nil
}

// watch makes the gateway reload changed files until done is called.
func (p *program) watch(g *gateway.Gateway) (done func()) {
	ctx, stop := context.WithCancel(p)
	ticker := time.NewTicker(cmp.Or(p.look, 5*time.Second))
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		g.Watch(ctx, ticker.C)
	}()
	return func() {
		stop()
		ticker.Stop()
		<-watched
	}
}

// listen listens on an address, which its error names.
func (p *program) listen(address string) (net.Listener, error) {
	var c net.ListenConfig
	c.SetMultipathTCP(false) // its sockets take no filter; see closeQuietly
	l, err := c.Listen(p, "tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("listen: %s is in use, perhaps by another helsegraf: stop it, or choose another port (0 picks a free one)", address)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("listen: permission denied for %s: ports below 1024 often need privileges, so choose a higher one", address)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, fmt.Errorf("listen: %s is not an address of this machine: use 127.0.0.1 for this machine only, or 0.0.0.0 for all its addresses", address)
	case err != nil:
		return nil, fmt.Errorf("listen: %w", err)
	}
	return l, nil
}

// logger makes a logger for people.
func (p *program) logger(level slog.Level) *slog.Logger {
	return slog.New(tint.NewTextHandler(p.stderr, &tint.Options{Level: level, TimeFormat: time.TimeOnly, NoColor: !p.colour(p.stderr)}))
}

// colour reports whether w is a terminal with colours enabled.
func (p *program) colour(w io.Writer) bool {
	if p.environment["NO_COLOR"] != "" || p.environment["TERM"] == "dumb" {
		return false
	}
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// address is a listener's address for clients on this machine. One that listens
// on every address gets the loopback address, which a browser can open.
func address(l net.Listener) string {
	at := l.Addr().String()
	if tcp, ok := l.Addr().(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		at = fmt.Sprintf("127.0.0.1:%d", tcp.Port)
	}
	return "http://" + at
}

// running is a clock that starts at a time and runs from there. The zero time
// means the machine's own clock.
func running(from time.Time) func() time.Time {
	if from.IsZero() {
		return time.Now
	}
	start := time.Now()
	return func() time.Time { return from.Add(time.Since(start)) }
}

// get asks by POST, for what fits in a small answer.
func (p *program) post(address string) (int, []byte, error) {
	ctx, cancel := context.WithTimeout(p, 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, nil)
	if err != nil {
		return 0, nil, err
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	return resp.StatusCode, body, err
}
