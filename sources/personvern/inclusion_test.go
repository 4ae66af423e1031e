package personvern_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/personvern"
	"helsegraf/sources"
	"helsegraf/sources/personvern"
	"helsegraf/sources/sourcetest"
)

func TestInclusionsContract(t *testing.T) {
	t.Parallel()
	env := sourcetest.Start(t, mock.New)
	line := sourcetest.Grant(t, env.Number(t, "line"), policy.Research)
	sourcetest.Contract{
		Env: env, Register: "personvern", Operation: "HentInnbyggersInkluderinger forskning", Configure: pvk(t, env), Secrets: []string{"Hjertehelse"},
		Ask: func(ctx context.Context, c *sources.Client) error {
			_, err := personvern.New(c, nil, nil).Research(ctx, line)
			return err
		},
	}.Run(t)
}

// Line is in all registers, and takes part in two projects; she
// withdrew from a third.
func TestInclusions(t *testing.T) {
	t.Parallel()
	env, c := start(t)
	line := env.Number(t, "line")
	registers, err := c.HealthRegisters(t.Context(), sourcetest.Grant(t, line, policy.HealthRegisters))
	if err != nil || len(registers) != 7 {
		t.Fatalf("%+v, %v", registers, err)
	}
	for i, r := range registers {
		if r.Code == "" || r.Name == nil || r.Inclusion == nil || r.Purpose == nil || r.Insight == nil || r.URL == nil || i > 0 && r.Code <= registers[i-1].Code {
			t.Errorf("%+v", r)
		}
	}
	if n := env.Calls(t)["HentInnbyggersInkluderinger helseregister"].Calls; n != 1 {
		t.Errorf("%d calls", n)
	}
	research, err := c.Research(t.Context(), sourcetest.Grant(t, line, policy.Research))
	if err != nil || len(research) != 2 {
		t.Fatalf("%+v, %v", research, err)
	}
	for _, r := range research {
		if r.Title == nil || r.Basis == nil || r.Consented == nil || r.Responsible == nil || *r.Consented != (*r.Basis == personvern.ByConsent) {
			t.Errorf("%+v", r)
		}
	}
	before := env.Calls(t)["HentInnbyggersInkluderinger helseregister"].Calls
	_, one := c.HealthRegisters(t.Context(), sourcetest.Grant(t, line, policy.Research))
	_, other := c.Research(t.Context(), sourcetest.Grant(t, line, policy.Privacy))
	if sources.KindOf(one) != sources.Denied || sources.KindOf(other) != sources.Denied || env.Calls(t)["HentInnbyggersInkluderinger helseregister"].Calls != before {
		t.Error(one, other)
	}
}

func TestInclusionsAnswers(t *testing.T) {
	t.Parallel()
	of := func(who, rest string) string { return `{"innbyggerFnr":"` + who + `"` + rest + `}` }
	page := func(next any, rows ...string) string {
		return fmt.Sprintf(`{"pagingReference":%v,"inkluderinger":[%s]}`, next, strings.Join(rows, ","))
	}
	const own, other = sourcetest.Subject, sourcetest.Stranger
	for name, tc := range map[string]struct {
		pages []string
		codes string
		kind  sources.Kind
	}{
		"none":                      {pages: []string{page(0)}},
		"two pages":                 {pages: []string{page(4, of(own, `,"partKode":"a"`)), page(0, of(own, `,"partKode":"b","inkluderingType":"oppfort"`))}, codes: "a b"},
		"ended":                     {pages: []string{page(0, of(own, `,"partKode":"a","aktiv":false`), of(own, `,"partKode":"b","aktiv":true`))}, codes: "b"},
		"twice":                     {pages: []string{page(0, of(own, `,"partKode":"a"`), of(own, `,"partKode":"a"`))}, codes: "a"},
		"another's among them":      {pages: []string{page(0, of(own, `,"partKode":"a"`), of(other, `,"partKode":"b"`))}, codes: "a"},
		"another's alone":           {pages: []string{page(0, of(other, `,"partKode":"b"`))}, kind: sources.Mismatch},
		"nobody's":                  {pages: []string{page(0, `{"partKode":"b"}`)}, kind: sources.Mismatch},
		"of no register":            {pages: []string{page(0, of(own, ""))}, kind: sources.Garbled},
		"no list":                   {pages: []string{`{"pagingReference":0}`}, kind: sources.Garbled},
		"no reference":              {pages: []string{`{"inkluderinger":[]}`}, kind: sources.Garbled},
		"in a circle":               {pages: []string{page(4), page(4)}, kind: sources.Garbled},
		"without an end":            {pages: []string{"endless"}, kind: sources.OverBudget},
		"an error sent as success":  {pages: []string{`{"code":"EPVK-101518"}`}, kind: sources.Garbled},
		"a page that is not a page": {pages: []string{page(4, of(own, `,"partKode":"a"`)), `[]`}, kind: sources.Garbled},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := 0
			c := personvern.New(sourcetest.Replies(func(r *http.Request) (int, string, string) {
				if _, err := io.ReadAll(r.Body); err != nil {
					return http.StatusBadRequest, "", ""
				}
				n++
				if tc.pages[0] == "endless" {
					return http.StatusOK, "application/json", page(n, of(own, `,"partKode":"a"`))
				}
				return http.StatusOK, "application/json", tc.pages[min(n, len(tc.pages))-1]
			}).Client(t, "personvern"), nil, nil)
			all, err := c.HealthRegisters(t.Context(), sourcetest.Grant(t, sourcetest.Number(t, own), policy.HealthRegisters))
			var codes []string
			for _, r := range all {
				codes = append(codes, r.Code)
			}
			if got := strings.Join(codes, " "); got != tc.codes || sources.KindOf(err) != tc.kind {
				t.Errorf("%q, %v; want %q, %v", got, err, tc.codes, tc.kind)
			}
		})
	}
}
