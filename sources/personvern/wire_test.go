package personvern_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/personvern"
	"helsegraf/sources/sourcetest"
)

// unused is a valid number that nobody in the population has; other is another.
const (
	unused = sourcetest.Subject
	other  = sourcetest.Stranger
)

// register gives the same canned answer to every call.
type register struct {
	*personvern.Client
	body    string
	inquiry policy.Inquiry
}

func newRegister(t testing.TB) *register {
	t.Helper()
	r := &register{inquiry: sourcetest.Inquiry(sourcetest.Number(t, unused))}
	c := sourcetest.Replies(func(*http.Request) (int, string, string) {
		return http.StatusOK, "application/json", r.body
	}).Client(t, "personvern")
	r.Client = personvern.New(c, c, c)
	return r
}

// settings returns the settings read from this answer.
func (r *register) settings(body string) (personvern.Settings, error) {
	r.body = body
	return r.Settings(context.Background(), r.inquiry)
}

func (r *register) powers(body string) ([]personvern.Power, error) {
	r.body = body
	return r.PowersReceived(context.Background(), r.inquiry)
}

const (
	basis      = "0be20000-0000-4000-8000-000000000001"
	full       = "0be20000-0000-4000-8000-000000000003"
	reserved   = "b39f778a-07e3-41ea-99c7-eb332ad45c82"
	restricted = "86f64955-fb61-4e5e-8a0c-7d7728363891"
	journal    = "c105ed00-0000-4000-8000-000000000007"
	strange    = "11111111-2222-4333-8444-555555555555"
)

func pi(definition, kind, more string) string {
	return fmt.Sprintf(`{"innbyggerFnr":"%s","definisjonGuid":"%s","typePi":"%s","aktiv":true,"tidspunkt":"2026-01-02T03:04:05+01:00"%s}`, unused, definition, kind, more)
}

func list(settings ...string) string {
	return `{"personvernInnstillinger":[` + strings.Join(settings, ",") + `]}`
}

func TestDecodeSettings(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	onFile := func(s policy.Settings) policy.Settings { s.Standing = policy.OnFile; return s }
	for _, row := range []struct {
		name, body string
		want       policy.Settings
	}{
		{"nothing", list(), onFile(policy.Settings{})},
		{"a consent, in capitals", list(pi(strings.ToUpper(full), "samtykke", "")), onFile(policy.Settings{Level: policy.Full})},
		{"two levels: the lower", list(pi(full, "samtykke", ""), pi(basis, "samtykke", ""), pi(full, "samtykke", "")), onFile(policy.Settings{Level: policy.Basis})},
		{"a consent withdrawn", `{"personvernInnstillinger":[{"innbyggerFnr":"` + unused + `","definisjonGuid":"` + full + `","typePi":"samtykke","aktiv":false}]}`, onFile(policy.Settings{})},
		{"a consent that does not say it is active", `{"personvernInnstillinger":[{"innbyggerFnr":"` + unused + `","definisjonGuid":"` + full + `","typePi":"samtykke"}]}`, onFile(policy.Settings{})},
		{"a block that does not say it is active", `{"personvernInnstillinger":[{"innbyggerFnr":"` + unused + `","definisjonGuid":"` + journal + `","typePi":"tilgangsbegrensning"}]}`, onFile(policy.Settings{Blocked: policy.SetOf(policy.HospitalJournal)})},
		{"a block lifted", `{"personvernInnstillinger":[{"innbyggerFnr":"` + unused + `","definisjonGuid":"` + journal + `","typePi":"tilgangsbegrensning","aktiv":false}]}`, onFile(policy.Settings{})},
		{"a block under another type", list(pi(journal, "samtykke", "")), onFile(policy.Settings{Blocked: policy.SetOf(policy.HospitalJournal)})},
		{"own access to the visits", list(pi("c8ed0076-7482-4566-81f9-a41f2179b0ae", "tilgangsbegrensning", "")), onFile(policy.Settings{Blocked: policy.SetOf(policy.SummaryCareRecord)})},
		{"a reservation", list(pi(reserved, "reservasjon", `,"metadata":{"kanGjenopprettesTil":"2026-02-01"}`)), onFile(policy.Settings{Reserved: true})},
		{"restricted to health personnel", list(pi(restricted, "tilgangsbegrensning", "")), onFile(policy.Settings{})},
		{"a restriction nobody knows", list(pi(full, "samtykke", ""), pi(strange, "tilgangsbegrensning", "")), onFile(policy.Settings{Level: policy.Full, AllBlocked: true})},
		{"a type nobody knows", list(pi(strange, "formaning", "")), onFile(policy.Settings{AllBlocked: true})},
		{"a consent as a restriction", list(pi(full, "tilgangsbegrensning", "")), onFile(policy.Settings{AllBlocked: true})},
		{"a consent nobody knows", list(pi(strange, "samtykke", "")), onFile(policy.Settings{})},
		{"a reservation nobody knows", list(pi(strange, "reservasjon", "")), onFile(policy.Settings{})},
		{"one about somebody else", list(pi(full, "samtykke", ""), strings.ReplaceAll(pi(journal, "tilgangsbegrensning", ""), unused, other)), policy.Settings{}},
		{"one about nobody", list(pi(full, "samtykke", ""), `{}`), policy.Settings{}},
		{"no list", `{}`, policy.Settings{}},
		{"null", `null`, policy.Settings{}},
		{"named twice", `{"personvernInnstillinger":[],"personvernInnstillinger":[]}`, policy.Settings{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := personvern.Facts(r.settings(row.body)); got != row.want {
				t.Errorf("got %+v, want %+v", got, row.want)
			}
		})
	}
}

const power = `{"fullmaktReferanseId":"a","fullmaktsgiverFnr":"` + other + `","fullmaktshaverFnr":"` + unused + `","rolle":"FU","gyldigFra":"2026-01-01","gyldigTil":null,"omraader":["INNSYN","NOE"],"tjenester":["MEDICATION","HOCUS"]}`

func TestDecodePowers(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	but := func(old, text string) string { return strings.Replace(power, old, text, 1) }
	for _, row := range []struct {
		name   string
		powers []string
		want   int
		kind   sources.Kind
	}{
		{"one", []string{power}, 1, 0},
		{"none", nil, 0, 0},
		{"twice the same", []string{power, power}, 1, 0},
		{"without a reference", []string{but(`"a"`, `""`)}, 0, 0},
		{"parental responsibility", []string{but("FU", "FO")}, 0, 0},
		{"from nobody", []string{but(other, "00000000000")}, 0, 0},
		{"from oneself", []string{but(other, unused)}, 0, 0},
		{"without a first day", []string{but("2026-01-01", "")}, 0, 0},
		{"with a last day that is none", []string{but("null", `"31.12.2026"`)}, 0, 0},
		{"held by somebody else", []string{but(unused, "30890996236")}, 0, sources.Mismatch},
		{"one of two held by somebody else", []string{power, but(unused, "30890996236")}, 1, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := r.powers(`{"fullmaktsgivere":[` + strings.Join(row.powers, ",") + `]}`)
			if len(got) != row.want || sources.KindOf(err) != row.kind {
				t.Fatalf("%d powers, %v", len(got), err)
			}
			if len(got) == 1 && (!got[0].Read || got[0].Write || len(got[0].Services) != 1) {
				t.Errorf("got %+v", got[0])
			}
		})
	}
	for _, body := range []string{`{}`, `null`, `{"fullmaktsgivere":null}`, `{"fullmaktsgivere":[],"fullmaktshavere":[]}`} {
		if _, err := r.powers(body); sources.KindOf(err) != sources.Garbled {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// A power is valid to the end of its last day, also when clocks change the night
// after.
func TestPowerEndsWithItsLastDay(t *testing.T) {
	t.Parallel()
	zone := sourcetest.Oslo(t)
	for last, want := range map[string]time.Time{
		"2026-11-22": time.Date(2026, 11, 23, 0, 0, 0, 0, zone),
		"2026-10-25": time.Date(2026, 10, 26, 0, 0, 0, 0, zone),
		"2026-12-31": time.Date(2027, 1, 1, 0, 0, 0, 0, zone),
	} {
		got, err := newRegister(t).powers(`{"fullmaktsgivere":[` + strings.Replace(power, "null", `"`+last+`"`, 1) + `]}`)
		if err != nil || len(got) != 1 {
			t.Fatal(err)
		}
		r := got[0].Relationship(zone)
		if !r.Until.Equal(want) || !r.From.Equal(time.Date(2026, 1, 1, 0, 0, 0, 0, zone)) {
			t.Errorf("%s: %v–%v", last, r.From, r.Until)
		}
	}
}

// Only consents open, whatever other settings say and wherever they are in the
// list.
func TestRestrictionsNeverOpen(t *testing.T) {
	t.Parallel()
	r := newRegister(t)
	guid := rapid.SampledFrom([]string{basis, full, reserved, restricted, journal, strange, "0be20000-0000-4000-8000-000000000010", "c105ed00-0000-4000-8000-0000000000ff"})
	self := sourcetest.Number(t, unused)
	open := func(settings []string) policy.ServiceSet {
		all := policy.SetOf(policy.Services()...)
		facts := policy.Facts{Actor: policy.Person{
			Citizen:  policy.Citizen{Standing: policy.OnFile, Born: policy.BornOn(sourcetest.Now().AddDate(-40, 0, 0))},
			Settings: personvern.Facts(r.settings(list(settings...))),
		}}
		actor := policy.Authenticated(policy.Credentials{Number: self, Assurance: policy.AssuranceHigh, Read: all})
		var set policy.ServiceSet
		for _, s := range policy.Services() {
			if policy.Decide(policy.Request{Actor: actor, Subject: self, Service: s}, facts, sourcetest.Now()).Allowed() {
				set |= policy.SetOf(s)
			}
		}
		return set
	}
	rapid.Check(t, func(t *rapid.T) {
		settings := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			return pi(guid.Draw(t, "definition"), rapid.SampledFrom([]string{"samtykke", "reservasjon", "tilgangsbegrensning"}).Draw(t, "type"), "")
		}), 0, 6).Draw(t, "settings")
		restriction := pi(guid.Draw(t, "definition"), rapid.SampledFrom([]string{"reservasjon", "tilgangsbegrensning", ""}).Draw(t, "type"), "")
		at := rapid.IntRange(0, len(settings)).Draw(t, "at")
		with := append(append(append([]string{}, settings[:at]...), restriction), settings[at:]...)
		if before, after := open(settings), open(with); after&^before != 0 {
			t.Errorf("%v opens", (after &^ before).List())
		}
	})
}

// FuzzDecode: whatever the register answers, settings with an error open
// nothing, and every accepted power is the caller's.
func FuzzDecode(f *testing.F) {
	f.Add(list(pi(full, "samtykke", ""), pi(strange, "tilgangsbegrensning", "")))
	f.Add(`{"fullmaktsgivere":[` + power + `]}`)
	f.Add(`{"fullmaktsgivere":[{}]}`)
	r := newRegister(f)
	f.Fuzz(func(t *testing.T, body string) {
		s, err := r.settings(body)
		if facts := personvern.Facts(s, err); (facts.Standing == policy.OnFile) != (err == nil) || err == nil && len(s.Sharing) != 6 {
			t.Error("facts out of nothing")
		}
		powers, err := r.powers(body)
		if err != nil && powers != nil {
			t.Error("powers and an error")
		}
		for _, p := range powers {
			if p.Holder.Digits() != unused || p.Giver == p.Holder || p.Giver.IsZero() || p.Key == "" {
				t.Error("a power that is nobody's, or another's")
			}
		}
	})
}

// C4: a power written in UTC opens on the Norwegian day, and not the day before.
func TestCaseC4PowersOpenOnTheNorwegianDay(t *testing.T) {
	for from, want := range map[string]fhir.Date{
		"2026-11-22T23:00:00Z":      "2026-11-23",
		"2026-11-23T00:00:00+01:00": "2026-11-23",
		"2026-06-30T22:00:00.000Z":  "2026-07-01",
		"2026-11-23T00:00:00":       "2026-11-23",
		"2026-11-23":                "2026-11-23",
	} {
		powers, err := newRegister(t).powers(`{"fullmaktsgivere":[` + strings.Replace(power, `"gyldigFra":"2026-01-01","gyldigTil":null`, `"gyldigFra":"`+from+`","gyldigTil":"`+from+`"`, 1) + `]}`)
		if err != nil || len(powers) != 1 || powers[0].ValidFrom != want || *powers[0].ValidUntil != want {
			t.Errorf("from %s: %+v, %v", from, powers, err)
		}
	}
}
