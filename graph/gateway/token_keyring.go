package gateway

import (
	"context"
	"sync"
	"time"
)

// keyring is the keys of one issuer. They are known by where they were fetched
// from, never by what a token says.
type keyring struct {
	discovery *discovery
	options   VerifierOptions

	mu      sync.Mutex
	keys    keySet
	fetched time.Time     // when they were; zero when there are none
	asked   time.Time     // when they were last asked for
	inVain  time.Time     // when they last were for a token's sake, and did not help it
	flight  chan struct{} // of the fetch under way; closed when it is over
}

// firstPause is the pause while there are no keys at all: nobody can log in.
const firstPause = 5 * time.Second

func newKeyring(i Issuer, o VerifierOptions) (*keyring, error) {
	d, err := newDiscovery(i, o)
	return &keyring{discovery: d, options: o}, err
}

// made refuses a token that none of the issuer's keys made. A key that is known
// is used at once, and renewed behind it when it is old. For a token that fits
// none, the issuer is asked for its keys, since it may have changed them: at
// once, but not again for a while once it was in vain. So a new key works as
// soon as it is used, and tokens that name keys of nobody's are no storm.
func (k *keyring) made(ctx context.Context, t compactToken) error {
	good, age := k.try(t)
	if good && age >= k.options.KeyLife {
		k.ask(false)
	}
	// A fetch that was under way already may have begun before the key was there.
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

// try tells whether a key that is there, and not too old, made the token, and
// how old the keys are.
func (k *keyring) try(t compactToken) (good bool, age time.Duration) {
	k.mu.Lock()
	key, known := k.keys.of(t.header)
	age = k.options.StaleLife
	if !k.fetched.IsZero() {
		age = k.options.Now().Sub(k.fetched)
	}
	k.mu.Unlock()
	return known && age < k.options.StaleLife && key.made(t), age
}

// ask fetches the keys if they may be asked for now, for a token that fits none
// of them or because they are old. It tells when that is over. Those who ask at
// the same time share the fetch, which is nobody's own.
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
		k.inVain = k.asked // until it is seen to have helped
	}
	go func() {
		defer close(done)
		ctx, cancel := context.WithTimeout(context.Background(), 2*k.options.Timeout)
		defer cancel()
		_ = k.refresh(ctx) // those there are, if any, tell what is wrong
		k.mu.Lock()
		defer k.mu.Unlock()
		k.flight = nil
	}()
	return done
}

// due tells whether the issuer may be asked.
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

// helped notes that a fetch was not in vain: the issuer did have new keys, which
// nobody but the issuer can bring about.
func (k *keyring) helped() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.inVain = time.Time{}
}

// refresh fetches the keys. When that fails, those there are stay.
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
