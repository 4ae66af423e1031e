package fastlegeregister

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
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
	answers        soap.Answers[answer]
	municipalities *sources.Cache[[]GeneralPractitioner]
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
		answers: soap.AnswersOf[answer](), municipalities: sources.NewCache[[]GeneralPractitioner](mostKept),
	}, nil
}

// Current gives the GP each subject has now (GetPatientsGPDetailsAtTime). A
// subject who has none is NotFound: the register leaves them out. When it
// answered about somebody else, whoever is left out is Mismatch, since the
// stray record may be theirs. One whose number the register does not take is
// Invalid. A Grant that is not for GP_INFORMATION gives no number; it is Denied
// under the zero Number, and nothing is asked.
func (c *Client) Current(ctx context.Context, grants []policy.Grant) map[fnr.Number]sources.Answer[*PersonGeneralPractitioner] {
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
	answers := sources.Batch(subjects, c.options.BatchSize, func(some []fnr.Number) (map[fnr.Number]sources.Answer[*PersonGeneralPractitioner], error) {
		return c.current(ctx, some, new(atomic.Int32))
	})
	if denied {
		answers[fnr.Number{}] = sources.Answer[*PersonGeneralPractitioner]{Err: sources.Denied}
	}
	return answers
}

// current puts one call, and again in halves when a number in it is refused.
func (c *Client) current(ctx context.Context, subjects []fnr.Number, faults *atomic.Int32) (map[fnr.Number]sources.Answer[*PersonGeneralPractitioner], error) {
	now := c.now()
	answers := make(map[fnr.Number]sources.Answer[*PersonGeneralPractitioner], len(subjects))
	refused := false
	err := c.call(ctx, opAtTime, requestAtTime(subjects, now), func(a *answer, r *sources.Response) error {
		refused = a.refusal() != nil
		if err := a.fault(); err != nil {
			return err
		}
		if a.AtTime == nil || a.AtTime.Result == nil {
			return sources.Garbled
		}
		records, strangers := collect(subjects, a.AtTime.Result.Records)
		for n, record := range records {
			answers[n] = sources.Answer[*PersonGeneralPractitioner]{Value: record.person(now)}
		}
		return sources.Complete(r, subjects, answers, strangers)
	})
	if refused && len(subjects) > 1 && faults.Add(1) <= maxFaults {
		return sources.Batch(subjects, (len(subjects)+1)/2, func(half []fnr.Number) (map[fnr.Number]sources.Answer[*PersonGeneralPractitioner], error) {
			return c.current(ctx, half, faults)
		}), nil
	}
	return answers, err
}

// collect sorts records to the subjects asked for, and counts the others.
func collect(subjects []fnr.Number, records []association) (own map[fnr.Number]association, strangers int) {
	asked := make(map[string]fnr.Number, len(subjects))
	for _, n := range subjects {
		asked[n.Digits()] = n
	}
	own = make(map[fnr.Number]association, len(records))
	for _, record := range records {
		n, ok := asked[record.PatientNIN]
		if !ok {
			strangers++
			continue
		}
		// Periods do not overlap; should they, the newest is the one that counts.
		if known, twice := own[n]; !twice || record.Period.From > known.Period.From {
			own[n] = record
		}
	}
	return own, strangers
}

// History gives all GPs the subject has had, the present one too, newest first
// (GetPatientGPHistory). Somebody who never had one has an empty history. A
// Grant that is not for GP_INFORMATION is Denied, and nothing is asked.
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
		own := slices.DeleteFunc(all, func(a association) bool { return a.PatientNIN != subject.Digits() })
		r.Foreign(len(all) - len(own))
		if len(own) == 0 && len(all) > 0 {
			return sources.Mismatch
		}
		periods = history(own, c.zone)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return periods, nil
}

// Search gives every list there is in a municipality (QueryGPContracts), or
// those in it whose regular GP a text finds (SearchForGP), ordered by the lists' ids so that
// pages cut from it hold still. It is whole: its length is the total. A
// municipality is kept for a minute; names people type are not. A query without
// a municipality, or with digits in the name, is Invalid and not asked. What it
// gives is shared: it may not be changed.
func (c *Client) Search(ctx context.Context, q SearchQuery) ([]GeneralPractitioner, error) {
	q.Name = strings.TrimSpace(q.Name)
	if !q.WellFormed() {
		return nil, sources.Invalid
	}
	var all []GeneralPractitioner
	var err error
	if q.Name == "" {
		all, err = c.municipalities.Get(ctx, q.Municipality, func(ctx context.Context) ([]GeneralPractitioner, time.Duration, error) {
			found, err := c.pages(ctx, q)
			return found, kept, err
		})
	} else {
		all, err = c.pages(ctx, q)
	}
	if err != nil {
		return nil, err
	}
	wanted := make([]GeneralPractitioner, 0, len(all))
	for _, g := range all {
		if q.AcceptsPatients == nil || accepts(g, *q.AcceptsPatients) {
			wanted = append(wanted, g)
		}
	}
	return wanted, nil
}

// accepts tells what is known only: a list that does not say is neither.
func accepts(g GeneralPractitioner, wanted bool) bool {
	l := g.PatientList
	return l != nil && l.AcceptsPatients != nil && *l.AcceptsPatients == wanted
}

// pages fetches the first page, and then what it says there is more of.
func (c *Client) pages(ctx context.Context, q SearchQuery) ([]GeneralPractitioner, error) {
	found, total, err := c.page(ctx, q, 1)
	if err != nil {
		return nil, err
	}
	if total > maxLists {
		return nil, sources.Garbled
	}
	more := make([][]listing, max(0, total-1)/c.options.PageSize)
	faults := make([]error, len(more))
	var pages sync.WaitGroup
	for i := range more {
		pages.Go(func() { more[i], _, faults[i] = c.page(ctx, q, i+2) })
	}
	pages.Wait()
	for _, err := range faults {
		if err != nil {
			return nil, err
		}
	}
	return directory(slices.Concat(found, slices.Concat(more...))), nil
}

func (c *Client) page(ctx context.Context, q SearchQuery, number int) (found []listing, total int, err error) {
	operation, request := opContracts, requestContracts(q, number, c.options.PageSize)
	if q.Name != "" {
		operation, request = opSearch, requestSearch(q, number, c.options.PageSize)
	}
	now := c.now()
	err = c.call(ctx, operation, request, func(a *answer, _ *sources.Response) error {
		if err := a.fault(); err != nil {
			return err
		}
		var ok bool
		if found, total, ok = a.listings(q.Municipality, now); !ok {
			return sources.Garbled
		}
		return nil
	})
	return found, total, err
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
	return c.source.Call(ctx, op, q, func(r *sources.Response) error {
		a, err := c.answers.Read(r.Body)
		if err != nil {
			return sources.Garbled
		}
		return read(a, r)
	})
}
