package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// measured is one run of one contender.
type measured struct {
	requests  int
	took      time.Duration
	processor time.Duration
	latencies []time.Duration // sorted
	calls     map[string]int64
	memory    int64 // after the run
}

func (m *measured) perSecond() float64 { return float64(m.requests) / m.took.Seconds() }

// each is CPU time per request.
func (m *measured) each() time.Duration { return m.processor / time.Duration(max(1, m.requests)) }

func (m *measured) percentile(p float64) time.Duration {
	if len(m.latencies) == 0 {
		return 0
	}
	return m.latencies[min(len(m.latencies)-1, int(p*float64(len(m.latencies))))]
}

// client is one connection to a contender.
type client struct {
	to   net.Conn
	from *bufio.Reader
	text bytes.Buffer // the last answer
	send []byte
}

func dial(ctx context.Context, address string) (*client, error) {
	var d net.Dialer
	c, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return &client{to: c, from: bufio.NewReaderSize(c, 64<<10)}, nil
}

func (c *client) close() { _ = c.to.Close() }

// exchange sends a request as a citizen, and reads the response into text.
func (c *client) exchange(q request, as *citizen) error {
	const patience = 20 * time.Second
	if err := c.to.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	c.send = append(c.send[:0], "POST "...)
	c.send = append(c.send, q.path...)
	c.send = append(c.send, " HTTP/1.1\r\nHost: gateway.invalid\r\nAccept: application/json\r\nContent-Type: application/json\r\nAuthorization: Bearer "...)
	c.send = append(c.send, as.token...)
	c.send = append(c.send, "\r\nContent-Length: "...)
	c.send = strconv.AppendInt(c.send, int64(len(q.body)), 10)
	c.send = append(append(c.send, "\r\n\r\n"...), q.body...)
	if _, err := c.to.Write(c.send); err != nil {
		return err
	}
	resp, err := http.ReadResponse(c.from, nil)
	if err != nil {
		return err
	}
	c.text.Reset()
	_, err = io.Copy(&c.text, resp.Body)
	_ = resp.Body.Close()
	if err == nil && resp.StatusCode != http.StatusOK {
		return fmt.Errorf("answered %s: %.300s", resp.Status, c.text.Bytes())
	}
	return err
}

// errorsMark identifies an answer with errors; no person's data contains it.
var errorsMark = []byte(`"errors":`)

// load is the load on a contender.
type load struct {
	request func(*contender) request
	people  []*citizen
	clients int
	rate    int // per second; 0 has each client send again once answered
	lasts   time.Duration
	// most is the number of requests after which it ends; 0 is unlimited.
	most int
}

// run loads a contender, and returns the measurements. Answers with errors do
// not count.
func (h *testbed) run(ctx context.Context, c *contender, l load) (*measured, error) {
	clients := make([]*client, l.clients)
	for i := range clients {
		one, err := dial(ctx, c.address)
		if err != nil {
			return nil, err
		}
		defer one.close()
		clients[i] = one
	}
	var next atomic.Int64
	latencies, failures := make([][]time.Duration, l.clients), make([]error, l.clients)
	q := l.request(c)
	before, _ := h.calls()
	processor, start := processorTime(c.pid), time.Now()
	var group sync.WaitGroup
	for i, one := range clients {
		group.Go(func() {
			for ctx.Err() == nil {
				n := next.Add(1) - 1
				begin := time.Now()
				if l.rate > 0 {
					begin = start.Add(time.Duration(n) * time.Second / time.Duration(l.rate))
				}
				if begin.Sub(start) >= l.lasts || l.most > 0 && n >= int64(l.most) {
					return
				}
				if wait := time.Until(begin); wait > 0 {
					time.Sleep(wait)
				}
				if failures[i] = one.exchange(q, l.people[int(n)%len(l.people)]); failures[i] != nil {
					return
				}
				if bytes.Contains(one.text.Bytes(), errorsMark) {
					failures[i] = fmt.Errorf("answered with errors: %.600s", one.text.Bytes()[bytes.Index(one.text.Bytes(), errorsMark):])
					return
				}
				latencies[i] = append(latencies[i], time.Since(begin))
			}
		})
	}
	group.Wait()
	m := &measured{took: time.Since(start), processor: processorTime(c.pid) - processor, latencies: slices.Concat(latencies...), memory: c.memory()}
	m.calls, _ = h.calls()
	for name := range m.calls {
		m.calls[name] -= before[name]
	}
	m.requests = len(m.latencies)
	slices.Sort(m.latencies)
	if err := errors.Join(append(failures, ctx.Err())...); err != nil {
		return nil, fmt.Errorf("%s: %w", c.name, err)
	}
	return m, nil
}
