package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/go-json-experiment/json"
)

// warm makes every call once, through the gateway, whose requests the strict
// stand-ins accept.
func (h *testbed) warm(ctx context.Context, gateway *contender) error {
	c, err := dial(ctx, gateway.address)
	if err != nil {
		return err
	}
	defer c.close()
	for _, who := range h.citizens {
		if err := c.exchange(gateway.everyday, who); err != nil {
			return err
		}
	}
	for _, who := range h.guardians {
		if err := c.exchange(gateway.family, who); err != nil {
			return err
		}
	}
	if _, refused := h.calls(); refused > 0 {
		return fmt.Errorf("the stand-ins refused %d of the gateway's questions", refused)
	}
	return nil
}

// compare checks a contender's answers, for everybody, against the floor's, as
// JSON, and the calls that each made.
func (h *testbed) compare(ctx context.Context, floor, other *contender) error {
	a, err := dial(ctx, floor.address)
	if err != nil {
		return err
	}
	defer a.close()
	b, err := dial(ctx, other.address)
	if err != nil {
		return err
	}
	defer b.close()
	for _, who := range h.citizens {
		if err := h.same(a, b, floor.health, other.health, who); err != nil {
			return fmt.Errorf("%s: a citizen: %w", other.name, err)
		}
		if other.everyday.path == "" {
			continue
		}
		if err := h.same(a, b, floor.everyday, other.everyday, who); err != nil {
			return fmt.Errorf("%s: a citizen's everyday services: %w", other.name, err)
		}
	}
	for size, who := range h.guardians {
		if err := h.same(a, b, floor.family, other.family, who); err != nil {
			return fmt.Errorf("%s: a family of %d: %w", other.name, size, err)
		}
	}
	return nil
}

func (h *testbed) same(a, b *client, qa, qb request, who *citizen) error {
	start, _ := h.calls()
	if err := a.exchange(qa, who); err != nil {
		return err
	}
	middle, _ := h.calls()
	if err := b.exchange(qb, who); err != nil {
		return err
	}
	end, _ := h.calls()
	for name := range end {
		if wants, makes := middle[name]-start[name], end[name]-middle[name]; wants != makes {
			return fmt.Errorf("%d calls of %s, where the floor makes %d", makes, name, wants)
		}
	}
	want, errA := dataOf(a.text.Bytes())
	got, errB := dataOf(b.text.Bytes())
	if err := errors.Join(errA, errB); err != nil {
		return err
	}
	if path := differs(want, got, "data"); path != "" {
		return errors.New("the answers differ at " + path)
	}
	return nil
}

// dataOf is the data of an answer, which must have no errors.
func dataOf(text []byte) (any, error) {
	var response struct {
		Data   any   `json:"data"`
		Errors []any `json:"errors"`
	}
	if err := json.Unmarshal(bytes.TrimSpace(text), &response); err != nil {
		return nil, err
	}
	if len(response.Errors) > 0 || response.Data == nil {
		return nil, fmt.Errorf("answered with errors: %.300s", text)
	}
	return response.Data, nil
}

// differs is the first path at which two answers differ, or "".
func differs(want, got any, path string) string {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok || len(g) != len(w) {
			return fmt.Sprintf("%s: %v and %v", path, want, got)
		}
		for key, value := range w {
			if at := differs(value, g[key], path+"."+key); at != "" {
				return at
			}
		}
		return ""
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return fmt.Sprintf("%s: %v and %v", path, want, got)
		}
		for i, value := range w {
			if at := differs(value, g[i], fmt.Sprintf("%s.%d", path, i)); at != "" {
				return at
			}
		}
		return ""
	}
	if !reflect.DeepEqual(want, got) {
		return fmt.Sprintf("%s: %v and %v", path, want, got)
	}
	return ""
}
