package flo

import (
	"context"
	"net/http"

	"github.com/go-json-experiment/json"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/nhn"
)

// The default audience and scope of the HelseID token.
const (
	Audience = "nhn:flo"
	Scope    = "nhn:flo/bytte-read"
)

// A refusal has a body too, which tells a person outside the scheme from a wrong
// address.
var opStatus = sources.Operation{Name: "status", Repeatable: true, Accepts: []string{"application/json"}, Statuses: []int{http.StatusNotFound}}

// Client calls FLO. It is safe for concurrent use.
type Client struct{ *nhn.Client }

// New makes a Client on top of c.
func New(c *sources.Client, o nhn.Options) *Client { return &Client{nhn.New(c, o)} }

// Status is how the subject of g stands. A person who is not in the scheme, such
// as one with a D-number, is NotFound. A Grant that is not for CHANGE_GP is
// Denied, without a call.
func (c *Client) Status(ctx context.Context, g policy.Grant) (GeneralPractitionerChange, error) {
	var change GeneralPractitionerChange
	subject, ok := g.Subject(policy.ChangeGP)
	if !ok {
		return change, sources.Denied
	}
	body, err := json.Marshal(statusRequest{subject.Digits()})
	if err != nil {
		return change, sources.Internal
	}
	q := sources.Request{Method: http.MethodPost, Path: "/flo/api/v1/status", Header: c.Header(), ContentType: "application/json", Body: body}
	err = c.Call(ctx, opStatus, q, func(r *sources.Response) error {
		change, err = decodeStatus(r, subject)
		return err
	})
	return change, err
}
