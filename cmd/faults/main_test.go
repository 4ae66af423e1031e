package main

import (
	"context"
	"flag"
	"os"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if how := os.Getenv(leakVariable); how != "" {
		os.Exit(leaky(how))
	}
	flag.Parse()
	if err := flag.Set("test.parallel", testsAtOnce); err != nil {
		os.Exit(2)
	}
	var err error
	if shared, err = os.MkdirTemp("", "helsegraf-faults-"); err != nil {
		os.Exit(2)
	}
	goleak.VerifyTestMain(m,
		goleak.Cleanup(func(code int) {
			_ = os.RemoveAll(shared)
			os.Exit(code)
		}),
		// toxiproxy leaks this goroutine when a connection is cut.
		goleak.IgnoreAnyFunction("github.com/Shopify/toxiproxy/v2/toxics.(*ToxicStub).Run"))
}

// shared is the tests' common directory, removed at the end.
var shared string

// built is the tests' common gateway, built on first use.
var built = sync.OnceValues(func() (string, error) { return buildGateway(context.Background(), shared) })

func gatewayOf(t *testing.T) string {
	t.Helper()
	binary, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return binary
}
