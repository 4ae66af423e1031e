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

// Client asks Fastlegeregisteret. It is safe for concurrent use.
type Client struct {
	source         *sources.Client
	options        Options
	zone           *time.Location
	answers        soap.Reader[answer]
	municipalities *sources.Cache[Directory]
}

// Options are how the register is asked. The zero value is SOAP 1.1 and the
// defaults named.
type Options struct {
	// SOAP12 asks /v2/flr with SOAP 1.2 and WS-Addressing rather than
	// /v2/flr/Basic with SOAP 1.1.
	SOAP12 bool
	// BatchSize is how many people one call may be about. Default 100.
	BatchSize int
	// PageSize is how many lists a search fetches in a call: 1–1000. Default
	// 200, which is some 1 MB.
	PageSize int
}

const (
	// maxFaults bounds how often one batch is split. One invalid number among
	// a hundred costs seven; a register that refuses everything would
	// otherwise be asked twice as often as there are people.
	maxFaults = 16
	// maxLists is several times what the largest municipality has.
	maxLists = 2000
	// Open data may be a little old; there are some 360 municipalities.
	kept, mostKept = time.Minute, 400
)

// New makes a Client, or says what is wrong with the options.
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
		answers: soap.NewReader[answer](), municipalities: sources.NewCache[Directory](mostKept),
	}, nil
}

// Current returns the GP each subject has now (GetPatientsGPDetailsAtTime). A
// subject who has none is NotFound: the register leaves them out. When it
// answered about somebody else, whoever is left out is Mismatch, since the
// stray record may be theirs. One whose number the register does not take is
// Invalid. A Grant that is not for GP_INFORMATION gives no number; it is Denied
// under the zero Number, and nothing is asked.
func (c *Client) Current(ctx context.Context, grants []policy.Grant) map[fnr.Number]sources.Result[*PersonGeneralPractitioner] {
	var subjects []fnr.Number
	denied := false
	for _, g := range grants {
		n, ok := g.Subject(policy.GPInformation)
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

// current puts one call, and again in halves when a number in it is refused.
func (c *Client) current(ctx context.Context, subjects []fnr.Number, faults *atomic.Int32) (map[fnr.Number]sources.Result[*PersonGeneralPractitioner], error) {
	now := c.now()
	answers := make(map[fnr.Number]sources.Result[*PersonGeneralPractitioner], len(subjects))
	refused := false
	err := c.call(ctx, opAtTime, requestAtTime(subjects, now), func(a *answer, r *sources.Response) error {
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

// collect sorts records to the subjects asked for, and counts the others.
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
		// Periods do not overlap; should they, the newest is the one that counts.
		if known, twice := own[n]; !twice || record.Period.From > known.Period.From {
			own[n] = record
		}
	}
	return own, left
}

// History returns all GPs the subject has had, the present one too, newest
// first (GetPatientGPHistory). Somebody who never had one has an empty history.
// A Grant that is not for GP_INFORMATION is Denied, and nothing is asked.
func (c *Client) History(ctx context.Context, g policy.Grant) ([]GeneralPractitionerPeriod, error) {
	subject, ok := g.Subject(policy.GPInformation)
	if !ok {
		return nil, sources.Denied
	}
	periods := []GeneralPractitionerPeriod{}
	err := c.call(ctx, opHistory, requestHistory(subject), func(a *answer, r *sources.Response) error {
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

// call puts one question as SOAP. The body is read whatever the status: the
// register is not consistent about it, and a 404 of some proxy must not pass
// for "no such record".
func (c *Client) call(ctx context.Context, operation string, question []byte, read func(*answer, *sources.Response) error) error {
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
		var a *answer
		if ok {
			a, err = c.answers.Read(message)
		}
		switch {
		case ok && err == nil:
			return read(a, r)
		case r.Status >= http.StatusInternalServerError: // the failure in other words than SOAP's
			return sources.Unavailable
		}
		return sources.Garbled
	})
}
