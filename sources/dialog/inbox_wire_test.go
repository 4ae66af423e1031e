package dialog_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/dialog"
	"helsegraf/sources/sourcetest"
)

func bundle(messages ...string) string {
	entries := make([]string, len(messages))
	for i, m := range messages {
		entries[i] = `{"resource":` + m + `}`
	}
	return `{"resourceType":"Bundle","type":"searchset","entry":[` + strings.Join(entries, ",") + `]}`
}

const (
	subject    = `{"type":"Patient","identifier":{"value":"` + sourcetest.Subject + `"}}`
	municipal  = `"contained":[{"resourceType":"Organization","id":"u","name":"Prøvedal","type":[{"coding":[{"system":"urn:oid:2.16.578.1.12.4.1.1.7619","code":"7"}]}]}],"sender":{"reference":"#u"}`
	unitUUID   = `00000000-0000-4000-8000-0000000000`
	ehelse     = `http://ehelse.no/fhir/CodeSystem/no-kodeverk-`
	forParents = `"meta":{"security":[{"system":"` + ehelse + `9603","code":"NORN_FORANS"}]}`
)

// message is a completed one from a municipal service, with more members.
func message(id string, more ...string) string {
	all := []string{`"resourceType":"Communication"`, `"id":"` + id + `"`, `"identifier":[{"value":"urn:uuid:` + unitUUID + "0" + id + `"}]`, `"subject":` + subject}
	text := strings.Join(more, ",")
	if !strings.Contains(text, `"status"`) {
		all = append(all, `"status":"completed"`)
	}
	if !strings.Contains(text, `"sender"`) {
		all = append(all, municipal)
	}
	return "{" + strings.Join(append(all, more...), ",") + "}"
}

// of is the reference of a message's element to another message.
func of(element, id string) string {
	return `"` + element + `":[{"identifier":{"value":"` + strings.ToUpper(unitUUID) + "0" + id + `"}}]`
}

func sent(hour string) string { return `"sent":"2026-11-20T` + hour + `:00:00+01:00"` }

// read is the inbox that the messages make.
func read(t *testing.T, relation policy.Relation, dialogue bool, messages ...string) (dialog.Inbox, error) {
	t.Helper()
	n := sourcetest.Number(t, sourcetest.Subject)
	c := dialog.New(nil, nil, sourcetest.Replies(func(*http.Request) (int, string, string) {
		return http.StatusOK, "application/fhir+json", bundle(messages...)
	}).Client(t, register), dialog.Options{})
	var by []policy.Relation
	if relation != policy.Self {
		by = append(by, relation)
	}
	var gp policy.Grant
	if dialogue {
		gp = sourcetest.Grant(t, n, policy.GPDialogue, by...)
	}
	var keys []string
	for _, id := range "abcdefgh" {
		keys = append(keys, unitUUID+"0"+string(id))
	}
	all, err := c.Conversations(t.Context(), sourcetest.Grant(t, n, policy.Message, by...), gp, keys)
	inbox := slices.Collect(maps.Values(all))
	slices.SortFunc(inbox, func(a, b dialog.Conversation) int {
		if a.LatestAt == nil || b.LatestAt == nil {
			return strings.Compare(a.ID.Key, b.ID.Key)
		}
		return b.LatestAt.Compare(*a.LatestAt)
	})
	return inbox, err
}

// What may not be seen leaves no trace: neither in counts, times, topics nor states.
func TestHiddenMessagesLeaveNoTrace(t *testing.T) {
	shown := []string{
		message("a", sent("10"), `"topic":{"text":"Time"}`, `"received":"2026-11-20T11:00:00+01:00"`),
		message("b", sent("11"), of("partOf", "a")),
	}
	hidden := []string{
		message("c", sent("12"), of("partOf", "a"), of("inResponseTo", "b"), forParents, `"sender":`+subject),
		message("d", sent("09"), of("partOf", "e"), forParents, `"topic":{"text":"Noe annet"}`),
		message("f", sent("13"), forParents, `"payload":[{"contentAttachment":{"contentType":"image/png","url":"Binary/1"}}]`),
	}
	for name, messages := range map[string][]string{"without": shown, "with": slices.Concat(hidden, shown)} {
		inbox, err := read(t, policy.Guardian, true, messages...)
		if err != nil || len(inbox) != 1 || len(inbox[0].Thread) != 2 || inbox[0].UnreadMessages != 1 || *inbox[0].Topic != "Time" || inbox[0].LatestAt.Hour() != 10 && inbox[0].LatestAt.Hour() != 11 ||
			*inbox[0].Thread[0].State != dialog.Delivered {
			t.Errorf("%s: %+v, %v", name, inbox, err)
		}
	}
	inbox, err := read(t, policy.Self, true, slices.Concat(hidden, shown)...)
	if err != nil || len(inbox) != 3 || *inbox[1].Thread[1].State != dialog.Answered {
		t.Errorf("to the subject: %+v, %v", inbox, err)
	}
	// A hidden head takes its topic with it, and not the conversation.
	inbox, err = read(t, policy.Guardian, true, message("a", sent("10"), `"topic":{"text":"Skjult"}`, forParents), message("b", sent("11"), of("partOf", "a")))
	if err != nil || len(inbox) != 1 || inbox[0].Topic != nil || len(inbox[0].Thread) != 1 {
		t.Errorf("%+v, %v", inbox, err)
	}
}

// A conversation is with a GP's office unless the other side is known to be another's,
// and one message of it is enough.
func TestWithGP(t *testing.T) {
	process := func(code string) string {
		return `"category":[{"coding":[{"system":"` + ehelse + `8279","code":"` + code + `"}]}]`
	}
	office := `"contained":[{"resourceType":"Organization","id":"u","name":"Kontor"}],"sender":{"reference":"#u"}`
	resh := `"sender":{"type":"Organization","display":"Avdeling","identifier":{"system":"urn:oid:2.16.578.1.12.4.1.4.102","value":"4208001"}}`
	gp := `"contained":[{"resourceType":"Organization","id":"u","type":[{"coding":[{"system":"urn:oid:2.16.578.1.12.4.1.1.7619","code":"7"}]}]},{"resourceType":"PractitionerRole","id":"r","organization":{"reference":"#u"},"code":[{"coding":[{"system":"` + ehelse + `9034","code":"6"}]}]}],"sender":{"reference":"#r"}`
	for name, tt := range map[string]struct {
		messages []string
		with     bool
	}{
		"municipal":        {[]string{message("a")}, false},
		"a hospital":       {[]string{message("a", resh)}, false},
		"somebody unknown": {[]string{message("a", office)}, true},
		"without sender":   {[]string{message("a", `"sender":{}`)}, true},
		"a GP":             {[]string{message("a", gp)}, true},
		"e-consultation":   {[]string{message("a", process("DIALOG_INNBYGGER_EKONSULTASJON"))}, true},
		"renewal":          {[]string{message("a", process("DIALOG_INNBYGGER_RESEPTFORNYELSE"))}, true},
		"contact":          {[]string{message("a", process("DIALOG_INNBYGGER_EKONTAKT"))}, false},
		"one of two":       {[]string{message("a"), message("b", office, of("partOf", "a"))}, true},
		"to a GP":          {[]string{message("a", `"sender":`+subject+`,"recipient":[{"reference":"#u"}],"contained":[{"resourceType":"Organization","id":"u","name":"Kontor"}]`)}, true},
		"a receipt":        {[]string{message("a", office, `"category":[{"coding":[{"system":"http://helsenorge.no/fhir/CodeSystem/innboks","code":"BYTTE_FASTLEGE"}]}]`)}, false},
	} {
		open, err := read(t, policy.Self, true, tt.messages...)
		if err != nil || len(open) != 1 {
			t.Errorf("%s: %+v, %v", name, open, err)
		}
		closed, err := read(t, policy.Self, false, tt.messages...)
		if err != nil || (len(closed) == 0) != tt.with {
			t.Errorf("%s, closed: %+v, %v", name, closed, err)
		}
	}
}

func TestStates(t *testing.T) {
	mine := `"sender":` + subject
	for name, tt := range map[string]struct {
		more []string
		want dialog.MessageState
		n    int // unread
	}{
		"sent":      {[]string{mine, `"status":"in-progress"`}, dialog.Sent, 0},
		"delivered": {[]string{mine}, dialog.Delivered, 0},
		"read":      {[]string{mine, `"received":"2026-11-20T10:00:00+01:00"`}, dialog.Read, 0},
		"rejected":  {[]string{mine, `"status":"not-done"`, `"statusReason":{"text":"Feil mottaker"}`}, dialog.Rejected, 0},
		"expired":   {[]string{mine, `"status":"not-done"`, `"statusReason":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/communication-not-done-reason","code":"recipient-unavailable"}]}`}, dialog.Expired, 0},
		"unknown":   {[]string{`"status":"unknown"`}, "", 0},
		"unread":    {nil, dialog.Delivered, 1},
	} {
		inbox, err := read(t, policy.Self, true, message("a", tt.more...))
		if err != nil || len(inbox) != 1 || text(inbox[0].Thread[0].State) != string(tt.want) || inbox[0].UnreadMessages != tt.n {
			t.Errorf("%s: %+v, %v", name, inbox, err)
		}
	}
	if inbox, err := read(t, policy.Self, true, message("a", `"status":"entered-in-error"`)); err != nil || len(inbox) != 0 {
		t.Error(inbox, err)
	}
	for _, garbled := range []string{message("a", `"status":"sendt"`), strings.Replace(message("a"), "identifier", "identifiers", 1)} {
		if inbox, err := read(t, policy.Self, true, garbled); sources.KindOf(err) != sources.Garbled {
			t.Error(inbox, err)
		}
	}
}

// An update has an id of its own; the last one is the message.
func TestUpdatedMessages(t *testing.T) {
	first := message("a", `"meta":{"lastUpdated":"2026-11-20T10:00:00Z"}`)
	later := strings.Replace(message("a", `"meta":{"lastUpdated":"2026-11-20T11:00:00Z"}`, `"received":"2026-11-20T11:00:00Z"`), `"id":"a"`, `"id":"z"`, 1)
	for _, order := range [][]string{{first, later}, {later, first}} {
		if inbox, err := read(t, policy.Self, true, order...); err != nil || len(inbox) != 1 || len(inbox[0].Thread) != 1 || *inbox[0].Thread[0].State != dialog.Read {
			t.Errorf("%+v, %v", inbox, err)
		}
	}
}

func text[S ~string](s *S) string {
	if s == nil {
		return ""
	}
	return string(*s)
}
