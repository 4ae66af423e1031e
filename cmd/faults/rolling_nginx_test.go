//go:build nginx

package main

import (
	"strings"
	"testing"
)

// Two replicas behind nginx restart in turn without a failed request.
func TestCaseB7RollingRestarts(t *testing.T) {
	var out, errs output
	if err := run(t.Context(), []string{"rolling", "-restarts", "6"}, &out, &errs); err != nil {
		t.Fatalf("%v\n%s%s", err, &out, &errs)
	}
	if !strings.Contains(out.String(), " 0 failed, in ") {
		t.Error(out.String())
	}
}
