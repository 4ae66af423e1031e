package main

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"helsegraf/cmd/helsegraf/config"
	"helsegraf/cmd/helsegraf/doctor"
	"helsegraf/cmd/registers"
	"helsegraf/mocks/fastlegeregister"
	"helsegraf/mocks/issuer"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
	"helsegraf/resolvers"
	"helsegraf/sources"
)

// toySettings are the settings of a register that only this test has.
type toySettings struct {
	Teeth int `yaml:"teeth" env:"TEETH"`
}

func (s *toySettings) Check(wrong func(key, what string)) {
	s.Teeth = cmp.Or(s.Teeth, 28)
	if s.Teeth > 32 {
		wrong("teeth", "must be at most 32")
	}
}

// toyStandIn requires user and password, and reports calls.
func toyStandIn(paths chan<- string) func(*world.World, *issuer.Issuer) *standin.StandIn {
	return func(w *world.World, i *issuer.Issuer) *standin.StandIn {
		s := standin.New("tannhelse", w, i)
		s.Handle("/alive", func(_ http.ResponseWriter, r *http.Request) {
			if user, password, _ := r.BasicAuth(); user == fastlegeregister.User && password == fastlegeregister.Password {
				paths <- r.URL.Path
			}
		})
		return s
	}
}

// A new register is a row in the list: it is configured, by file and by
// variable, connected, started with the stand-ins, checked by the doctor, and
// shown on the status page and in the fault panel.
func TestARegisterIsARow(t *testing.T) {
	const key = "tannhelse"
	var connection registers.Connection
	paths := make(chan string, 1)
	toy := registers.Register{
		About: sources.About{
			Key: key, Enum: "TANNHELSE", Name: "Tannhelseregisteret", Holds: "Teeth", API: "REST",
			Endpoints: []sources.Endpoint{{Speaks: sources.SpeaksJSON}},
		},
		Settings: func() sources.Settings { return &toySettings{} },
		Connect: func(_ *resolvers.Registers, c registers.Connection) error {
			connection = c
			return nil
		},
		Probe: func(ctx context.Context, _ *resolvers.Registers, part string) error {
			op := sources.Operation{Name: "alive", Repeatable: true}
			return connection.Endpoints[part].Call(ctx, op, sources.Request{Method: http.MethodGet, Path: "/alive"}, func(*sources.Response) error { return nil })
		},
		StandIn: toyStandIn(paths),
	}
	known := append(registers.All(), toy)
	p := &program{Context: t.Context(), stdout: io.Discard, stderr: io.Discard, registers: known}
	demo, err := demoCommand{Listen: "127.0.0.1:0"}.start(p, surroundings{now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer demo.close()
	go func() { _ = p.serve(demo.gateway, demo.listener, 0, p.logger(0)) }() // until the test's end
	for path, want := range map[string]string{
		"/status.json": `"register":"tannhelse","name":"Tannhelseregisteret","about":"Teeth"`,
		"/demo/faults": `"register":"tannhelse","code":"TANNHELSE","name":"Tannhelseregisteret","fault":null`,
	} {
		if _, body := send(t, http.MethodGet, address(demo.listener)+path, ""); !strings.Contains(body, want) {
			t.Errorf("%s: %s", path, body)
		}
	}

	c, err := demoConfig(demo.registers, "http://127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	d, err := newDoctor(c, surroundings{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	report := &doctor.Report{Output: io.Discard}
	d.Examine(t.Context(), report)
	if !slices.ContainsFunc(report.Findings(), func(f doctor.Finding) bool { return f.Subject == key && f.Check == "probe" && f.Level == doctor.OK }) || <-paths != "/alive" {
		t.Errorf("%+v", report.Findings())
	}

	section := "  tannhelse:\n    baseUrl: https://tannhelse.example.no\n    user: us\n    password: pass\n    teeth: "
	settings := func(written string, environment map[string]string) (*toySettings, error) {
		c, err := config.Load(known, write(t, "helsegraf.yaml", strings.TrimRight(elsewhere(t), "\n")+"\n"+section+written+"\n"), environment)
		return settingsOf[toySettings](&c), err
	}
	if s, err := settings("30", nil); err != nil || s.Teeth != 30 {
		t.Error(s, err)
	}
	if s, err := settings("30", map[string]string{"HELSEGRAF_REGISTERS_TANNHELSE_TEETH": "20"}); err != nil || s.Teeth != 20 {
		t.Error(s, err)
	}
	if _, err := settings("33", nil); err == nil || !strings.Contains(err.Error(), ":5: registers.tannhelse.teeth: must be at most 32") {
		t.Error(err)
	}
	if _, err := config.Load(registers.All(), write(t, "helsegraf.yaml", "registers:\n"+section+"30\n"), nil); err == nil || !strings.Contains(err.Error(), "helsegraf.yaml:2:3: registers.tannhelse: there is no such key") {
		t.Error(err)
	}
}
