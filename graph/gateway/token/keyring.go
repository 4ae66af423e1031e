package token

import (
	"context"
	"sync"
	"time"
)

// keyring is the keys of one issuer, fetched from where its configuration or
// metadata says, never from where a token says.
type keyring struct {
	discovery *discovery
	options   Options

	mu      sync.Mutex
	keys    keySet
	fetched time.Time     // when they were fetched; zero when there are none
	asked   time.Time     // when they were last asked for
	inVain  time.Time     // when a token last caused a fetch that did not help it
	flight  chan struct{} // of the fetch in flight; closed when it is done
}

// firstPause is the pause while there are no keys at all: nobody can log in.
const firstPause = 5 * time.Second

func newKeyring(i Issuer, o Options) (*keyring, error) {
	d, err := newDiscovery(i, o)
	return &keyring{discovery: d, options: o}, err
}

// verify refuses a token that none of the issuer's keys signed. A known key is used
// at once, and refreshed in the background when old. For a token that fits no key the
// issuer's keys are fetched, as it may have rotated them: at once, but not again for
// a while after a fetch that found nothing new. So a new key works on first use, and
// tokens with made-up keys cause no storm.
func (k *keyring) verify(ctx context.Context, t compactToken) error {
	good, age := k.try(t)
	if good && age >= k.options.KeyLife {
		k.ask(false)
	}
	// A fetch already in flight may have begun before the key was published.
	for tries := 0; !good && tries < 2; tries++ {
		select {
		case <-ctx.Done():
			return issuerSilent
		case <-k.ask(true):
		}
		if good, age = k.try(t); good {
			k.helped()
		}
	}
	switch {
	case age >= k.options.StaleLife:
		return issuerSilent
	case !good:
		return tokenInvalid
	}
	return nil
}

// try reports whether a known key, not too old, signed the token, and how old the
// keys are.
func (k *keyring) try(t compactToken) (good bool, age time.Duration) {
	k.mu.Lock()
	key, known := k.keys.of(t.header)
	age = k.options.StaleLife
	if !k.fetched.IsZero() {
		age = k.options.Now().Sub(k.fetched)
	}
	k.mu.Unlock()
	return known && age < k.options.StaleLife && key.verify(t), age
}

// ask starts a fetch of the keys if one is due, because a token fits none of them or
// because they are old. The channel is closed when the fetch is done. Concurrent
// callers share one fetch, which no caller's context cancels.
func (k *keyring) ask(forToken bool) (over <-chan struct{}) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.flight != nil {
		return k.flight
	}
	done := make(chan struct{})
	if !k.due(forToken) {
		close(done)
		return done
	}
	k.asked, k.flight = k.options.Now(), done
	if forToken {
		k.inVain = k.asked // until the fetch proves useful
	}
	go func() {
		defer close(done)
		ctx, cancel := context.WithTimeout(context.Background(), 2*k.options.Timeout)
		defer cancel()
		_ = k.refresh(ctx) // on failure the keys at hand, if any, still decide
		k.mu.Lock()
		defer k.mu.Unlock()
		k.flight = nil
	}()
	return done
}

// due reports whether the issuer may be asked now.
func (k *keyring) due(forToken bool) bool {
	last, pause := k.asked, k.options.Pause
	switch {
	case k.fetched.IsZero():
		pause = min(pause, firstPause)
	case forToken:
		last = k.inVain
	}
	return last.IsZero() || k.options.Now().Sub(last) >= pause
}

// helped records that a fetch found a new key, which only the issuer can cause.
func (k *keyring) helped() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.inVain = time.Time{}
}

// refresh fetches the keys. If that fails, the old ones stay.
func (k *keyring) refresh(ctx context.Context) error {
	keys, err := k.discovery.fetch(ctx)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keys, k.fetched = keys, k.options.Now()
	return nil
}
