package doctor

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwk"

	"helsegraf/cmd/helsegraf/config"
)

// Configured is the finding for a valid configuration.
func Configured(name string, c config.Config) Finding {
	return pass("configuration", name, fmt.Sprintf("%s, %s, %s",
		counted(len(c.Registers.Endpoints()), "endpoint"), counted(len(c.Issuers), "issuer"), counted(len(c.Clients), "client")))
}

// Misconfigured are the findings for a configuration that is refused.
func Misconfigured(wrong config.Faults) []Finding {
	var out []Finding
	for _, f := range wrong {
		out = append(out, fail("configuration", f.Where, f.What, ""))
	}
	out[len(out)-1].Hint = "Fix these; deploy/helsegraf.yaml shows every key. Nothing else was checked."
	return out
}

// Unusable is the finding for a configuration that no gateway can be made of.
func Unusable(name string, err error) Finding {
	return fail("configuration", name, err.Error(), "Fix it; nothing else was checked.")
}

func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// soon is how long before expiry a warning is given.
const soon = 21 * 24 * time.Hour

// keys checks the gateway's own keys. That they can be read was checked with the
// configuration.
func (d *Doctor) keys() []Finding {
	c := d.Config.IDs
	out := []Finding{pass("key", "ids.key", fmt.Sprintf("%d bytes", config.IDKeySize))}
	switch {
	case c.Previous != "" && c.Previous == c.Key:
		out = append(out, warn("key", "ids.previousKey", "is the same as ids.key", "Remove it, or set the key that was used before: ids made with that key are unknown now."))
	case c.Previous != "":
		out = append(out, pass("key", "ids.previousKey", fmt.Sprintf("%d bytes", config.IDKeySize)))
	}
	return append(out, d.clientKey())
}

// clientKey checks the gateway's key at HelseID. Whether HelseID knows it shows
// when tokens are fetched.
func (d *Doctor) clientKey() Finding {
	const subject = "helseId.key"
	key, err := jwk.ParseKey([]byte(d.Config.HelseID.Key))
	if err != nil {
		return fail("key", subject, "is not a JWK", "Write the private key as a JWK in JSON.")
	}
	says := keyInWords(key)
	ends, ok := endOf(key)
	left := ends.Sub(d.Now())
	switch {
	case ok && left <= 0:
		return fail("key", subject, says+", expired "+ends.Format(time.DateOnly), "Make a new key, and register its public half with HelseID before using it here.")
	case ok && left < soon:
		return warn("key", subject, says+", expires "+ends.Format(time.DateOnly), "Make a new key, and register its public half with HelseID beside this one.")
	case ok:
		says += ", until " + ends.Format(time.DateOnly)
	}
	return pass("key", subject, says)
}

// keyInWords describes a key without its contents.
func keyInWords(key jwk.Key) string {
	says := "a key"
	var raw any
	if jwk.Export(key, &raw) == nil {
		switch k := raw.(type) {
		case *ecdsa.PrivateKey:
			says = k.Curve.Params().Name
		case *rsa.PrivateKey:
			says = fmt.Sprintf("RSA of %d bits", k.N.BitLen())
		}
	}
	if alg, ok := key.Algorithm(); ok {
		says += " for " + alg.String()
	}
	return says
}

// endOf is when a key expires: by its member exp, or by its certificate.
func endOf(key jwk.Key) (time.Time, bool) {
	var exp float64
	if key.Get("exp", &exp) == nil {
		return time.Unix(int64(exp), 0), true
	}
	chain, ok := key.X509CertChain()
	if !ok || chain.Len() == 0 {
		return time.Time{}, false
	}
	first, _ := chain.Get(0)
	der, err := base64.StdEncoding.DecodeString(string(first))
	if err != nil {
		return time.Time{}, false
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return time.Time{}, false
	}
	return certificate.NotAfter, true
}
