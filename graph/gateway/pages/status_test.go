package pages_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"helsegraf/graph/gateway/pages"
	"helsegraf/sources"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// registers are some registers' descriptions.
var registers = []sources.About{
	{Key: "frikort", Name: "Frikort", Holds: "Exemption cards"},
	{Key: "kjernejournal", Name: "Kjernejournal"},
	{Key: "pasientjournal", Name: "Pasientjournal", Endpoints: []sources.Endpoint{{Part: "NORD", Region: "North"}, {Part: "SOR_OST", Region: "South-East"}}},
	{Key: "personvern", Name: "Personvern", Endpoints: []sources.Endpoint{{Part: "settings", Role: sources.Decides}, {Part: "powers"}}},
	{Key: "usagelog", Name: "Usage log", Endpoints: []sources.Endpoint{{Role: sources.Logs}}},
}

func asked(register, region string, errorRate float64, breakers ...sources.BreakerState) sources.Status {
	s := sources.Status{
		Register: register, Region: region, Calls: 10, ErrorRate: errorRate, P50: 12 * time.Millisecond, P95: 1500 * time.Millisecond,
		Since: now.Add(-3 * time.Minute), LastSuccessAt: now.Add(-2 * time.Second),
	}
	if errorRate > 0 {
		s.LastFailureAt = now.Add(-time.Second)
	}
	for _, b := range breakers {
		s.Operations = append(s.Operations, sources.OperationStatus{Name: "Search", Breaker: b})
	}
	return s
}

func TestStatusInWords(t *testing.T) {
	unasked := sources.Status{Register: "frikort"}
	for name, c := range map[string]struct {
		of         []sources.Status
		state      sources.State
		says, more string
	}{
		"nobody asked":   {[]sources.Status{unasked}, sources.Unknown, "No recent queries", "no problems are known"},
		"all":            {[]sources.Status{asked("frikort", "", 0)}, sources.Up, "All registers are up", ""},
		"some asked":     {[]sources.Status{asked("frikort", "", 0), unasked}, sources.Up, "All queried registers are up", "1 of 2"},
		"in part":        {[]sources.Status{asked("frikort", "", 0.2)}, sources.Degraded, "Frikort is degraded", "null with an error code"},
		"a region":       {[]sources.Status{asked("pasientjournal", "SOR_OST", 1)}, sources.Down, "Pasientjournal South-East is down", "everything else"},
		"two":            {[]sources.Status{asked("frikort", "", 1), asked("kjernejournal", "", 1)}, sources.Down, "Frikort and Kjernejournal are down", "everything else"},
		"what decides":   {[]sources.Status{asked("personvern", "", 1)}, sources.Down, "Personvern is down", "no personal data is returned"},
		"the log of use": {[]sources.Status{asked("usagelog", "", 1)}, sources.Down, "Usage log is down", "cannot be logged"},
		"nobody knows":   {[]sources.Status{asked("tannhelse", "", 1)}, sources.Down, "tannhelse is down", "everything else"},
		"closed off":     {[]sources.Status{asked("frikort", "", 0.5, sources.BreakerOpen, sources.BreakerClosed)}, sources.Down, "Frikort is down", ""},
	} {
		s := pages.StatusOf(c.of, registers, now)
		if s.State != c.state || s.Says != c.says || !strings.Contains(s.More, c.more) {
			t.Errorf("%s: %s, %q, %q", name, s.State, s.Says, s.More)
		}
	}
}

func TestTile(t *testing.T) {
	s := asked("kjernejournal", "", 0.004, sources.BreakerHalfOpen)
	s.Minute[sources.Slots-1] = sources.Part{Calls: 2, Failed: 1, Slowest: time.Second}
	s.Minute[0] = sources.Part{Calls: 1, Slowest: 10 * time.Millisecond}
	tile := pages.StatusOf([]sources.Status{s}, registers, now).Tiles[0]
	if tile.FailedSays != "< 1 %" || tile.P50Says != "12 ms" || tile.P95Says != "1.5 s" || tile.SinceSays != "for 3 min" ||
		tile.BreakerSays != "Breaker half open: Search" {
		t.Errorf("%+v", tile)
	}
	first, last, none := tile.Bars[0], tile.Bars[sources.Slots-1], tile.Bars[1]
	if first.Class != "well" || last.Class != "failed" || none.Class != "none" || first.Height >= last.Height || none.Height >= first.Height {
		t.Errorf("%+v %+v %+v", first, none, last)
	}
}

// The page is public, so it must not reveal how many requests there are.
func TestStatusCountsNobody(t *testing.T) {
	s := asked("frikort", "", 0.5, sources.BreakerOpen)
	s.Calls, s.Minute[3] = 4711, sources.Part{Calls: 4712, Failed: 4713}
	body, err := pages.StatusOf([]sources.Status{s}, registers, now).JSON()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(body), "471") {
		t.Error(string(body))
	}
	var told struct {
		Registers []struct {
			State, Register string
			ErrorRate       *float64
			P95Ms           float64
			Breakers        []struct{ Operation, State string }
		}
	}
	if err := json.Unmarshal(body, &told); err != nil {
		t.Fatal(err)
	}
	if r := told.Registers[0]; r.State != "DOWN" || *r.ErrorRate != 0.5 || r.P95Ms != 1500 || r.Breakers[0].State != "OPEN" || r.Breakers[0].Operation != "Search" {
		t.Errorf("%+v", r)
	}
}
