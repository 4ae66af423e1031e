package dialog_test

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/dialog"
	"helsegraf/mocks/standin"
	"helsegraf/sources"
	"helsegraf/sources/dialog"
	"helsegraf/sources/nhn"
	"helsegraf/sources/sourcetest"
)

// grants are those that open a persona's messages, and those with a GP's office.
func grants(t testing.TB, env *sourcetest.Env, persona string, relation ...policy.Relation) (g, gp policy.Grant) {
	t.Helper()
	n := env.Number(t, persona)
	return sourcetest.Grant(t, n, policy.Message, relation...), sourcetest.Grant(t, n, policy.GPDialogue, relation...)
}

func TestInboxContract(t *testing.T) {
	env := sourcetest.Start(t, mock.New)
	g, gp := grants(t, env, "line")
	_, c := start(t, 0)
	inbox, err := conversations(t.Context(), c, g, gp)
	if err != nil {
		t.Fatal(err)
	}
	for operation, ask := range map[string]func(context.Context, *dialog.Client) error{
		"Communication/conversations": func(ctx context.Context, c *dialog.Client) error {
			_, err := c.Threads(ctx, g, gp, nhn.Window{First: 20})
			return err
		},
		"Communication/_search": func(ctx context.Context, c *dialog.Client) error {
			_, err := c.Conversations(ctx, g, gp, []string{inbox[0].ID.Key})
			return err
		},
		"Communication/unread": func(ctx context.Context, c *dialog.Client) error {
			_, err := c.Unread(ctx, g, gp)
			return err
		},
	} {
		t.Run(operation, sourcetest.Contract{
			Env: env, Register: register, Operation: operation, Configure: env.Login(t, dialog.Audience, dialog.InboxScope),
			Secrets: []string{"frokost", "Imigran", "Testesen", inbox[0].ID.Key},
			Ask: func(ctx context.Context, c *sources.Client) error {
				return ask(ctx, dialog.New(nil, nil, c, dialog.Options{}))
			},
		}.Run)
	}
}

// conversations are the first of an inbox.
func conversations(ctx context.Context, c *dialog.Client, g, gp policy.Grant) (dialog.Inbox, error) {
	w := nhn.Window{First: 100}
	threads, err := c.Threads(ctx, g, gp, w)
	if err != nil {
		return nil, err
	}
	rows, err := c.Page(ctx, g, gp, w, threads)
	return rows.Values(), err
}

// topics are the conversations' topics with the number of messages and of unread ones.
func topics(inbox dialog.Inbox) (all []string) {
	for _, c := range inbox {
		all = append(all, *c.Topic+strings.Repeat(" .", len(c.Thread))+strings.Repeat("!", c.UnreadMessages))
	}
	return all
}

func TestInboxes(t *testing.T) {
	env, c := start(t, 0)
	none := policy.Grant{}
	for _, one := range []struct {
		persona  string
		relation []policy.Relation
		dialogue bool
		want     []string
	}{
		{"line", nil, true, []string{"Spørsmål om innkalling . . .!!", "Henvendelse .", "Fornye resept . .", "Bestille attest . .", "Migrene . .", "Henvendelse .", "Bytte av fastlege ."}},
		{"line", nil, false, []string{"Spørsmål om innkalling . . .!!", "Bytte av fastlege ."}},
		{"dan", []policy.Relation{policy.Parent}, false, []string{"Vaksine på skolen ."}},
		{"viktor", nil, true, []string{"Besøk i uka . .!", "Svimmelhet . .!"}},
		{"viktor", []policy.Relation{policy.Guardian}, true, []string{"Besøk i uka .", "Svimmelhet . .!"}},
		{"unni", nil, true, []string{"Time hos helsesykepleier . .!"}},
		{"nils", nil, true, nil},
	} {
		n := env.Number(t, one.persona)
		g, gp := sourcetest.Grant(t, n, policy.Message, one.relation...), none
		if one.dialogue {
			gp = sourcetest.Grant(t, n, policy.GPDialogue, one.relation...)
		}
		inbox, err := conversations(t.Context(), c, g, gp)
		if got := topics(inbox); err != nil || inbox == nil || !slices.Equal(got, one.want) {
			t.Errorf("%s by %v: %q, %v", one.persona, one.relation, got, err)
		}
	}
}

// What line's messages say.
func TestMessages(t *testing.T) {
	env, c := start(t, 0)
	g, gp := grants(t, env, "line")
	inbox, err := conversations(t.Context(), c, g, gp)
	if err != nil {
		t.Fatal(err)
	}
	states := map[dialog.MessageState]int{}
	for i, one := range inbox {
		if one.Counterpart == nil || one.Counterpart.Name == nil || one.LatestAt == nil || !one.LatestAt.Equal(*one.Thread[0].SentAt) || i > 0 && one.LatestAt.After(*inbox[i-1].LatestAt) {
			t.Errorf("%+v", one)
		}
		for _, m := range one.Thread {
			states[*m.State]++
			if m.Text == nil || m.Sender == nil || m.Sender.Name == nil || (m.Rejection != nil) != (*m.State == dialog.Rejected) {
				t.Errorf("%+v", m)
			}
		}
	}
	for _, s := range []dialog.MessageState{dialog.Sent, dialog.Delivered, dialog.Read, dialog.Answered, dialog.Rejected} {
		if states[s] == 0 {
			t.Errorf("none is %s: %v", s, states)
		}
	}
	for key, kind := range map[string]dialog.ConversationKind{"Migrene": dialog.ByEConsultation, "Fornye resept": dialog.ByRenewal, "Bytte av fastlege": dialog.ByChangeOfGP, "Bestille attest": dialog.ByContact} {
		if i := slices.IndexFunc(inbox, func(c dialog.Conversation) bool { return *c.Topic == key }); i < 0 || inbox[i].Kind != kind {
			t.Errorf("%s: %d", key, i)
		}
	}
	written := inbox[3].Thread[1]
	if by := written.Representative; by == nil || by.Name.Full != "Daniel Oppdiktbakk" || *by.Relation != policy.PowerOfAttorney || written.Direction != dialog.Outbound || *written.Sender.Name != "Line Testesen" {
		t.Errorf("%+v", written)
	}
	// A representative learns of no other.
	proxy, dialogue := grants(t, env, "line", policy.PowerOfAttorney)
	inbox, err = conversations(t.Context(), c, proxy, dialogue)
	if err != nil || len(inbox) != 7 || inbox[3].Thread[1].Representative != nil {
		t.Errorf("%+v, %v", inbox, err)
	}
}

func TestInboxWithoutGrant(t *testing.T) {
	env, c := start(t, 0)
	for _, g := range []policy.Grant{{}, sourcetest.Grant(t, env.Number(t, "line"), policy.GPDialogue)} {
		if _, err := c.Threads(t.Context(), g, g, nhn.Window{First: 1}); sources.KindOf(err) != sources.Denied {
			t.Error(err)
		}
		if err := c.Content(t.Context(), g, g, dialog.AttachmentRef{}, nil, nil); sources.KindOf(err) != sources.Denied {
			t.Error(err)
		}
	}
	if len(env.Calls(t)) != 0 {
		t.Error("the register was called")
	}
}

// An attachment is streamed with its type, once its message has been found again.
func TestContent(t *testing.T) {
	env, c := start(t, 0)
	g, gp := grants(t, env, "line")
	inbox, err := conversations(t.Context(), c, g, gp)
	if err != nil {
		t.Fatal(err)
	}
	get := func(g, gp policy.Grant, ref dialog.AttachmentRef) (media, name string, body []byte, err error) {
		var out bytes.Buffer
		err = c.Content(t.Context(), g, gp, ref, func(m, n string) error { media, name = m, n; return nil }, &out)
		return media, name, out.Bytes(), err
	}
	for i, want := range []struct{ media, name, begins string }{{"image/png", "vedlegg.png", "\x89PNG"}, {"application/pdf", "vedlegg.pdf", "%PDF-"}} {
		a := inbox[0].Thread[i].Attachments[0]
		media, name, body, err := get(g, gp, *a.Ref)
		if err != nil || media != want.media || name != want.name || !bytes.HasPrefix(body, []byte(want.begins)) || len(body) != *a.Size || *a.ContentType != media || a.Title == nil {
			t.Errorf("%s %s %d bytes, %v", media, name, len(body), err)
		}
	}
	ref := *inbox[0].Thread[0].Attachments[0].Ref
	berit, dialogue := grants(t, env, "berit")
	if _, _, _, err := get(berit, dialogue, ref); sources.KindOf(err) != sources.NotFound {
		t.Errorf("somebody else's: %v", err)
	}
	env.Fault(t, standin.Fault{Operation: "Binary", Body: "truncate", Rate: 1})
	if _, _, got, err := get(g, gp, ref); err == nil {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

// Content that does not begin as its declared type does never leaves, whatever the
// register calls it, and neither does what is declared as something that a browser runs.
func TestContentIsOfItsType(t *testing.T) {
	const page = "<!DOCTYPE html><script>alert(1)</script>"
	n := sourcetest.Number(t, sourcetest.Subject)
	g, gp := sourcetest.Grant(t, n, policy.Message), sourcetest.Grant(t, n, policy.GPDialogue)
	for _, tt := range []struct{ declared, sent, body string }{
		{"image/png", "image/png", page},
		{"application/pdf", "text/html", page},
		{"application/pdf", "application/pdf", "\x89PNG\r\n\x1a\n" + strings.Repeat("x", 600)},
		{"image/jpeg", "image/jpeg", ""},
		{"text/html", "text/html", page},
		{"image/svg+xml", "image/svg+xml", "<svg/>"},
	} {
		c := dialog.New(nil, nil, sourcetest.Replies(func(r *http.Request) (int, string, string) {
			if r.Method == http.MethodGet {
				return http.StatusOK, tt.sent, tt.body
			}
			return http.StatusOK, "application/fhir+json", bundle(message("a", sent("10"), `"payload":[{"contentAttachment":{"contentType":"`+tt.declared+`","url":"Binary/1"}}]`))
		}).Client(t, register), dialog.Options{})
		inbox, err := conversations(t.Context(), c, g, gp)
		if err != nil {
			t.Fatal(err)
		}
		a := inbox[0].Thread[0].Attachments[0]
		if a.Ref == nil {
			if tt.declared != "text/html" && tt.declared != "image/svg+xml" {
				t.Errorf("%s: %+v", tt.declared, a)
			}
			continue
		}
		var out bytes.Buffer
		err = c.Content(t.Context(), g, gp, *a.Ref, func(string, string) error { t.Errorf("%s is begun", tt.declared); return nil }, &out)
		if sources.KindOf(err) != sources.Garbled || out.Len() > 0 {
			t.Errorf("%s as %s: %d bytes, %v", tt.sent, tt.declared, out.Len(), err)
		}
	}
}
