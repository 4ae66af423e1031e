package dialog

import (
	"net/http"
	"strconv"
	"strings"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
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
		Path: inboxPath, Count: 50, Most: 100, Sorted: true, Page: nhn.ByID,
		Takes: map[string]func(string) bool{"_sort": nhn.OneOf("-sent")},
		Find: func(q nhn.Query) (found nhn.Found) {
			if p := d.World.Person(q.Number); p != nil {
				for _, m := range d.messages(p) {
					found.Records = append(found.Records, nhn.Record{Resource: about(m)})
				}
			}
			return found
		},
	})
	n.Handle("GET /metadata", n.Metadata)
	d.Handle("GET "+binaryPath+"{id}", func(w http.ResponseWriter, r *http.Request) { d.content(n, w, r) })
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

// content sends an attachment. The person is in a header, as the address names nobody.
func (d register) content(n nhn.Service, w http.ResponseWriter, r *http.Request) {
	if !n.Accepts(w, r, "application/pdf") {
		return
	}
	number := r.Header.Get("nhn-patient-nin")
	if !world.ValidNumber(number) {
		n.Refuse(w, r, http.StatusBadRequest, "invalid", "DIALOG-0014")
		return
	}
	c, ok := d.Begin(w, r, "Binary", number)
	if !ok {
		return
	}
	a, ok := d.attachment(number, r.PathValue("id"))
	if !ok {
		n.Refuse(w, r, http.StatusNotFound, "not-found", "DIALOG-0007")
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(a.content)))
	c.Reply(http.StatusOK, a.media, a.content)
}

// attachment finds a person's attachment by its id.
func (d register) attachment(number, id string) (file, bool) {
	p := d.World.Person(number)
	if p == nil {
		return file{}, false
	}
	for _, m := range d.messages(p) {
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
