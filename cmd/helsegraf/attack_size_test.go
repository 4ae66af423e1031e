package main

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// sizes are requests with large answers, by a guardian of 400.
type sizes struct {
	*siege
	gunnar attacker
	app    string // line's token by a client that sees the schema
	own    string // gunnar's id
}

const (
	// largestWhole is the largest possible answer, with its headers.
	largestWhole = 8<<20 + 4<<10
	largestOpen  = 1<<20 + 4<<10
	// longestWait is the longest a citizen may wait during an attack.
	longestWait = time.Second
)

// No request of 64 KiB gets an answer over the size limit, grows the process by
// more than 64 MiB or keeps another citizen waiting.
func TestCaseB1AnswersHaveASize(t *testing.T) {
	s := &sizes{siege: startSiege(t, "--wards", "400")}
	s.gunnar = attacker{token: s.loginAs(t, "gunnar", "web")}
	s.app = s.login(t, "app")
	var me struct {
		Data struct {
			Viewer struct{ Person struct{ ID string } }
		}
	}
	body := s.send(t, s.gunnar.post(person("id"))).body
	if err := json.Unmarshal([]byte(body), &me); err != nil || me.Data.Viewer.Person.ID == "" {
		t.Fatal(err, body)
	}
	s.own = me.Data.Viewer.Person.ID
	for _, c := range s.cases() {
		t.Run("B1 "+c.name, func(t *testing.T) { s.bears(t, c) })
	}
	t.Run("B1 150 slow readers", s.slowReaders)
	t.Run("B6 32 slow downloads", s.slowDownloads)
	if is := s.program.forgetPeak(t); is-s.idle > mostMemory {
		t.Errorf("%d MiB resident, %d before", is>>20, s.idle>>20)
	}
}

// large is one request, the expected outcome, and the size limit of its answer.
type large struct {
	name, wire, want string
	most             int
}

// long is n aliases of a field, each with this many letters.
func long(n, letters int, field string) string {
	return numbered(n, strings.Repeat("x", letters-3)+"%03d: "+field+" ")
}

func (s *sizes) people(selection string) string {
	return `{ people(ids: [` + strings.Repeat(text(s.own)+" ", 100) + `]) { ` + selection + ` } }`
}

func (s *sizes) cases() []large {
	const tooLong, ahead, cut = "400 NAME_TOO_LONG", "400 ANSWER_TOO_LARGE", "200 ANSWER_TOO_LARGE"
	open := func(query string) string { return s.body(`{"query":`+text(query)+`}`, "Authorization:") }
	parts := "Accept: multipart/mixed;deferSpec=20220824"
	everything := `id name { full } age relation consentLevel access { service open reason message remedy { action level service } changesOn }
		contact { email mobile reserved } privacy { consent { level givenOn } blocks { service since } sharing { purpose allowed } }
		generalPractitioner { practitioner { name { full } } office { name } patientList { capacity waiting } }`
	app := attacker{token: s.app}
	return []large{
		{"an alias of 55,000 letters, a hundred people", s.gunnar.post(s.people(`b0: access { ...F }`) + ` fragment F on ServiceAccess { ` + strings.Repeat("x", 50_000) + `: open }`), tooLong, largestAnswer},
		{"an alias of 60,000 letters, without a token", open(`{ registers { operations { ` + strings.Repeat("n", 60_000) + `: name } } }`), tooLong, largestAnswer},
		{"an operation's name of 60,000 letters", s.gunnar.post(`query ` + strings.Repeat("n", 60_000) + ` { registers { name } }`), tooLong, largestAnswer},
		{"aliases of 128 letters, a hundred people", s.gunnar.post(s.people(`access { service open ` + long(30, 128, "message") + `}`)), ahead, largestAnswer},
		{"aliases of 128 letters, a hundred people, in variables", s.gunnar.with(`query($i: [ID!]!) { people(ids: $i) { access { service open `+long(30, 128, "message")+`} } }`,
			`{"i":[`+strings.TrimSuffix(strings.Repeat(text(s.own)+",", 100), ",")+`]}`), ahead, largestAnswer},
		{"aliases of 128 letters, with what they hold", s.gunnar.post(s.people(`access { ` + long(29, 128, "remedy { action service }") + `}`)), ahead, largestAnswer},
		{"many lists of a hundred people", s.gunnar.post(s.people(long(29, 128, `access { service open reason message changesOn }`))), "200", largestWhole},
		{"as much as there may be", s.gunnar.post(s.people(`access { ` + long(26, 128, "open") + `}`)), "200", largestWhole},
		{"400 wards, aliases of 128 letters", s.gunnar.post(`{ viewer { represents { person { access { ` + long(12, 128, "open") + `} } } } }`), cut, largestAnswer},
		{"400 wards, long objects", s.gunnar.post(`{ viewer { represents { person { name { ` + long(30, 128, "full") + `} access { service open } } } } }`), "", largestWhole},
		{"400 wards, all of each", s.gunnar.post(`{ viewer { represents { relation validFrom services person { ` + everything + ` } } } }`), "", largestWhole},
		{"400 wards, errors", s.gunnar.post(`{ viewer { represents { person { ` + long(29, 128, "usageLog(first: 0) { totalCount }") + `} } } }`), "", largestWhole},
		{"a hundred people, errors", s.gunnar.post(s.people(long(29, 128, `usageLog(after: "junk") { totalCount }`))), "", largestWhole},
		{"a hundred people who are not there, errors", s.gunnar.post(`{ ` + numbered(1, `p%d: people(ids: [`+strings.Repeat(`"junk" `, 100)+`]) { id } `) + `}`), "200 NOT_FOUND", largestWhole},
		{"explained, a hundred people", s.gunnar.body(`{"query":` + text(s.people(long(29, 128, "usageLog { totalCount }"))) + `,"extensions":{"explain":true}}`), "", largestWhole},
		{"explained, 400 wards", s.gunnar.body(`{"query":` + text(`{ viewer { represents { person { `+long(29, 128, "usageLog { totalCount }")+`} } } }`) + `,"extensions":{"explain":true}}`), "", largestWhole},
		{"the schema, aliases of 128 letters", app.post(`{ __schema { types { ` + long(14, 128, "name") + `fields { ` + long(14, 128, "name") + ` args { name } } } } }`), "200", largestWhole},
		{"the schema, types of types", app.post(`{ __schema { types { fields { args { type { ofType { ofType { ` + long(29, 128, "description") + `} } } } type { ofType { fields { name args { name } } } } } } } }`), "", largestWhole},
		{"in parts, a hundred people", s.gunnar.post(s.people(`... @defer(label: "`+strings.Repeat("l", 128)+`") { access { `+long(26, 128, "message")+`} }`), parts), "", largestWhole},
		{"in parts, 400 wards", s.gunnar.post(`{ viewer { represents { person { ... @defer(label: "`+strings.Repeat("l", 128)+`") { access { `+long(12, 128, "open")+`} } } } } }`, parts), "", largestWhole},
		{"open data, without a token", open(`{ ` + numbered(15, `a%d: generalPractitioners(municipality: "0301", first: 100) { nodes { ...F } edges { cursor node { ...F } } } `) + `} fragment F on GeneralPractitioner { practitioner { name { full } } office { name } patientList { capacity waiting acceptsPatients } }`), "", largestOpen},
	}
}

// bears sends one request, reads the whole answer, and checks the process and
// another citizen meanwhile.
func (s *sizes) bears(t *testing.T, c large) {
	t.Helper()
	beside := s.beside(t)
	before := s.program.forgetPeak(t)
	conn := s.dial(t)
	defer func() { _ = conn.Close() }()
	go func() { _, _ = io.WriteString(conn, c.wire) }() // ends with the connection
	_ = conn.SetReadDeadline(time.Now().Add(patience))
	raw, err := io.ReadAll(io.LimitReader(conn, largestWhole+largestAnswer))
	if err != nil {
		t.Error(err)
	}
	grown := s.program.peak(t) - before
	got := readOutcome(t, http.MethodPost, raw).String()
	t.Logf("%s, %d bytes, %d MiB more, the slowest beside it %v", got, len(raw), grown>>20, beside.stop())
	if c.want != "" && got != c.want {
		t.Errorf("got %s, want %s: %.500s", got, c.want, raw)
	}
	if len(raw) > c.most {
		t.Errorf("%d bytes", len(raw))
	}
	if grown > mostGrowth {
		t.Errorf("the process grew by %d MiB", grown>>20)
	}
}

// neighbour is a citizen who sends queries during an attack.
type neighbour struct {
	t       *testing.T
	siege   *siege
	slowest time.Duration
	done    chan struct{}
	under   sync.WaitGroup
}

// beside has line send queries repeatedly.
func (s *sizes) beside(t *testing.T) *neighbour {
	t.Helper()
	n := &neighbour{t: t, siege: s.siege, done: make(chan struct{})}
	n.query()
	n.under.Go(func() {
		for {
			select {
			case <-n.done:
				return
			case <-time.After(20 * time.Millisecond): // a citizen is no flood
				n.query()
			}
		}
	})
	return n
}

// query sends one query, and checks how long it takes.
func (n *neighbour) query() {
	begun, cpu := time.Now(), n.siege.program.cpu(n.t)
	c, err := (&net.Dialer{Timeout: patience}).DialContext(n.t.Context(), "tcp", n.siege.address)
	if err != nil {
		n.t.Error(err)
		return
	}
	defer func() { _ = c.Close() }()
	_, _ = io.WriteString(c, n.siege.post(person("name { full }")))
	_ = c.SetReadDeadline(begun.Add(patience))
	raw, err := io.ReadAll(c)
	if err != nil || !strings.Contains(string(raw), "Line Testesen") {
		n.t.Errorf("a citizen is not answered: %v %.500s", err, raw)
	}
	took := time.Since(begun)
	n.slowest = max(n.slowest, took)
	n.suffers(took, n.siege.program.cpu(n.t)-cpu)
}

// suffers fails if it took too long. On a shared machine the process's own work
// counts instead: as much as it could have done in the time allowed. One that
// was idle and did not answer has no excuse.
func (n *neighbour) suffers(took, cpu time.Duration) {
	busy, could := took/20, longestWait*time.Duration(runtime.NumCPU())
	if took > longestWait && (cpu > could || cpu < busy || took > 8*longestWait) {
		n.t.Errorf("a citizen beside waited %v, of which %v were work", took, cpu)
	}
}

// stop ends it, and returns the longest time an answer took.
func (n *neighbour) stop() time.Duration {
	close(n.done)
	n.under.Wait()
	return n.slowest
}

// slowReaders request large answers and read nothing.
func (s *sizes) slowReaders(t *testing.T) {
	t.Helper()
	beside := s.beside(t)
	before := s.program.forgetPeak(t)
	wire := s.gunnar.post(s.people(`access { ` + long(20, 128, "open") + `}`))
	var all []net.Conn
	for range 150 {
		c := s.dial(t)
		all = append(all, c)
		_ = c.(*net.TCPConn).SetReadBuffer(4 << 10)
		go func() { _, _ = io.WriteString(c, wire) }() // ends with the connection
	}
	// Those with an answer are cut off for not reading it.
	last := time.Now().Add(patience)
	for _, c := range all {
		ended(t, c, last)
		_ = c.Close()
	}
	t.Logf("%d MiB more, the slowest beside it %v", (s.program.peak(t)-before)>>20, beside.stop())
	if grown := s.program.peak(t) - before; grown > mostGrowth {
		t.Errorf("the process grew by %d MiB", grown>>20)
	}
}

// ended waits until the other side has closed a connection, which shows as a
// reset in reply to a byte sent.
func ended(t *testing.T, c net.Conn, last time.Time) {
	t.Helper()
	for time.Now().Before(last) {
		if _, err := c.Write([]byte("x")); err != nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("a reader who reads nothing was not cut off")
}

// slowDownloads has one citizen request a large document repeatedly without
// reading it, while another downloads one.
func (s *sizes) slowDownloads(t *testing.T) {
	t.Helper()
	links := func(a attacker) []string {
		body := s.send(t, a.post(person(`hospitalJournal { documents(first: 100) { nodes { contentUrl } } }`))).body
		var got struct {
			Data struct {
				Viewer struct {
					Person struct {
						HospitalJournal struct {
							Documents struct{ Nodes []struct{ ContentURL string } }
						}
					}
				}
			}
		}
		if err := json.Unmarshal([]byte(body), &got); err != nil {
			t.Fatal(err, body)
		}
		var out []string
		for _, n := range got.Data.Viewer.Person.HospitalJournal.Documents.Nodes {
			out = append(out, strings.TrimPrefix(n.ContentURL, "http://127.0.0.1"))
		}
		return out
	}
	other := attacker{token: s.loginAs(t, "berit", "web")}
	theirs := links(other)
	if len(theirs) == 0 {
		t.Fatal("no document")
	}
	beside := s.beside(t)
	before := s.program.forgetPeak(t)
	var all []net.Conn
	mine := links(s.attacker)
	for i := range 32 * len(mine) {
		c := s.dial(t)
		all = append(all, c)
		_ = c.(*net.TCPConn).SetReadBuffer(4 << 10)
		link := mine[i%len(mine)]
		go func() { _, _ = io.WriteString(c, s.request("GET "+link, "")) }() // ends with the connection
	}
	for i := range 20 {
		begun, cpu := time.Now(), s.program.cpu(t)
		if r := s.send(t, other.request("GET "+theirs[i%len(theirs)], "")); r.Response == nil || r.StatusCode != http.StatusOK {
			t.Errorf("another citizen's document: %s", r)
		}
		beside.suffers(time.Since(begun), s.program.cpu(t)-cpu)
	}
	last := time.Now().Add(patience)
	for _, c := range all {
		ended(t, c, last)
		_ = c.Close()
	}
	grown := s.program.peak(t) - before
	t.Logf("%d MiB more, the slowest beside it %v", grown>>20, beside.stop())
	if grown > mostGrowth {
		t.Errorf("the process grew by %d MiB", grown>>20)
	}
}
