package main

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"golang.org/x/sync/errgroup"
)

// serve answers with what ask returns for the token's citizen.
func (r *registers) serve(fetch func(context.Context, string) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, q *http.Request) {
		number, err := citizen(q.Header.Get("Authorization"))
		if err != nil {
			http.Error(w, "unauthenticated", http.StatusUnauthorized)
			return
		}
		const longest = 15 * time.Second
		ctx, cancel := context.WithTimeout(q.Context(), longest)
		defer cancel()
		viewer, err := fetch(ctx, number)
		if err != nil {
			http.Error(w, "a register did not answer", http.StatusBadGateway)
			return
		}
		text, err := json.Marshal(map[string]any{"data": map[string]any{"viewer": viewer}}, json.FormatNilSliceAsNull(true))
		if err != nil {
			http.Error(w, "internal", http.StatusInternalServerError)
			return
		}
		h := w.Header()
		h.Set("Content-Type", "application/json")
		h.Set("Content-Length", strconv.Itoa(len(text)))
		_, _ = w.Write(text)
	}
}

// citizen is the number in an access token, which is not verified here.
func citizen(authorization string) (string, error) {
	parts := strings.Split(strings.TrimPrefix(authorization, "Bearer "), ".")
	if len(parts) != 3 {
		return "", errors.New("no token")
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return "", err
	}
	var claims struct {
		Number string `json:"pid"`
	}
	if err := json.Unmarshal(text, &claims); err != nil {
		return "", err
	}
	return claims.Number, nil
}

// decided is the first wave: the citizen, and the settings that decide.
func (r *registers) decided(ctx context.Context, number string) (people map[string]citizenWire, err error) {
	err = together(
		func() (err error) { people, err = r.persons(ctx, []string{number}); return err },
		func() error { return r.settings(ctx, number) },
	)
	return people, err
}

// viewer is the citizen's own health.
func (r *registers) viewer(ctx context.Context, number string) (any, error) {
	people, err := r.decided(ctx, number)
	if err != nil {
		return nil, err
	}
	all, err := r.health(ctx, number, []string{number}, people, services)
	if err != nil {
		return nil, err
	}
	return map[string]any{"person": all[0]}, nil
}

// represents is the health of everyone the citizen acts for.
func (r *registers) represents(ctx context.Context, number string) (any, error) {
	var givers []giverWire
	err := together(
		func() (err error) { _, err = r.persons(ctx, []string{number}); return err },
		func() error { return r.settings(ctx, number) },
		func() (err error) { givers, err = r.powers(ctx, number); return err },
	)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(givers, func(a, b giverWire) int {
		return cmp.Or(cmp.Compare(a.name(), b.name()), cmp.Compare(a.ID, b.ID))
	})
	numbers := make([]string, len(givers))
	for i, g := range givers {
		numbers[i] = g.Number
	}
	people, err := r.persons(ctx, numbers)
	if err != nil {
		return nil, err
	}
	if err := each(numbers, func(n string) error { return r.settings(ctx, n) }); err != nil {
		return nil, err
	}
	all, err := r.health(ctx, number, numbers, people, services)
	if err != nil {
		return nil, err
	}
	type represented struct {
		Person *person `json:"person"`
	}
	out := make([]represented, len(all))
	for i := range all {
		out[i].Person = &all[i]
	}
	return map[string]any{"represents": out}, nil
}

// health is the second wave: every register concurrently, along with the usage
// log of the services.
func (r *registers) health(ctx context.Context, actor string, numbers []string, people map[string]citizenWire, used []string) ([]person, error) {
	all := make([]person, len(numbers))
	for i, n := range numbers {
		all[i].Name = nameOf(people[n].Name)
		all[i].Journal.Documents = &documents{Complete: true}
	}
	at := make(map[string]*person, len(numbers))
	for i, n := range numbers {
		at[n] = &all[i]
	}
	found := make(map[string]*[4][]document, len(numbers))
	for _, n := range numbers {
		found[n] = new([4][]document)
	}
	calls := []func() error{
		func() error { return r.log(ctx, actor, numbers, used) },
		func() error { return r.practitioners(ctx, numbers, at) },
		func() error { return each(numbers, func(n string) error { return r.prescriptions(ctx, n, at[n]) }) },
		func() error { return each(numbers, func(n string) error { return r.record(ctx, n, at[n]) }) },
		func() error { return each(numbers, func(n string) error { return r.card(ctx, n, at[n]) }) },
	}
	for i, region := range regions {
		calls = append(calls, func() error {
			return each(numbers, func(n string) (err error) {
				found[n][i], err = r.documents(ctx, n, region)
				return err
			})
		})
	}
	if err := together(calls...); err != nil {
		return nil, err
	}
	for n, parts := range found {
		at[n].Journal.Documents.Nodes = inOrder(slices.Concat(parts[:]...))
		at[n].Journal.Documents.Total = len(at[n].Journal.Documents.Nodes)
	}
	return all, nil
}

// together runs everything concurrently.
func together(calls ...func() error) error {
	var group errgroup.Group
	for _, call := range calls {
		group.Go(call)
	}
	return group.Wait()
}

// each runs for everybody, several at a time.
func each(numbers []string, fetch func(string) error) error {
	const atOnce = 32
	if len(numbers) == 1 {
		return fetch(numbers[0])
	}
	var group errgroup.Group
	group.SetLimit(atOnce)
	for _, n := range numbers {
		group.Go(func() error { return fetch(n) })
	}
	return group.Wait()
}
