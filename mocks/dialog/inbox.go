package dialog

import (
	"strings"

	"helsegraf/mocks/nhn"
)

const (
	inboxScope = "nhn:dialog/meldinger-read"
	inboxPath  = "/dialog/api/v1/Communication/_search"
	binaryPath = "/dialog/api/v1/Binary/"
)

// inbox adds citizens' messages: the search, the attachments and the capabilities.
func (d register) inbox() {
	n := nhn.Service{StandIn: d.StandIn, Service: "dialog", Prefix: "DIALOG", Audience: messagesAudience, Scope: inboxScope}
	n.Searches(nhn.Search{
		Path: inboxPath, Count: 50, Most: 200, Page: nhn.ByID, Sort: nhn.Sort{Param: "sent", Element: "sent"},
		Takes: map[string]func(string) bool{"_query": nhn.OneOf("conversations", "unread"), "label": labels, "asof": instant, "conversation": keys, "_include": nhn.OneOf("conversation")},
		Find: func(q nhn.Query) (found nhn.Found) {
			if p := d.World.Person(q.Number); p != nil {
				all := d.all(p)
				found.Records = beside(all, chosen(all, q.Values), q.Values["_include"] != "")
			}
			return found
		},
	})
	n.Handle("GET /metadata", n.Metadata)
	n.Files(binaryPath, func(number, id string) (string, []byte, bool) {
		a, ok := d.attachment(number, id)
		return a.media, a.content, ok
	})
}

// about is a message as one of somebody's: the subject, and the sender or the receiver.
func about(m nhn.Resource) func(number string) map[string]any {
	return func(number string) map[string]any {
		told := nhn.LogicalPatient("subject", m)(number)
		citizen := map[string]any{"type": "Patient", "display": m["sender"], "identifier": told["subject"].(nhn.Resource)["identifier"]}
		if _, outbound := m["sender"].(string); outbound { // the person's name
			told["sender"] = citizen
			return told
		}
		delete(citizen, "display")
		told["recipient"] = []any{citizen}
		return told
	}
}

// attachment finds a person's attachment by its id.
func (d register) attachment(number, id string) (file, bool) {
	p := d.World.Person(number)
	if p == nil {
		return file{}, false
	}
	for _, m := range d.all(p) {
		payloads, _ := m["payload"].([]any)
		for _, one := range payloads {
			a, _ := one.(nhn.Resource)["contentAttachment"].(nhn.Resource)
			url, _ := a["url"].(string)
			if url != "" && strings.TrimPrefix(url, "Binary/") == id {
				return fileOf(a["contentType"].(string), a["title"].(string)), true
			}
		}
	}
	return file{}, false
}
