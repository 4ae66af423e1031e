package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"helsegraf/cmd/lab"
)

// nginx is Debian's, with the configuration in deploy except for the addresses.
type nginx struct {
	url     string
	version string
	port    *port
	cmd     *exec.Cmd
	output  *output
	ended   chan struct{}
}

func startNginx(ctx context.Context, dir string, replicas []string) (*nginx, error) {
	path, err := exec.LookPath("nginx")
	if err != nil {
		path = "/usr/sbin/nginx" // only in root's PATH
	}
	version, err := exec.CommandContext(ctx, path, "-v").CombinedOutput() //nolint:gosec // Debian's nginx
	if err != nil {
		return nil, fmt.Errorf("nginx is missing: %w", err)
	}
	_, name, _ := strings.Cut(strings.TrimSpace(string(version)), ": ")
	n := &nginx{version: strings.TrimPrefix(name, "version: "), output: &output{}, ended: make(chan struct{})}
	if n.port, err = newPort(); err != nil {
		return nil, err
	}
	n.url = "http://" + n.port.address
	file, err := n.configuration(ctx, dir, replicas)
	if err != nil {
		return nil, errors.Join(err, n.port.close())
	}
	directives := "daemon off; pid nginx.pid;"
	if os.Getuid() == 0 {
		directives += " user root;" // its workers would else be nobody, who may not enter dir
	}
	n.cmd = exec.Command(path, "-p", dir, "-c", file, "-e", "stderr", "-g", directives) //nolint:gosec,noctx // Debian's nginx, which is killed at the end
	n.cmd.Stderr, n.cmd.WaitDelay = n.output, time.Second
	if err := n.cmd.Start(); err != nil {
		return nil, errors.Join(err, n.port.close())
	}
	go func() {
		_ = n.cmd.Wait() // it is killed
		close(n.ended)
	}()
	return n, n.listens(ctx)
}

// configuration writes the file in deploy, with addresses on loopback and files
// in dir.
func (n *nginx) configuration(ctx context.Context, dir string, replicas []string) (string, error) {
	root, err := lab.Dir(ctx, lab.Program)
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(filepath.Join(root, "deploy", "nginx", "nginx.conf")) //nolint:gosec // in our own source
	if err != nil {
		return "", err
	}
	var files strings.Builder
	files.WriteString("http {\n    access_log off;\n")
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		_, _ = fmt.Fprintf(&files, "    %s_temp_path %s;\n", kind, filepath.Join(dir, "nginx-"+kind))
	}
	out := string(text)
	for _, change := range [][2]string{{"listen 80;", "listen " + n.port.address + ";"}, {"10.0.0.11:8080", replicas[0]}, {"10.0.0.12:8080", replicas[1]}, {"http {\n", files.String()}, {"/var/cache/nginx/helsegraf", filepath.Join(dir, "nginx-cache")}} {
		if strings.Count(out, change[0]) != 1 {
			return "", fmt.Errorf("deploy/nginx/nginx.conf has no %q, or more than one", change[0])
		}
		out = strings.ReplaceAll(out, change[0], change[1])
	}
	file := filepath.Join(dir, "nginx.conf")
	return file, os.WriteFile(file, []byte(out), 0o600) //nolint:gosec // our own folder
}

// listens waits until nginx is listening.
func (n *nginx) listens(ctx context.Context) error {
	for range 200 {
		c, err := (&net.Dialer{}).DialContext(ctx, "tcp", n.port.address)
		if err == nil {
			return c.Close()
		}
		select {
		case <-n.ended:
			return fmt.Errorf("nginx ended: %s", n.output)
		case <-time.After(50 * time.Millisecond):
		}
	}
	n.kill()
	return errors.New("nginx does not listen")
}

// kill ends nginx. Its workers end with the master's channel to them.
func (n *nginx) kill() {
	_ = n.cmd.Process.Signal(os.Interrupt) // at once, including workers
	select {
	case <-n.ended:
	case <-time.After(5 * time.Second):
		_ = n.cmd.Process.Kill()
		<-n.ended
	}
	_ = n.port.close()
}
