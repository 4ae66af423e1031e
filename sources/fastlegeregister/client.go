package fastlegeregister

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"
	_ "time/tzdata" // the register's times are Norwegian, wherever this runs

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/soap"
)

// Client calls Fastlegeregisteret. It is safe for concurrent use.
type Client struct {
	source         *sources.Client
	options        Options
	zone           *time.Location
	answers        soap.Reader[response]
	municipalities *sources.Cache[Directory]
}

// Options are how the register is called. The zero value is SOAP 1.1 and the
// defaults named.
type Options struct {
	// SOAP12 calls /v2/flr with SOAP 1.2 and WS-Addressing rather than
	// /v2/flr/Basic with SOAP 1.1.
	SOAP12 bool
	// BatchSize is how many people one call may be about. Default 100.
	BatchSize int
	// PageSize is the number of lists per page of a search: 1–1000. Default
	// 200, which is some 1 MB.
	PageSize int
}

const (
	// maxFaults bounds how often one batch is split. One invalid number among a
	// hundred costs seven calls; a register that refuses everything would
	// otherwise be called twice as often as there are people.
	maxFaults = 16
	// maxLists is several times the lists of the largest municipality.
	maxLists = 2000
	// Open data may be a little old; there are some 360 municipalities.
	kept, mostKept = time.Minute, 400
)

// New makes a Client, or returns what is wrong with the options.
func New(c *sources.Client, o Options) (*Client, error) {
	if o.BatchSize == 0 {
		o.BatchSize = 100
	}
	if o.PageSize == 0 {
		o.PageSize = 200
	}
	if o.BatchSize < 1 || o.PageSize < 1 || o.PageSize > 1000 {
		return nil, errors.New(c.Register() + ": batch size must be 1 or more, page size 1–1000")
	}
	zone, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		return nil, err
	}
	return &Client{
		source: c, options: o, zone: zone,
		answers: soap.NewReader[response](), municipalities: sources.NewCache[Directory](mostKept),
	}, nil
}

// Current returns the GP each subject has now (GetPatientsGPDetailsAtTime). A
// subject without one is NotFound: the register leaves them out. If the
// response has records about other people, those left out are Mismatch, since
// the stray record may be theirs. One whose number the register rejects is
// Invalid. A Grant that is for neither GP_INFORMATION nor GP_DIALOGUE, which is with
// the GP's office, yields no number; it is Denied under the zero Number, without a
// call.
func (c *Client) Current(ctx context.Context, grants []policy.Grant) map[fnr.Number]sources.Result[*PersonGeneralPractitioner] {
	var subjects []fnr.Number
	denied := false
	for _, g := range grants {
		n, ok := SubjectOf(g)
		if !ok {
			denied = true
			continue
		}
		subjects = append(subjects, n)
	}
	answers := sources.Batch(subjects, c.options.BatchSize, func(some []fnr.Number) (map[fnr.Number]sources.Result[*PersonGeneralPractitioner], error) {
		return c.current(ctx, some, new(atomic.Int32))
	})
	if denied {
		answers[fnr.Number{}] = sources.Result[*PersonGeneralPractitioner]{Err: sources.Denied}
	}
	return answers
}

// SubjectOf is the subject of a Grant that opens who the GP is.
func SubjectOf(g policy.Grant) (fnr.Number, bool) {
	if n, ok := g.Subject(policy.GPInformation); ok {
		return n, true
	}
	return g.Subject(policy.GPDialogue)
}

// current makes one call, and retries in halves when a number in it is
// rejected.
func (c *Client) current(ctx context.Context, subjects []fnr.Number, faults *atomic.Int32) (map[fnr.Number]sources.Result[*PersonGeneralPractitioner], error) {
	now := c.now()
	answers := make(map[fnr.Number]sources.Result[*PersonGeneralPractitioner], len(subjects))
	refused := false
	err := c.call(ctx, opAtTime, requestAtTime(subjects, now), func(a *response, r *sources.Response) error {
		refused = a.refusal() != nil
		if err := a.fault(); err != nil {
			return err
		}
		if a.AtTime == nil || a.AtTime.Result == nil {
			return sources.Garbled
		}
		records, left := collect(subjects, a.AtTime.Result.Records)
		for n, record := range records {
			p, ok := record.person(now)
			if !ok {
				answers[n] = sources.Result[*PersonGeneralPractitioner]{Err: sources.Garbled}
				r.Faulty(1)
				continue
			}
			answers[n] = sources.Result[*PersonGeneralPractitioner]{Value: p}
		}
		return sources.Complete(r, subjects, answers, left)
	})
	if refused && len(subjects) > 1 && faults.Add(1) <= maxFaults {
		return sources.Batch(subjects, (len(subjects)+1)/2, func(half []fnr.Number) (map[fnr.Number]sources.Result[*PersonGeneralPractitioner], error) {
			return c.current(ctx, half, faults)
		}), nil
	}
	return answers, err
}

// collect assigns records to the requested subjects, and counts the others.
func collect(subjects []fnr.Number, records []association) (own map[fnr.Number]association, left sources.Left) {
	asked := make(map[string]fnr.Number, len(subjects))
	for _, n := range subjects {
		asked[n.Digits()] = n
	}
	own = make(map[fnr.Number]association, len(records))
	for _, record := range records {
		n, ok := asked[strings.TrimSpace(record.PatientNIN)]
		switch {
		case strings.TrimSpace(record.PatientNIN) == "":
			left.Faulty++
			continue
		case !ok:
			left.Foreign++
			continue
		}
		// Periods should not overlap; if they do, the newest counts.
		if known, twice := own[n]; !twice || record.Period.From > known.Period.From {
			own[n] = record
		}
	}
	return own, left
}

// History returns all GPs the subject has had, including the present one,
// newest first (GetPatientGPHistory). Somebody who never had one has an empty
// history. A Grant that is not for GP_INFORMATION is Denied, without a call.
func (c *Client) History(ctx context.Context, g policy.Grant) ([]GeneralPractitionerPeriod, error) {
	subject, ok := g.Subject(policy.GPInformation)
	if !ok {
		return nil, sources.Denied
	}
	periods := []GeneralPractitionerPeriod{}
	err := c.call(ctx, opHistory, requestHistory(subject), func(a *response, r *sources.Response) error {
		if a.neverHadGP() {
			return nil
		}
		if err := a.fault(); err != nil {
			return err
		}
		if a.History == nil || a.History.Result == nil {
			return sources.Garbled
		}
		all := a.History.Result.Records
		own := slices.DeleteFunc(slices.Clone(all), func(a association) bool {
			who := strings.TrimSpace(a.PatientNIN)
			return who != subject.Digits() && who != ""
		})
		r.Foreign(len(all) - len(own))
		if len(own) == 0 && len(all) > 0 {
			return sources.Mismatch
		}
		nobodys := slices.ContainsFunc(own, func(a association) bool { return strings.TrimSpace(a.PatientNIN) == "" })
		var ok bool
		if periods, ok = history(own, c.zone); !ok || nobodys {
			r.Faulty(1)
			return sources.Garbled
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return periods, nil
}

// now is Norwegian time.
func (c *Client) now() time.Time { return c.source.Now().In(c.zone) }

// call makes one SOAP call. The body is read whatever the status: the register
// is inconsistent about it, and a 404 from some proxy must not look like "no
// such record".
func (c *Client) call(ctx context.Context, operation string, question []byte, read func(*response, *sources.Response) error) error {
	path, message := "/v2/flr/Basic", soap.New11(action(operation), question)
	if c.options.SOAP12 {
		path = "/v2/flr"
		message = soap.New12(action(operation), c.source.Endpoint(path), question)
	}
	op := sources.Operation{
		Name:       operation,
		Repeatable: true,
		Accepts:    []string{message.Accepts},
		Statuses:   []int{http.StatusBadRequest, http.StatusNotFound, http.StatusGone, http.StatusInternalServerError},
	}
	q := sources.Request{Method: http.MethodPost, Path: path, Header: message.Header, ContentType: message.ContentType, Body: message.Body}
	return c.source.Call(ctx, op, q, func(r *sources.Response) (err error) {
		message, ok := soap.UTF8(r.Body, r.Header.Get("Content-Type"))
		var a *response
		if ok {
			a, err = c.answers.Read(message)
		}
		switch {
		case ok && err == nil:
			return read(a, r)
		case r.Status >= http.StatusInternalServerError: // a failure that is not a SOAP fault
			return sources.Unavailable
		}
		return sources.Garbled
	})
}
