package usagelog

import (
	"context"
	"net/http"

	"github.com/go-json-experiment/json"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
)

// opAct is the operation of an act's entry, as named in statistics and logs. It
// is repeatable, since it stores one entry under one id.
var opAct = sources.Operation{Name: "Act", Repeatable: true, Accepts: []string{fhir.MediaType}}

// Act identifies an act, which is something that a register is asked to change.
// Its entry is written twice under one id: before the register is called, without
// an outcome, and after it, with one.
type Act struct {
	// Reference is the id of the entry, the same for each try of the same act: at
	// most 64 letters and digits.
	Reference string
	// Input is a digest of what is to be changed, so that a reference cannot be
	// used again for something else. It reveals nothing of the input.
	Input string
	// Outcome is the outcome of this try; nil before it has one.
	Outcome *sources.Outcome
}

// Standing is what the log holds about an act after a write.
type Standing struct {
	// Fresh: this is the first write under the reference.
	Fresh bool
	// Input is the digest of the entry that came first.
	Input string
	// Outcome is the best outcome of all tries; nil while none is known. NOT_DONE is of
	// tries that have all ended: a try that begins makes it nil for those after it.
	Outcome *sources.Outcome
	// Tries changes each time a try begins, in any process.
	Tries string
}

// Is reports whether the best outcome known is o.
func (s Standing) Is(o sources.Outcome) bool { return s.Outcome != nil && *s.Outcome == o }

// Act writes the entry of an act, and returns what the log holds after it. Unlike
// other entries the log does not replace it: the first input stands, and of several
// outcomes the best.
func (c *Client) Act(ctx context.Context, actor policy.Inquiry, e Entry) (Standing, error) {
	who, ok := actor.About()
	if !ok || e.Act == nil || e.Subject.IsZero() {
		return Standing{}, sources.Denied
	}
	body, err := json.Marshal(e.event(e.Act.Reference, who))
	if err != nil {
		return Standing{}, sources.Internal
	}
	h := c.register.Header()
	h.Set("Prefer", "return=representation")
	q := sources.Request{Method: http.MethodPut, Path: "/AuditEvent/" + e.Act.Reference, Header: h, ContentType: fhir.MediaType, Body: body}
	var out Standing
	err = c.register.Call(ctx, opAct, q, func(r *sources.Response) error {
		out, err = readStanding(r, e)
		return err
	})
	return out, err
}

// stored is an act's entry as the log returns it.
type stored struct {
	ResourceType string             `json:"resourceType"`
	ID           string             `json:"id"`
	Meta         fhir.Meta          `json:"meta"`
	OutcomeDesc  string             `json:"outcomeDesc"`
	Entity       []fhir.AuditEntity `json:"entity"`
}

// readStanding reads the entry that the log returned, which is the one written.
func readStanding(r *sources.Response, e Entry) (Standing, error) {
	var w stored
	if err := sources.DecodeJSON(r.Body, &w); err != nil {
		return Standing{}, err
	}
	out := Standing{Fresh: r.Status == http.StatusCreated, Tries: w.Meta.VersionID}
	switch {
	case w.ResourceType != auditEvent || w.ID == "" || w.Meta.VersionID == "":
		return Standing{}, sources.Garbled
	case w.ID != e.Act.Reference:
		r.Foreign(1)
		return Standing{}, sources.Mismatch
	}
	for _, entity := range w.Entity {
		for _, d := range entity.Detail {
			if d.Type == detailInput {
				out.Input = d.Value
			}
		}
	}
	if out.Input == "" {
		return Standing{}, sources.Garbled
	}
	if w.OutcomeDesc == "" {
		return out, nil
	}
	for _, o := range []sources.Outcome{sources.OutcomeDone, sources.OutcomeAccepted, sources.OutcomeUnknown, sources.OutcomeNotDone} {
		if o.String() == w.OutcomeDesc {
			out.Outcome = &o
			return out, nil
		}
	}
	return Standing{}, sources.Garbled
}

// detailInput is the type of the detail that holds [Act.Input].
const detailInput = "input"

// setAct adds an act to its event. An outcome that is not known has none of
// FHIR's codes.
func (a *Act) setAct(e *fhir.AuditEvent) {
	e.Outcome = ""
	e.Entity[0].Detail = []fhir.AuditDetail{{Type: detailInput, Value: a.Input}}
	if a.Outcome == nil {
		return
	}
	e.OutcomeDesc = a.Outcome.String()
	switch *a.Outcome {
	case sources.OutcomeDone, sources.OutcomeAccepted:
		e.Outcome = success
	case sources.OutcomeNotDone:
		e.Outcome = refusal
	case sources.OutcomeUnknown:
	}
}
