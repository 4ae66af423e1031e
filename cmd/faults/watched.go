package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// watched is a process, with everything that may hold what it should not.
type watched struct {
	needles   []string
	pid       int
	output    *output
	headers   []http.Header
	traceFile string  // "" when files are not checked
	metrics   string  // their address; "" when not served
	traces    *output // received by a collector; nil without one

	atOnce, rounds int
	scanned        int64 // bytes of memory, in the last scan
}

// look adds values that must not be found from then on.
func (w *watched) look(values ...string) { w.needles = append(w.needles, values...) }

// trace is the command to run the process by, to list the files it writes.
func (w *watched) trace(file string) []string {
	program := strace()
	if program == "" {
		return nil
	}
	w.traceFile = file
	return []string{
		program, "-f", "-qq", "-s", "4096", "--seccomp-bpf",
		"-e", "trace=open,openat,openat2,creat,memfd_create,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mkdir,mkdirat,mknod,mknodat,ftruncate,fallocate,pwrite64",
		"-o", file,
	}
}

// in is the first value found in a text, or "".
func (w *watched) in(text []byte) string {
	for _, needle := range w.needles {
		if bytes.Contains(text, []byte(needle)) {
			return needle
		}
	}
	return ""
}

// mostRounds: what is kept stays through any number of rounds; what lies in the
// buffer of a connection is gone when others have had it, or when it was unused for
// half a minute.
const (
	mostRounds = 12
	unused     = 40 * time.Second
)

// settle runs other people's queries until nothing is found in memory, for a few
// rounds and this long at most, and returns everything found in the end, anywhere.
func (w *watched) settle(ctx context.Context, lasts time.Duration, others func() error) ([]string, error) {
	left, end := 0, time.Now().Add(lasts)
	for w.rounds = 1; w.rounds <= mostRounds || time.Now().Before(end); w.rounds++ {
		if err := others(); err != nil {
			return nil, err
		}
		pause(ctx, between)
		var err error
		if left, err = w.memory(); err != nil {
			return nil, err
		}
		if left == 0 {
			break
		}
	}
	var found []string
	if left > 0 {
		found = append(found, fmt.Sprintf("%d values in memory", left))
	}
	return append(found, w.elsewhere()...), ctx.Err()
}

// elsewhere searches everything but memory.
func (w *watched) elsewhere() []string {
	var found []string
	if w.in([]byte(w.output.String())) != "" {
		found = append(found, "a value in the output")
	}
	found = append(found, w.telemetry()...)
	for _, h := range w.headers {
		for name, values := range h {
			if w.in([]byte(name+": "+strings.Join(values, " "))) != "" {
				found = append(found, "a value in header "+name)
			}
		}
		if h.Get("Cache-Control") != "no-store" {
			found = append(found, "an answer that may be kept")
		}
		for _, name := range []string{"Etag", "Last-Modified", "Set-Cookie"} {
			if h.Get(name) != "" {
				found = append(found, "header "+name)
			}
		}
	}
	for _, file := range w.written() {
		found = append(found, "a file: "+file)
	}
	if n := swapped(w.pid); n != 0 {
		found = append(found, fmt.Sprintf("%d kB swapped out", n))
	}
	return found
}

// written are system calls that create or change a file.
func (w *watched) written() []string {
	if w.traceFile == "" {
		return nil
	}
	text, err := os.ReadFile(w.traceFile)
	if err != nil {
		return []string{"none can be told: no trace"}
	}
	var out []string
	for line := range strings.Lines(string(text)) {
		_, call, _ := strings.Cut(strings.TrimSpace(line), " ")
		call = strings.TrimSpace(call)
		reads := strings.HasPrefix(call, "open") && !strings.Contains(call, "O_WRONLY") && !strings.Contains(call, "O_RDWR") && !strings.Contains(call, "O_CREAT")
		over := strings.HasPrefix(call, "+++") || strings.HasPrefix(call, "---") || strings.HasPrefix(call, "<...")
		if !reads && !over && !strings.Contains(call, `"/dev/null"`) && call != "" {
			out = append(out, call)
		}
	}
	return out
}

// swapped is how much of a process is swapped out, in kB.
func swapped(pid int) int {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), "VmSwap:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	n, err := strconv.Atoi(fields[0])
	if err != nil {
		return 0
	}
	return n
}

// forms are the encodings of a value in memory.
func forms(value string) [][]byte {
	wide := make([]byte, 0, 2*len(value))
	for _, unit := range utf16.Encode([]rune(value)) {
		wide = append(wide, byte(unit), byte(unit>>8)) //nolint:gosec // the two bytes of a UTF-16 unit
	}
	out := [][]byte{[]byte(value), wide, []byte(hex.EncodeToString([]byte(value)))}
	for shift := range 3 { // base64 differs by alignment
		text := base64.StdEncoding.EncodeToString(append(make([]byte, shift), value...))
		out = append(out, []byte(text[(8*shift+5)/6:len(text)-4]))
	}
	return out
}

// memory counts the values in the process's writable memory.
func (w *watched) memory() (int, error) {
	maps, err := os.Open(fmt.Sprintf("/proc/%d/maps", w.pid))
	if err != nil {
		return 0, err
	}
	defer func() { _ = maps.Close() }()
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", w.pid))
	if err != nil {
		return 0, err
	}
	defer func() { _ = mem.Close() }()
	var needles [][]byte
	for _, value := range w.needles {
		needles = append(needles, forms(value)...)
	}
	search := searcher{mem: mem, needles: needles, text: make([]byte, piece+overlap), nothing: make([]byte, piece+overlap)}
	hits := 0
	lines := bufio.NewScanner(maps)
	for lines.Scan() {
		addresses, rights, _ := strings.Cut(lines.Text(), " ")
		if !strings.HasPrefix(rights, "rw") {
			continue
		}
		var from, to int64
		if _, err := fmt.Sscanf(addresses, "%x-%x", &from, &to); err != nil {
			return 0, err
		}
		hits += search.between(from, to)
	}
	if w.scanned = search.scanned; w.scanned == 0 {
		return 0, errors.New("no memory can be read")
	}
	return hits, lines.Err()
}

// searcher searches memory in overlapping pieces.
type searcher struct {
	mem           io.ReaderAt
	needles       [][]byte
	text, nothing []byte // of a piece; nothing is zeros, as most of memory is
	scanned       int64
}

const piece, overlap = 4 << 20, 1 << 10

// between counts the values from one address to another.
func (s *searcher) between(from, to int64) (hits int) {
	for ; from < to; from += piece {
		n, err := s.mem.ReadAt(s.text[:min(piece+overlap, to-from)], from)
		if n == 0 && err != nil {
			return hits // unmapped memory
		}
		s.scanned += int64(n)
		if bytes.Equal(s.text[:n], s.nothing[:n]) {
			continue
		}
		for _, needle := range s.needles {
			hits += bytes.Count(s.text[:n], needle)
		}
	}
	return hits
}

func (w *watched) text() string {
	files := "files written are not looked at: strace is not installed"
	if w.traceFile != "" {
		files = "files, memory, output, headers, metrics and traces are looked at"
	}
	return fmt.Sprintf("%d values; %d places in memory at once, %d MiB of it looked through, %d rounds of others' requests; %s",
		len(w.needles), w.atOnce, w.scanned>>20, w.rounds, files)
}
