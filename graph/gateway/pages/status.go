package pages

import (
	"encoding/json"
	"fmt"
	"html/template"
	"math"
	"strings"
	"time"

	"helsegraf/sources"
)

// refresh is how often the status page reloads its figures, in seconds.
const refresh = 2

// Status is the state of the registers, in figures for programs and in words for
// people. It does not count requests: how many people use a service is not public.
type Status struct {
	At    time.Time     `json:"at"`
	State sources.State `json:"state"`
	Says  string        `json:"says"`
	More  string        `json:"more"`
	Tiles []Tile        `json:"registers"`
}

// Tile is a register or, if it has regions, one of its regions.
type Tile struct {
	Key         string        `json:"key"`
	Register    string        `json:"register"`
	Name        string        `json:"name"`
	About       string        `json:"about"`
	Region      string        `json:"region,omitempty"`
	State       sources.State `json:"state"`
	Since       *time.Time    `json:"since"`
	LastSuccess *time.Time    `json:"lastSuccessAt"`
	ErrorRate   *float64      `json:"errorRate"` // null if there were no calls
	P50         *float64      `json:"p50Ms"`
	P95         *float64      `json:"p95Ms"`
	Breakers    []Breaker     `json:"breakers"`
	Bars        []Bar         `json:"bars"`
	StateSays   string        `json:"stateSays"`
	SinceSays   string        `json:"sinceSays"`
	FailedSays  string        `json:"failedSays"`
	P50Says     string        `json:"p50Says"`
	P95Says     string        `json:"p95Says"`
	BreakerSays string        `json:"breakerSays"`

	role sources.Role
}

// Breaker is the circuit breaker of one operation.
type Breaker struct {
	Operation string               `json:"operation"`
	State     sources.BreakerState `json:"state"`
}

// Bar is two seconds of the chart.
type Bar struct {
	X      int    `json:"-"`
	Y      int    `json:"y"`
	Height int    `json:"height"`
	Class  string `json:"class"`
}

// StatusOf describes the registers' status in words, with the names that the
// registers themselves supply.
func StatusOf(all []sources.Status, of []sources.About, now time.Time) Status {
	s := Status{At: now.UTC()}
	for _, one := range all {
		s.Tiles = append(s.Tiles, tileOf(one, known(one.Register, of), now))
	}
	s.State, s.Says, s.More = overall(s.Tiles)
	return s
}

func tileOf(s sources.Status, a sources.About, now time.Time) Tile {
	t := Tile{
		Key: strings.Trim(s.Register+"-"+s.Region, "-"), Register: s.Register, Name: a.Name, About: a.Holds, Region: region(s.Region, a),
		State: s.State(), Breakers: []Breaker{}, Bars: bars(s.Minute),
		FailedSays: "–", P50Says: "–", P95Says: "–",
	}
	for _, e := range a.Endpoints {
		t.role = max(t.role, e.Role)
	}
	for _, o := range s.Operations {
		t.Breakers = append(t.Breakers, Breaker{o.Name, o.Breaker})
	}
	if !s.Since.IsZero() {
		t.Since = &s.Since
	}
	if !s.LastSuccessAt.IsZero() {
		t.LastSuccess = &s.LastSuccessAt
	}
	if s.Calls > 0 {
		p50, p95 := milliseconds(s.P50), milliseconds(s.P95)
		t.ErrorRate, t.P50, t.P95 = &s.ErrorRate, &p50, &p95
		t.FailedSays, t.P50Says, t.P95Says = share(s.ErrorRate), short(s.P50), short(s.P95)
	}
	t.StateSays, t.SinceSays = stateInWords(t.State), since(t, now)
	t.BreakerSays = breakerInWords(s.Operations)
	return t
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func share(rate float64) string {
	percent := math.Round(100 * rate)
	if rate > 0 && percent == 0 {
		return "< 1 %"
	}
	return fmt.Sprintf("%.0f %%", percent)
}

func short(d time.Duration) string {
	if d >= time.Second {
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return fmt.Sprintf("%.0f ms", math.Max(1, milliseconds(d)))
}

// Chart: bars ten units wide, between the floor and the top.
const (
	step, top, floor = 10, 2, 42
	slowest          = 4000 // milliseconds, at the top of the chart
)

// bars draws the last minute on a logarithmic scale, so that a slow call shows even
// for a register that is usually fast.
func bars(minute [sources.Slots]sources.Part) []Bar {
	out := make([]Bar, len(minute))
	for i, p := range minute {
		b := Bar{X: i*step + 1, Height: 2, Class: "none"}
		if p.Calls > 0 {
			tall := math.Log10(math.Max(1, milliseconds(p.Slowest))) / math.Log10(slowest)
			b.Height, b.Class = 4+int(math.Min(1, tall)*(floor-top-4)), "well"
		}
		if p.Failed > 0 {
			b.Class = "failed"
		}
		b.Y = floor - b.Height
		out[i] = b
	}
	return out
}

// StatusPage is the status page.
type StatusPage struct{ page *template.Template }

// NewStatusPage parses its template.
func NewStatusPage() (*StatusPage, error) {
	t, err := Template(files, "status.html", nil)
	return &StatusPage{t}, err
}

// HTML renders the page for a status.
func (p *StatusPage) HTML(f Frame, s Status) ([]byte, error) {
	f.Title, f.Current, f.Script = "Status", "status", "status.js"
	f.About = "How the registers behind Helsegraf are right now."
	return Write(p.page, struct {
		Frame
		Status
		Refresh        int
		AtISO, AtClock string
	}{f, s, refresh, s.At.Format(time.RFC3339), s.At.Format("15:04:05") + " UTC"})
}

// JSON is the status for programs.
func (s Status) JSON() ([]byte, error) { return json.Marshal(s) }
