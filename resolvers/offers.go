package resolvers

import (
	"context"
	"sync"

	"helsegraf/graph"
	"helsegraf/sources"
	"helsegraf/sources/dialog"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/municipality"
)

// offers are what the practices of one request's searches offer: one search of the
// dialog register for each page, made when the first of its GPs is resolved.
type offers struct {
	mu      sync.Mutex
	parties map[string]*partiesOffer // by dialog.PartyOf
}

// partiesOffer is what those of a page offer.
type partiesOffer struct {
	parties []string
	once    sync.Once
	found   map[string]sources.Result[[]dialog.DigitalService]
}

// expect adds a page of GPs.
func (o *offers) expect(page []fastlegeregister.GeneralPractitioner) {
	o.mu.Lock()
	defer o.mu.Unlock()
	added := &partiesOffer{}
	for _, gp := range page {
		if key, ok := dialog.PartyOf(gp.Practitioner, gp.Office); ok && o.parties[key] == nil {
			if o.parties == nil {
				o.parties = map[string]*partiesOffer{}
			}
			o.parties[key], added.parties = added, append(added.parties, key)
		}
	}
}

// of is what one of the GPs expected offers.
func (o *offers) of(ctx context.Context, from *dialog.Client, key string) ([]dialog.DigitalService, error) {
	o.mu.Lock()
	page := o.parties[key]
	o.mu.Unlock()
	if page == nil {
		return nil, sources.Internal
	}
	page.once.Do(func() { page.found = from.Offered(ctx, page.parties) })
	found, ok := page.found[key]
	if !ok {
		return nil, sources.Internal
	}
	return found.Value, found.Err
}

type generalPractitionerResolver struct{ *Resolver }

// GeneralPractitioner resolves GeneralPractitioner.
func (r *Resolver) GeneralPractitioner() graph.GeneralPractitionerResolver {
	return generalPractitionerResolver{r}
}

// Municipality is where the list is.
func (generalPractitionerResolver) Municipality(_ context.Context, gp *fastlegeregister.GeneralPractitioner) (*municipality.Municipality, error) {
	m := municipality.Of(gp.Municipality)
	return &m, nil
}

// DigitalServices are what the practice offers; nil when no doctor of the list can
// be written to.
func (r generalPractitionerResolver) DigitalServices(ctx context.Context, gp *fastlegeregister.GeneralPractitioner) ([]dialog.DigitalService, error) {
	if err := r.reads.offers.refused(); err != nil {
		return nil, err
	}
	key, ok := dialog.PartyOf(gp.Practitioner, gp.Office)
	if !ok {
		return nil, nil
	}
	return requestOf(ctx).offers.of(ctx, r.Dialog, key)
}
