package pages

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"helsegraf/sources"
)

// known returns a register's description of itself; without one, its key serves as
// its name.
func known(key string, of []sources.About) sources.About {
	if i := slices.IndexFunc(of, func(a sources.About) bool { return a.Key == key }); i >= 0 {
		return of[i]
	}
	return sources.About{Key: key, Name: key}
}

// region is the display name of a register's region.
func region(key string, of sources.About) string {
	for _, e := range of.Endpoints {
		if e.Part == key && e.Region != "" {
			return e.Region
		}
	}
	return key
}

func stateInWords(s sources.State) string {
	switch s {
	case sources.Up:
		return "Up"
	case sources.Degraded:
		return "Degraded"
	case sources.Down:
		return "Down"
	case sources.Unknown:
	}
	return "No recent queries"
}

// since says roughly how long the state has lasted: nobody reads a figure that
// changes every second.
func since(t Tile, now time.Time) string {
	at := t.Since
	if t.State == sources.Unknown {
		if t.LastSuccess == nil {
			return ""
		}
		return "last response " + ago(now.Sub(*t.LastSuccess)) + " ago"
	}
	if at == nil {
		return ""
	}
	if now.Sub(*at) < 5*time.Second {
		return "just now"
	}
	return "for " + ago(now.Sub(*at))
}

func ago(d time.Duration) string {
	d = max(d, 0)
	switch {
	case d < 5*time.Second:
		return "a few seconds"
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds())/5*5)
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours())/24)
}

func breakerInWords(operations []sources.OperationStatus) string {
	var open, half []string
	for _, o := range operations {
		switch o.Breaker {
		case sources.BreakerOpen:
			open = append(open, o.Name)
		case sources.BreakerHalfOpen:
			half = append(half, o.Name)
		case sources.BreakerClosed:
		}
	}
	switch {
	case len(open) > 0:
		return "Breaker open: " + strings.Join(open, ", ")
	case len(half) > 0:
		return "Breaker half open: " + strings.Join(half, ", ")
	case len(operations) > 0:
		return "Breaker closed"
	}
	return "No breaker yet"
}

// overall sums up all registers in a sentence, and what that means for requests.
func overall(tiles []Tile) (state sources.State, says, more string) {
	by := map[sources.State][]string{}
	for _, t := range tiles {
		by[t.State] = append(by[t.State], strings.TrimSpace(t.Name+" "+t.Region))
	}
	down, part := by[sources.Down], by[sources.Degraded]
	switch {
	case len(down) > 0:
		return sources.Down, list(down) + verb(down, " is", " are") + " down", meaning(tiles)
	case len(part) > 0:
		return sources.Degraded, list(part) + verb(part, " is", " are") + " degraded", "Fields that could not be read are null with an error code; the rest of each response is unaffected."
	case len(by[sources.Up]) == 0:
		return sources.Unknown, "No recent queries", "No register has been queried in the last minute, so no problems are known."
	case len(by[sources.Unknown]) > 0:
		return sources.Up, "All queried registers are up", fmt.Sprintf("%d of %d queried in the last minute.", len(by[sources.Up]), len(tiles))
	}
	return sources.Up, "All registers are up", "All have been queried in the last minute."
}

// meaning says what the loss of a register means: access may depend on it, or a
// disclosure may have to be logged in it before anything is shown.
func meaning(tiles []Tile) string {
	for _, t := range tiles {
		if t.State != sources.Down {
			continue
		}
		switch t.role {
		case sources.Decides:
			return "Access cannot be decided without it, so no personal data is returned. Open data is still available."
		case sources.Logs:
			return "Access cannot be logged without it, so no personal data is returned. Open data is still available."
		case sources.Answers, sources.Changes:
		}
	}
	return "Its fields are null with an error code; everything else is available."
}

func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

func verb(of []string, one, many string) string {
	if len(of) == 1 {
		return one
	}
	return many
}
