package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// person is a user, with their token and their answers when all is well.
type person struct {
	number   string
	token    string
	baseline map[string]any // data by kind of query
}

// response is the response to one request.
type response struct {
	status  int
	header  http.Header
	raw     []byte
	about   []byte // errors and extensions, raw: sealed ids may contain any word
	took    time.Duration
	data    any
	errors  []failure
	sources []source
	err     error // no answer at all
}

type failure struct {
	Message    string `json:"message"`
	Path       []any  `json:"path"`
	Extensions struct {
		Code       string `json:"code"`
		Register   string `json:"register"`
		Region     string `json:"region"`
		RetryAfter int    `json:"retryAfter"`
	} `json:"extensions"`
}

// source is an entry of extensions.sources.
type source struct {
	Register   string  `json:"register"`
	Region     string  `json:"region"`
	Status     string  `json:"status"`
	DurationMs float64 `json:"durationMs"`
	Calls      int     `json:"calls"`
}

// asker sends requests to a gateway.
type asker struct {
	client *http.Client
	url    string
}

func newAsker(g *gateway) *asker {
	const many = 1024
	return &asker{
		client: &http.Client{
			Timeout:   30 * time.Second,
			Transport: &http.Transport{MaxIdleConnsPerHost: many, MaxIdleConns: many, DisableCompression: true},
		},
		url: g.url + "/graphql",
	}
}

func (a *asker) close() { a.client.CloseIdleConnections() }

// query sends a query as a person; nil is without a login.
func (a *asker) query(ctx context.Context, query string, as *person) response {
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		return response{err: err}
	}
	return a.send(ctx, body, as)
}

func (a *asker) send(ctx context.Context, body []byte, as *person) response {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, a.url, bytes.NewReader(body))
	if err != nil {
		return response{err: err}
	}
	r.Header.Set("Content-Type", "application/json")
	if as != nil {
		r.Header.Set("Authorization", "Bearer "+as.token)
	}
	start := time.Now()
	resp, err := a.client.Do(r)
	if err != nil {
		return response{err: err, took: time.Since(start)}
	}
	defer func() { _ = resp.Body.Close() }()
	out := response{status: resp.StatusCode, header: resp.Header}
	out.raw, out.err = io.ReadAll(resp.Body)
	out.took = time.Since(start)
	if out.err == nil {
		out.err = out.decode()
	}
	return out
}

func (a *response) decode() error {
	var whole struct {
		Data       any       `json:"data"`
		Errors     []failure `json:"errors"`
		Extensions struct {
			Sources []source `json:"sources"`
		} `json:"extensions"`
	}
	var about struct {
		Errors     json.RawMessage `json:"errors"`
		Extensions json.RawMessage `json:"extensions"`
	}
	if err := errors.Join(json.Unmarshal(a.raw, &whole), json.Unmarshal(a.raw, &about)); err != nil {
		return fmt.Errorf("the answer is no JSON: %w", err)
	}
	a.about = slices.Concat(about.Errors, about.Extensions)
	a.data, a.errors, a.sources = whole.Data, whole.Errors, whole.Extensions.Sources
	return nil
}

// calls is the number of register calls an answer took.
func (a *response) calls() int {
	n := 0
	for _, s := range a.sources {
		n += s.Calls
	}
	return n
}

// codes are the codes of errors at, below or above a path, "" being all; for one
// region if given.
func (a *response) codes(path, region string) []string {
	var out []string
	for _, e := range a.errors {
		at := make([]string, 0, len(e.Path))
		for _, step := range e.Path {
			at = append(at, fmt.Sprint(step))
		}
		place := strings.Join(at, ".") + "."
		near := path == "" || strings.HasPrefix(place, path+".") || strings.HasPrefix(path+".", place)
		if near && (region == "" || e.Extensions.Region == region) {
			out = append(out, e.Extensions.Code)
		}
	}
	return out
}

// within reports whether got shows nothing that want does not: a field may be
// null, and a list may lack elements, but nothing is new.
func within(got, want any) bool {
	switch g := got.(type) {
	case nil:
		return true
	case map[string]any:
		w, ok := want.(map[string]any)
		if !ok {
			return false
		}
		for key, value := range g {
			incomplete := key == "complete" && value == false // a list may be marked incomplete
			if !incomplete && !within(value, w[key]) {
				return false
			}
		}
		return true
	case []any:
		w, ok := want.([]any)
		if !ok {
			return false
		}
		for _, one := range g {
			found := false
			for _, candidate := range w {
				if found = within(one, candidate); found {
					break
				}
			}
			if !found {
				return false
			}
		}
		return true
	default:
		return got == want
	}
}

// same reports whether two answers are equal, ignoring order.
func same(a, b any) bool { return within(a, b) && within(b, a) }

// at returns the value at a path of data.
func at(data any, path string) any {
	for key := range strings.SplitSeq(path, ".") {
		m, ok := data.(map[string]any)
		if !ok {
			return nil
		}
		data = m[key]
	}
	return data
}

// without is data without the value at a path.
func without(data any, path string) any {
	key, rest, deeper := strings.Cut(path, ".")
	m, ok := data.(map[string]any)
	if !ok {
		return data
	}
	out := maps.Clone(m)
	if value, has := m[key]; deeper && has {
		out[key] = without(value, rest)
	} else {
		delete(out, key)
	}
	return out
}
