package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"helsegraf/mocks/world"
)

// canary runs queries for a few people with unique values, then for others only,
// and searches for remains of the first.
type canary struct {
	clean   int    // requests about others
	gateway string // a prebuilt gateway; "" builds one

	testbed *testbed
	people  []*world.Person
	watched watched
	kinds   []kind
	asker   *asker
}

func runCanary(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	c := &canary{}
	flags := flag.NewFlagSet("faults canary", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&c.clean, "clean", 1500, "how many requests about others come after")
	if err := flags.Parse(args); err != nil {
		return err
	}
	found, err := c.run(ctx)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(stdout, c.watched.text())
	for _, one := range found {
		_, _ = fmt.Fprintln(stdout, "found:", one)
	}
	if len(found) > 0 {
		return errNotHeld
	}
	_, _ = fmt.Fprintln(stdout, "nothing is left")
	return nil
}

// run returns what was found.
func (c *canary) run(ctx context.Context) ([]string, error) {
	w, err := world.New(world.Options{People: 120})
	if err != nil {
		return nil, err
	}
	c.mark(w)
	if c.testbed, err = newTestbed(ctx, w, c.gateway); err != nil {
		return nil, err
	}
	defer c.testbed.close()
	// Freed memory is overwritten quickly, and what is not in use, such as the stacks
	// of goroutines that have ended, is given back. What is found after that is still
	// held. The limit is near what the program uses at least: much below it, everything
	// takes twice as long for the garbage collector alone.
	environment := []string{"GODEBUG=netdns=go,clobberfree=1", "GOGC=5", "GOMEMLIMIT=24MiB"}
	before := c.watched.trace(filepath.Join(c.testbed.Dir, "trace"))
	collector, came, err := newCollector(ctx)
	if err != nil {
		return nil, err
	}
	defer collector.close()
	environment = append(environment, toCollector(collector)...)
	g, err := c.testbed.start(ctx, settings{logLevel: "debug", metrics: true, addresses: c.testbed.nearby()}, environment, before...)
	if err != nil {
		return nil, err
	}
	defer g.kill()
	c.watched.pid, c.watched.output = g.pid, g.output
	if c.watched.metrics, c.watched.traces = g.metricsAt(), came; c.watched.metrics == "" {
		return nil, errors.New("the gateway does not say where its metrics are")
	}
	c.asker, c.kinds = newAsker(g), kinds()
	defer c.asker.close()
	if err := c.sing(ctx); err != nil {
		return nil, err
	}
	if c.watched.atOnce, err = c.watched.memory(); err != nil {
		return nil, err
	}
	return c.watched.settle(ctx, unused, func() error { return c.others(ctx) })
}

// mark gives a few people unique values.
func (c *canary) mark(w *world.World) {
	const few = 3
	c.people = citizens(w)[1 : 1+few]
	for _, p := range c.people {
		word := strings.ToLower(rand.Text()[:12])
		p.Middle, p.Email, p.Phone = "Kanari"+word, word+"@kanari.invalid", "+4790"+p.Number[5:11]
		c.watched.look(p.Number, p.Middle, p.Email, p.Phone)
	}
}

// sing runs every query about those people, with valid and invalid requests.
func (c *canary) sing(ctx context.Context) error {
	for _, one := range c.people {
		token, err := c.testbed.Token(one)
		if err != nil {
			return err
		}
		p := &person{number: one.Number, token: token}
		c.watched.look(token[len(token)-40:])
		for i := range c.kinds {
			if c.kinds[i].open {
				continue
			}
			a := c.asker.put(ctx, &c.kinds[i], p)
			if a.err != nil || len(a.errors) > 0 {
				return errors.Join(fmt.Errorf("%s: status %d, %v", c.kinds[i].name, a.status, a.codes("", "")), a.err)
			}
			if c.kinds[i].name == "contact" && !strings.Contains(string(a.raw), one.Email) {
				return errors.New("the register does not know the canary")
			}
			c.watched.look(ids(a.data)...)
			c.watched.headers = append(c.watched.headers, a.header)
		}
		if err := c.summary(ctx, p, one.Middle); err != nil {
			return err
		}
		for _, body := range c.badly(one) {
			a := c.asker.send(ctx, body, p)
			c.watched.headers = append(c.watched.headers, a.header)
			if word := c.watched.in(a.raw); word != "" {
				return fmt.Errorf("an answer to a bad question repeats it: %s", word)
			}
		}
	}
	return nil
}

// summary fetches a person's patient summary in all its formats; named is a name
// that it must have.
func (c *canary) summary(ctx context.Context, p *person, named string) error {
	links := c.asker.query(ctx, `{ viewer { person { patientSummary { url pageUrl pdfUrl } } } }`, p)
	var found struct {
		Viewer struct {
			Person struct{ PatientSummary map[string]string }
		}
	}
	text, err := json.Marshal(links.data)
	if err = errors.Join(links.err, err, json.Unmarshal(text, &found)); err != nil {
		return err
	}
	for format, at := range found.Viewer.Person.PatientSummary {
		_, path, _ := strings.Cut(at, "/summaries/") // below the gateway's public name
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(c.asker.url, "graphql")+"summaries/"+path, http.NoBody)
		if err != nil {
			return err
		}
		r.Header.Set("Authorization", "Bearer "+p.token)
		resp, err := c.asker.client.Do(r)
		if err != nil {
			return err
		}
		body, err := io.ReadAll(resp.Body)
		if err = errors.Join(err, resp.Body.Close()); err != nil {
			return err
		}
		if resp.StatusCode != http.StatusOK || resp.Header.Get("Cache-Control") != "no-store" || format != "pdfUrl" && !strings.Contains(string(body), named) {
			return fmt.Errorf("a summary at %s: status %d", format, resp.StatusCode)
		}
		if named == "" {
			if word := c.watched.in(body); word != "" {
				return errors.New("one person's value is in another's summary")
			}
			continue
		}
		c.watched.headers = append(c.watched.headers, resp.Header)
	}
	return nil
}

// badly are invalid requests with personal data in the wrong places.
func (c *canary) badly(p *world.Person) [][]byte {
	word := "kanari" + strings.ToLower(rand.Text()[:12])
	c.watched.look(word)
	object := func(v map[string]any) []byte {
		text, err := json.Marshal(v)
		if err != nil {
			return nil // strings only
		}
		return text
	}
	return [][]byte{
		object(map[string]any{"query": `query($id: ID!) { person(id: $id) { age } }`, "variables": map[string]any{"id": p.Number}}),
		object(map[string]any{"query": `{ person(id: "` + p.Number + `") { age } }`}),
		object(map[string]any{"query": `{ person(id: "` + word + `") { age } }`}),
		object(map[string]any{"query": `{ generalPractitioners(municipality: "0301", name: "` + word + `") { totalCount } }`}),
		object(map[string]any{"query": "# " + p.Number + " " + word + "\n{ registers { name } }"}),
		object(map[string]any{"query": "{ viewer { " + word + " } }"}),
		object(map[string]any{"query": "{ viewer { person { age } } }", "operationName": word, "extensions": map[string]any{word: p.Number}}),
		object(map[string]any{"query": "{ registers { name } }", word: p.Number}),
		[]byte(`{"query": "{ registers { name } }", "variables": {"a": "` + p.Number + word),
		[]byte(`{"query": "{ registers { name } }", "query": "` + word + `"}`),
	}
}

// others runs queries about everybody else, on the same connections: every third is
// the one that needs most of them at once.
func (c *canary) others(ctx context.Context) error {
	all := citizens(c.testbed.World)
	rest := append(all[:1:1], all[1+len(c.people):]...)
	var group sync.WaitGroup
	var mu sync.Mutex
	var failed error
	const workers = 8
	for w := range workers {
		group.Go(func() {
			for i := w; i < c.clean && ctx.Err() == nil; i += workers {
				one, k := rest[i%len(rest)], &c.kinds[i/3%len(c.kinds)]
				if i%3 == 0 {
					k = named(c.kinds, "everything")
				}
				token, err := c.testbed.Token(one)
				if err == nil {
					a := c.asker.put(ctx, k, &person{token: token})
					if err = a.err; err == nil && c.watched.in(a.raw) != "" {
						err = errors.New("one person's value is in another's answer")
					}
				}
				if err == nil && i%45 == 0 { // few: each is three files, and as much work as all else in between
					err = c.summary(ctx, &person{token: token}, "")
				}
				mu.Lock()
				failed = errors.Join(failed, err)
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return failed
}

// ids are the ids in an answer, which are unique.
func ids(data any) []string {
	var out []string
	switch v := data.(type) {
	case map[string]any:
		for key, value := range v {
			if id, ok := value.(string); ok && key == "id" {
				out = append(out, id)
			} else {
				out = append(out, ids(value)...)
			}
		}
	case []any:
		for _, one := range v {
			out = append(out, ids(one)...)
		}
	}
	return out
}

// strace is the program that lists the files a process writes; "" if not
// installed.
func strace() string {
	path, err := exec.LookPath("strace")
	if err != nil {
		return ""
	}
	return path
}

// between is the time given for freed memory to be collected.
const between = 300 * time.Millisecond
