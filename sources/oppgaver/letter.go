package oppgaver

import (
	"context"
	"io"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

const pdf = "application/pdf"

// held is the id of the letter's content; "" when the register does not hold it, or it is
// no PDF.
func (t *task) held() string {
	for _, i := range t.Input {
		if i.ValueAttachment.ContentType == pdf && fhir.Known(t.kind()) == Letter {
			return fhir.Reference{Reference: i.ValueAttachment.URL}.ID("Binary")
		}
	}
	return ""
}

// HasLetter reports whether the register holds a letter that can be read at a time: not
// one that was withdrawn or whose time is past.
func (t *HealthTask) HasLetter(now time.Time) bool {
	switch fhir.Known(t.StatusAt(now)) {
	case Cancelled, Expired:
		return false
	case Ready, InProgress, Completed:
	}
	return t.letter != ""
}

// Letter streams the task's letter to w, as [nhn.Client.StreamFile] does. The task is as
// it is now: one without a letter that can be read is NotFound, and head is not called.
func (c *Client) Letter(ctx context.Context, t *HealthTask, head func(contentType, filename string) error, w io.Writer) error {
	subject, ok := t.Grant.Subject(policy.Message)
	switch {
	case !ok:
		return sources.Denied
	case !t.HasLetter(c.Now()):
		return c.NoFile()
	}
	return c.StreamFile(ctx, subject, nhn.File{Path: "/oppgave/v1/Binary/" + t.letter, Media: pdf, Name: "brev"}, head, w)
}
