package oppgaver_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/policy"
	mockoppgaver "helsegraf/mocks/oppgaver"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/oppgaver"
	"helsegraf/sources/sourcetest"
)

func TestFormContracts(t *testing.T) {
	env := sourcetest.Start(t, mockoppgaver.New)
	line := granted(t, env.Number(t, "line"))
	configure := env.Login(t, oppgaver.Audience, oppgaver.Scope)
	t.Run("Questionnaire", sourcetest.Contract{
		Env: env, Register: register, Operation: "Questionnaire", Configure: configure, NoSubject: true, Secrets: []string{"før operasjon"},
		Ask: func(ctx context.Context, c *sources.Client) error {
			_, err := oppgaver.New(c, oppgaver.Options{}).Forms(ctx, []string{"preoperativ-3"})
			return err
		},
	}.Run)
	t.Run("QuestionnaireResponse", sourcetest.Contract{
		Env: env, Register: register, Operation: "QuestionnaireResponse/_search", Configure: configure, Secrets: []string{"Marevan"},
		Ask: func(ctx context.Context, c *sources.Client) error {
			_, err := oppgaver.New(c, oppgaver.Options{}).Answers(ctx, line)
			return err
		},
	}.Run)
	if _, err := oppgaver.New(env.Client(t, register, configure), oppgaver.Options{}).Answers(t.Context(), policy.Grant{}); sources.KindOf(err) != sources.Denied {
		t.Error(err)
	}
}

// A form is a list with a group before what is in it, and line's answers name its items.
func TestForm(t *testing.T) {
	env := sourcetest.Start(t, mockoppgaver.New)
	c := oppgaver.New(env.Client(t, register, env.Login(t, oppgaver.Audience, oppgaver.Scope)), oppgaver.Options{Keep: time.Minute})
	for range 2 { // the second time it is kept
		all, err := c.Forms(t.Context(), []string{"preoperativ-3", "ungdom-1", "none"})
		if err != nil || len(all) != 2 || !*all["ungdom-1"].SubjectOnly {
			t.Fatalf("%+v, %v", all, err)
		}
	}
	if got := env.Calls(t)["Questionnaire"]; got.Calls != 2 { // "none" is asked for again
		t.Errorf("%+v", got)
	}
	all, _ := c.Forms(t.Context(), []string{"preoperativ-3"})
	f := all["preoperativ-3"]
	var ids []string
	for _, one := range f.Items {
		ids = append(ids, one.LinkID)
	}
	if text(f.Title) != "Skjema før operasjon" || text(f.Version) != "3" || *f.SubjectOnly || !*f.Savable || strings.Join(ids, " ") != "1 1.1 1.2 2 3 3.1 3.2 4 5 6 7" {
		t.Fatalf("%+v %v", f, ids)
	}
	height, thinner, medicines, allergies, phone := f.Items[1], f.Items[3], f.Items[4], f.Items[8], f.Items[9]
	if text(height.Parent) != "1" || height.Kind != "INTEGER" || text(height.Min) != "40" || text(height.Max) != "250" || !height.Unit.Is("cm") || height.InvalidText == nil || !height.Required {
		t.Errorf("%+v", height)
	}
	if len(thinner.Options) != 3 || !thinner.Options[0].Is("1") || !strings.HasPrefix(text(thinner.Help), "For eksempel") || len(thinner.ShownWhen) != 0 {
		t.Errorf("%+v", thinner)
	}
	if when := medicines.ShownWhen; !medicines.Repeats || len(when) != 1 || when[0].LinkID != "2" || when[0].Operator != "=" || text(when[0].Value) != "1" {
		t.Errorf("%+v", medicines)
	}
	if text(allergies.ShownWhen[0].Value) != "true" || allergies.Sublabel == nil || *allergies.MaxLength != 1000 || text(phone.Pattern) != "^[0-9]{8}$" {
		t.Errorf("%+v %+v", allergies, phone)
	}

	line := granted(t, env.Number(t, "line"))
	tasks, err := c.Tasks(t.Context(), line)
	saved, err2 := c.Answers(t.Context(), line)
	i := slices.IndexFunc(tasks, func(one oppgaver.HealthTask) bool { return one.AnswerID() != "" })
	if err != nil || err2 != nil || i < 0 || tasks[i].FormID(env.World.Now()) != "preoperativ-3" || tasks[i].FormID(env.World.Now().AddDate(1, 0, 0)) != "" {
		t.Fatalf("%+v, %v, %v", tasks, err, err2)
	}
	whole := f.With(saved[tasks[i].AnswerID()], &tasks[i])
	var got []string
	for _, a := range whole.Answers {
		if !slices.Contains(ids, a.LinkID) {
			t.Errorf("%+v", a)
		}
		got = append(got, fmt.Sprintf("%s/%d=%s", a.LinkID, a.Repetition, strings.Join(a.Values, ",")))
	}
	if got := strings.Join(got, " "); got != "1/0= 1.1/0=168 2/0=1 3/0= 3.1/0=Marevan 3.2/0=2026-11-19 3/0= 3.1/1=Albyl-E 3.2/1=2026-11-20" {
		t.Error(got)
	}
	if whole.SavedAt == nil || f.Answers != nil || len(f.With(oppgaver.Answer{}, &tasks[i]).Answers) != 0 {
		t.Errorf("%+v", whole)
	}
	// What only the subject answers is not seen by a parent.
	theirs := oppgaver.HealthTask{Grant: granted(t, env.Number(t, "dan"), policy.Parent)}
	forms, _ := c.Forms(t.Context(), []string{"ungdom-1"})
	if got := forms["ungdom-1"].With(saved[tasks[i].AnswerID()], &theirs); got.Answers != nil || got.SavedAt != nil || len(got.Items) == 0 {
		t.Errorf("%+v", got)
	}
}

// replying is a client of a register that returns one resource.
func replying(t testing.TB, resource string) *oppgaver.Client {
	return oppgaver.New(sourcetest.Replies(func(*http.Request) (int, string, string) {
		return http.StatusOK, fhir.MediaType, `{"resourceType":"Bundle","type":"searchset","entry":[{"resource":` + resource + `}]}`
	}).Client(t, register), oppgaver.Options{})
}

// large is a form of n questions, each shown when the one before it is answered.
func large(n int) string {
	items := make([]string, n)
	for i := range items {
		items[i] = fmt.Sprintf(`{"linkId":"%d","type":"choice","text":"Spørsmål %d","answerOption":[{"valueCoding":{"code":"1"}},{"valueString":"Vet ikke"}],"enableWhen":[{"question":"%d","operator":"exists","answerBoolean":true}]}`, i, i, max(0, i-1))
	}
	return `{"resourceType":"Questionnaire","id":"q","status":"active","item":[` + strings.Join(items, ",") + `]}`
}

// nested is a form of groups in groups.
func nested(depth int) string {
	text := `{"linkId":"0","type":"string"}`
	for i := range depth - 1 {
		text = fmt.Sprintf(`{"linkId":"g%d","type":"group","item":[%s]}`, i, text)
	}
	return `{"resourceType":"Questionnaire","id":"q","status":"active","item":[` + text + `]}`
}

func TestBoundsOfForms(t *testing.T) {
	for name, c := range map[string]struct {
		form  string
		items int
	}{
		"300 items":     {large(300), 300},
		"too many":      {large(2001), 0},
		"deep":          {nested(12), 12},
		"too deep":      {nested(13), 0},
		"bottomless":    {nested(2000), 0},
		"a known id":    {`{"resourceType":"Questionnaire","id":"q","item":[{"linkId":"1","type":"string"},{"linkId":"1","type":"string"}]}`, 0},
		"without an id": {`{"resourceType":"Questionnaire","id":"q","item":[{"type":"string"}]}`, 0},
		"of no kind":    {`{"resourceType":"Questionnaire","id":"q","item":[{"linkId":"1","type":"bilde"}]}`, 0},
		"of no object":  {`{"resourceType":"Questionnaire","id":"q","item":[{"linkId":"1","type":"string","enableWhen":[{"operator":"="}]}]}`, 0},
	} {
		all, err := replying(t, c.form).Forms(t.Context(), []string{"q"})
		if (err == nil) != (c.items > 0) || len(all["q"].Items) != c.items {
			t.Errorf("%s: %d, %v", name, len(all["q"].Items), err)
		}
	}
	// Twice the questions, each shown by the one before it, are twice the work.
	work := func(items int) float64 {
		form := large(items)
		return testing.AllocsPerRun(5, func() { _, _ = replying(t, form).Forms(t.Context(), []string{"q"}) }) // read anew
	}
	if some, more := work(150), work(300); more > 2.5*some {
		t.Errorf("150 questions take %v allocations, and 300 take %v", some, more)
	}
	mine := mine(t)
	for name, items := range map[string]string{
		"too deep": strings.Repeat(`{"linkId":"1","item":[`, 13) + `{"linkId":"1"}` + strings.Repeat(`]}`, 13),
		"too many": strings.Repeat(`{"linkId":"1"},`, 5000) + `{"linkId":"1"}`,
		"unnamed":  `{"answer":[{"valueString":"a"}]}`,
	} {
		r := `{"resourceType":"QuestionnaireResponse","id":"1","status":"in-progress","subject":{"identifier":{"value":"` + sourcetest.Subject + `"}},"item":[` + items + `]}`
		if all, err := replying(t, r).Answers(t.Context(), mine); err == nil {
			t.Errorf("%s: %+v", name, all)
		}
	}
}

// A value is written in the form of its type, however its number is spelled.
func TestValues(t *testing.T) {
	answers := `{"linkId":"1","answer":[{"valueBoolean":false},{"valueInteger":3},{"valueDecimal":1.50},{"valueDate":"2026-11-22"},{"valueTime":"11:30:00"},{"valueString":"å"},{"valueCoding":{"display":"Ja"}},
	  {"valueQuantity":{"value":70,"unit":"kg"}},{"valueAttachment":{"title":"Bilde"}},{"valueReference":{"reference":"Location/1"},"item":[{"linkId":"2","answer":[{"valueUri":"urn:x"}]}]}]}`
	all, err := replying(t, `{"resourceType":"QuestionnaireResponse","id":"1","status":"in-progress","subject":{"identifier":{"value":"`+sourcetest.Subject+`"}},"item":[`+answers+`]}`).Answers(t.Context(), mine(t))
	if err != nil || len(all["1"].Answers) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	if got := strings.Join(all["1"].Answers[0].Values, " "); got != "false 3 1.50 2026-11-22 11:30:00 å Ja 70 Bilde Location/1" || all["1"].Answers[1].Values[0] != "urn:x" {
		t.Error(got)
	}
}
