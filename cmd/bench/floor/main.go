package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/go-json-experiment/json"
)

// config has the registers' addresses, by the keys of the gateway's
// configuration.
type config struct {
	Listen string            `json:"listen"`
	URLs   map[string]string `json:"urls"`
	// User and Password are for Fastlegeregisteret, Token for all others.
	User     string `json:"user"`
	Password string `json:"password"`
	Token    string `json:"token"`
}

func main() { os.Exit(started()) }

func started() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "floor:", err)
		return 1
	}
	return 0
}

// run serves until ctx is done. Its only argument is a configuration, and it
// prints its address on standard error, as the gateway does.
func run(ctx context.Context, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("floor takes one argument, its configuration; it has %d", len(args))
	}
	var c config
	text, err := os.ReadFile(args[0]) //nolint:gosec // named by the caller
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &c); err != nil {
		return err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	r, err := newRegisters(c, key)
	if err != nil {
		return err
	}
	var listening net.ListenConfig
	l, err := listening.Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /health", r.serve(r.viewer))
	mux.HandleFunc("POST /everyday", r.serve(r.everyday))
	mux.HandleFunc("POST /represents", r.serve(r.represents))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	_, _ = fmt.Fprintf(os.Stderr, "{\"msg\":\"listening\",\"address\":%q}\n", l.Addr())
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.Serve(l); err != http.ErrServerClosed {
		return err
	}
	return nil
}
