package oppgaver

import (
	"context"
	"time"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/nhn"
)

// The default audience and scope of the HelseID token. The scope is assumed.
const (
	Audience = "nhn:helsenorge.eksternapi"
	Scope    = "nhn:helsenorge.eksternapi/oppgave_read"
)

// Options are how the register is called.
type Options struct {
	NHN nhn.Options
	// Keep is how long forms that were read are kept; 0 is not at all.
	Keep time.Duration
}

// Client calls the register of tasks. It is safe for concurrent use.
type Client struct {
	*nhn.Client
	options Options
	forms   *sources.Cache[HealthForm]
}

// New makes a Client on top of c.
func New(c *sources.Client, o Options) *Client {
	return &Client{nhn.New(c, o.NHN), o, sources.NewCache[HealthForm](mostForms)}
}

// Tasks are the subject's tasks that the holder of g may see, open and closed, the
// nearest deadline first and those without one last. An incomplete response is refused.
func (c *Client) Tasks(ctx context.Context, g policy.Grant) (out []HealthTask, err error) {
	subject, ok := g.Subject(policy.Message)
	if !ok {
		return nil, sources.Denied
	}
	set := fhir.NewSearchset(subject)
	all := fhir.Collect[task](set, "Task", true, whose)
	s := nhn.Search{Operation: "Task/_search", Path: "/oppgave/v1/Task/_search", Count: 100, Pages: 20}
	err = c.Ask(ctx, subject, s, set, func(*sources.Response, bool) (err error) {
		out, err = tasks(all.Standing, g, subject)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
