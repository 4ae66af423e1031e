//go:build !linux

package main

import (
	"os/exec"
	"time"
)

// On other systems processes share cores, and their CPU time is unknown.

func pinSelf(int) error { return nil }

func startOn(_ int, cmd *exec.Cmd) error { return cmd.Start() }

func processorTime(int) time.Duration { return 0 }
