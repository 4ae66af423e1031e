package lab

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/world"
)

// Lab holds people, the issuer of their tokens, and a gateway's keys and files.
type Lab struct {
	// Dir is a temporary folder, removed by Close.
	Dir    string
	World  *world.World
	Issuer *issuer.Issuer // set once it has an address
	key    string         // the gateway's HelseID key
	ids    string         // the gateway's key of ids
}

// New makes a lab with these people, for a command of this name.
func New(command string, w *world.World) (*Lab, error) {
	dir, err := os.MkdirTemp("", "helsegraf-"+command+"-")
	return &Lab{Dir: dir, World: w}, err
}

// Close removes the folder.
func (l *Lab) Close() { _ = os.RemoveAll(l.Dir) }

// Issue starts the issuer at this address, with the gateway enrolled.
func (l *Lab) Issue(address string) (err error) {
	if l.Issuer, err = issuer.New(l.World, "http://"+address); err != nil {
		return err
	}
	l.ids = IDKey()
	l.key, err = Enrol(l.Issuer, clientID)
	return err
}

// Token is a person's access token, valid for some hours.
func (l *Lab) Token(p *world.Person) (string, error) {
	return l.Issuer.Token("line", func(claims, _ map[string]any) {
		claims["pid"], claims["sub"] = p.Number, rand.Text()
		claims["exp"] = time.Now().Add(6 * time.Hour).Unix()
	})
}

// File writes a file into the folder.
func (l *Lab) File(name string, text []byte) (path string, err error) {
	path = filepath.Join(l.Dir, name)
	return path, os.WriteFile(path, text, 0o600)
}

// Citizens are adults for whom every service is open. Named personas have their
// own stories, so they are left out except those given.
func Citizens(w *world.World, named ...string) []*world.Person {
	keys := map[string]bool{"": true}
	for _, key := range named {
		keys[key] = true
	}
	var out []*world.Person
	for _, p := range w.People() {
		if keys[p.Key] && p.Consent.Level == "FULL" && len(p.Blocks) == 0 && p.Reserved.Since.IsZero() && p.Died.IsZero() &&
			p.Inactive.IsZero() && p.Confidentiality == "Unclassified" && p.Adult(w.Now()) {
			out = append(out, p)
		}
	}
	return out
}

// Empower gives a holder every power a giver can give; number makes it unique.
func Empower(w *world.World, giver, holder *world.Person, number int) {
	giver.Powers = append(giver.Powers, world.Power{
		ID: fmt.Sprintf("00000000-0000-4000-8000-%012d", number), Kind: "FU", Holder: holder.Number,
		From: w.Today().AddDate(0, -1, 0), All: true,
	})
}
