package frikort

import (
	"cmp"
	"crypto/rsa"
	"encoding/base64"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwe"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// doctor is the kind of service in the request: exemption for it always means a
// card.
const doctor = "LE"

// dayRequest is the plaintext of Frikortspørring. Helfo rejects other members.
type dayRequest struct {
	Subject     string `json:"borgerIdent"`
	ServiceType string `json:"tjenestetypeKode"`
	Day         string `json:"tjenestedato"`
}

type yearRequest struct {
	Subject string `json:"borgerIdent"`
	Year    int    `json:"aar"`
}

func encode(v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, sources.Internal
	}
	return body, nil
}

func decodeExempt(body []byte) (bool, error) {
	var w struct {
		Exempt *bool `json:"harEgenandelsfritak"`
	}
	if err := sources.DecodeJSON(body, &w); err != nil {
		return false, err
	}
	if w.Exempt == nil {
		return false, sources.Garbled
	}
	return *w.Exempt, nil
}

// publicKey is a key of Helfo's for encrypting requests.
type publicKey struct {
	id      string
	expires time.Time
	rsa     *rsa.PublicKey
}

// decodeKey reads a JWK. A key that has expired, is too short or is for another
// use is rejected: the request contains an identity number.
func decodeKey(body []byte, now time.Time) (publicKey, error) {
	var w struct {
		Type      string         `json:"kty"`
		Use       string         `json:"use"`
		Algorithm string         `json:"alg"`
		ID        string         `json:"kid"`
		Modulus   string         `json:"n"`
		Exponent  string         `json:"e"`
		Expires   jsontext.Value `json:"exp"` // may be after 2038, and in any form of JSON's
	}
	if err := sources.DecodeJSON(body, &w); err != nil {
		return publicKey{}, err
	}
	n, nErr := base64.RawURLEncoding.DecodeString(w.Modulus)
	e, eErr := base64.RawURLEncoding.DecodeString(w.Exponent)
	key := publicKey{id: w.ID, expires: now.Add(keyAge), rsa: &rsa.PublicKey{N: new(big.Int).SetBytes(n)}}
	if len(w.Expires) > 0 && w.Expires.Kind() != 'n' {
		whole, _, _ := strings.Cut(string(fhir.Known(fhir.ParseDecimal(string(w.Expires)))), ".")
		at, err := strconv.ParseInt(whole, 10, 64)
		if err != nil {
			return publicKey{}, sources.Garbled
		}
		key.expires = time.Unix(at, 0)
	}
	exponent := new(big.Int).SetBytes(e)
	bits := key.rsa.N.BitLen()
	if nErr != nil || eErr != nil || w.Type != "RSA" || w.Use != "enc" || w.Algorithm != "RSA-OAEP-256" || w.ID == "" ||
		bits < 2048 || bits > 8192 || exponent.BitLen() > 31 || !key.expires.After(now) {
		return publicKey{}, sources.Garbled
	}
	key.rsa.E = int(exponent.Int64())
	return key, nil
}

// seal encrypts a request as compact JWE.
func (k publicKey) seal(q dayRequest) ([]byte, error) {
	plain, err := encode(q)
	if err != nil {
		return nil, err
	}
	header := jwe.NewHeaders()
	if err := header.Set(jwe.KeyIDKey, k.id); err != nil {
		return nil, sources.Internal
	}
	sealed, err := jwe.Encrypt(plain, jwe.WithKey(jwa.RSA_OAEP_256(), k.rsa), jwe.WithContentEncryption(jwa.A256GCM()), jwe.WithProtectedHeaders(header))
	if err != nil {
		// An impossible modulus or exponent.
		return nil, sources.Garbled
	}
	return sealed, nil
}

type yearWire struct {
	Subject string         `json:"borgerIdent"`
	Year    fhir.Integer   `json:"aar"`
	Sum     jsontext.Value `json:"sumGodkjent"`
	Left    jsontext.Value `json:"gjenstaar"`
	Card    struct {
		Granted string `json:"innvilgetDato"`
	} `json:"frikort"`
	CoPayments []coPaymentWire `json:"egenandeler"`
}

type coPaymentWire struct {
	ID       string         `json:"id"`
	Day      string         `json:"dato"` // of the service
	Type     string         `json:"behandlertype"`
	Provider string         `json:"behandlerNavn"`
	Amount   jsontext.Value `json:"belop"`
	Paid     *bool          `json:"betalt"`
	Counts   string         `json:"tellerFra"` // the day it was paid
}

// decodeYear reads a citizen's year into card.
func decodeYear(r *sources.Response, subject fnr.Number, card *ExemptionCard) error {
	var w yearWire
	if err := sources.DecodeJSON(r.Body, &w); err != nil {
		return err
	}
	about, err := fnr.Parse(w.Subject)
	year, ok := w.Year.Value()
	switch {
	case err != nil:
		return sources.Garbled
	case about != subject:
		r.Foreign(1)
		return sources.Mismatch
	case !ok, year != card.Year:
		return sources.Garbled
	}
	if card.Paid, err = amount(w.Sum); err != nil {
		return err
	}
	if card.Remaining, err = amount(w.Left); err != nil {
		return err
	}
	card.ValidFrom = fhir.ParseDate(w.Card.Granted)
	card.CoPayments, err = listed(subject, w.CoPayments)
	return err
}

// listed returns each co-payment once, latest service first; nil when there is
// no list.
func listed(subject fnr.Number, all []coPaymentWire) ([]CoPayment, error) {
	if all == nil {
		return nil, nil
	}
	slices.SortFunc(all, func(a, b coPaymentWire) int {
		return cmp.Or(cmp.Compare(b.Day, a.Day), cmp.Compare(a.ID, b.ID))
	})
	out := make([]CoPayment, 0, len(all))
	seen := make(map[string]bool, len(all))
	for _, w := range all {
		if w.ID == "" {
			return nil, sources.Garbled
		}
		if seen[w.ID] {
			continue
		}
		seen[w.ID] = true
		paid, err := amount(w.Amount)
		if err != nil {
			return nil, err
		}
		p := CoPayment{ID: fhir.RecordID{Subject: subject, Key: w.ID}, Day: w.Day, Provider: fhir.String(w.Provider), ServiceType: serviceType(w.Type), Amount: paid, CountsTowardsCeiling: w.Paid}
		if w.Paid != nil && *w.Paid {
			p.PaidOn = fhir.ParseDate(w.Counts)
		}
		out = append(out, p)
	}
	return out, nil
}

// amount reads kroner as written, so that no øre is lost; nil when absent.
func amount(v jsontext.Value) (*fhir.Money, error) {
	if len(v) == 0 || v.Kind() == 'n' {
		return nil, nil
	}
	d := fhir.ParseDecimal(string(v))
	if d == nil {
		return nil, sources.Garbled
	}
	return fhir.Kroner(*d), nil
}

// serviceTypes is the code list's name in NAV's schema of 2016; it has no
// other.
const serviceTypes = "http://www.kith.no/xmlstds/nav/egenandel/kodeverk/2016-06-10"

// serviceTypeNames are Helfo's words for the codes.
var serviceTypeNames = map[string]string{
	"A": "Apotek", "S": "Sykehusapotek", "B": "Bandasjist",
	"LE": "Lege", "HS": "Helsestasjon", "PO": "Poliklinikk", "LR": "Lab/røntgen", "PS": "Psykolog", "PR": "Pasientreiser",
	"BR": "Behandlingsreiser", "TB": "Tannbehandling", "RH": "Rehabilitering", "FT": "Fysioterapi",
}

// serviceType is a tjenestetypeKode; one that Helfo does not describe has no
// display.
func serviceType(code string) *fhir.Coding {
	if code == "" {
		return nil
	}
	return &fhir.Coding{Code: &code, System: fhir.String(serviceTypes), Display: fhir.String(serviceTypeNames[code])}
}
