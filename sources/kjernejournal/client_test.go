package kjernejournal_test

import (
	"context"
	"testing"

	"helsegraf/graph/policy"
	mock "helsegraf/mocks/kjernejournal"
	"helsegraf/sources"
	"helsegraf/sources/fnr"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/sourcetest"
)

const register = "kjernejournal"

// start starts the stand-in, and gives what configures a client for it.
func start(t *testing.T) (*sourcetest.Env, func(*sources.Config)) {
	t.Helper()
	env := sourcetest.Start(t, mock.New)
	return env, env.Login(t, kjernejournal.Audience, kjernejournal.Scope)
}

func client(c *sources.Client) *kjernejournal.Client {
	return kjernejournal.New(c, kjernejournal.Options{})
}

func granted(t testing.TB, subject fnr.Number, relation ...policy.Relation) policy.Grant {
	t.Helper()
	return sourcetest.Grant(t, subject, policy.SummaryCareRecord, relation...)
}

// read asks everything about a persona.
func read(t *testing.T, env *sourcetest.Env, configure func(*sources.Config), persona string, relation ...policy.Relation) (kjernejournal.SummaryCareRecord, []kjernejournal.Allergy, []kjernejournal.CriticalCondition) {
	t.Helper()
	c := client(env.Client(t, register, configure))
	record, err := c.Record(t.Context(), granted(t, env.Number(t, persona), relation...))
	if err != nil {
		t.Fatal(err)
	}
	if record.CriticalInformation == nil {
		return record, nil, nil
	}
	allergies, err := c.Allergies(t.Context(), *record.CriticalInformation)
	if err != nil {
		t.Fatal(err)
	}
	conditions, err := c.Conditions(t.Context(), *record.CriticalInformation)
	if err != nil {
		t.Fatal(err)
	}
	return record, allergies, conditions
}

func TestContract(t *testing.T) {
	env, configure := start(t)
	line := granted(t, env.Number(t, "line"))
	open := func(ctx context.Context, c *sources.Client) (kjernejournal.CriticalInformation, error) {
		record, err := client(c).Record(ctx, line)
		if err != nil {
			return kjernejournal.CriticalInformation{}, err
		}
		return *record.CriticalInformation, nil
	}
	for operation, ask := range map[string]func(context.Context, *sources.Client) error{
		"Status": func(ctx context.Context, c *sources.Client) error {
			_, err := open(ctx, c)
			return err
		},
		"AllergyIntolerance": func(ctx context.Context, c *sources.Client) error {
			information, err := open(ctx, c)
			if err != nil {
				return err
			}
			_, err = client(c).Allergies(ctx, information)
			return err
		},
		"Conditions": func(ctx context.Context, c *sources.Client) error {
			information, err := open(ctx, c)
			if err != nil {
				return err
			}
			_, err = client(c).Conditions(ctx, information)
			return err
		},
	} {
		t.Run(operation, sourcetest.Contract{Env: env, Register: register, Operation: operation, Configure: configure, Ask: ask, Secrets: []string{"Peanøtt", "J01CE02", "Eksempel, Eva"}}.Run)
	}
}

// Line has three allergies and one condition, each with what the schema shows.
func TestCriticalInformation(t *testing.T) {
	env, configure := start(t)
	record, allergies, conditions := read(t, env, configure, "line")
	if record.Status != kjernejournal.Active {
		t.Errorf("status %q", record.Status)
	}
	if len(allergies) != 3 || len(conditions) != 1 {
		t.Fatalf("%d allergies and %d conditions, want 3 and 1", len(allergies), len(conditions))
	}
	byCode := map[string]kjernejournal.Allergy{}
	for _, a := range allergies {
		if a.Substance == nil || a.ID.Key == "" || a.ID.Subject.IsZero() {
			t.Fatal("an allergy to nothing")
		}
		byCode[*a.Substance.Code] = a
	}
	penicillin := byCode["J01CE02"]
	if *penicillin.Substance.System != "http://www.whocc.no/atc" || *penicillin.Substance.Display != "Fenoksymetylpenicillin" {
		t.Errorf("substance %v", *penicillin.Substance)
	}
	if *penicillin.Criticality != "high" || *penicillin.VerificationStatus != "confirmed" || *penicillin.ClinicalStatus != "active" {
		t.Error("penicillin: not high, confirmed and active")
	}
	if peanut := byCode["256349002"]; *peanut.VerificationStatus != "presumed" {
		t.Error("peanut: not presumed")
	}
	if c := conditions[0]; *c.Kind != "IntubationProblem" || !c.Code.Is("T88.4") || *c.Code.System != "urn:oid:2.16.578.1.12.4.1.1.7110" {
		t.Error("condition: not a difficult intubation")
	}
}

// Deleted records are gone, refuted ones are told as such, and the latest
// comes first.
func TestVersions(t *testing.T) {
	env, configure := start(t)
	_, allergies, conditions := read(t, env, configure, "berit")
	if len(allergies) != 3 || len(conditions) != 5 {
		t.Fatalf("%d allergies and %d conditions, want 3 and 5", len(allergies), len(conditions))
	}
	for i, a := range allergies {
		if a.Substance.Is("N02AA01") {
			t.Error("an allergy entered in error is shown")
		}
		if refuted := *a.VerificationStatus == "refuted"; refuted != (*a.ClinicalStatus == "inactive") {
			t.Error("refuted and inactive should go together")
		}
		if i > 0 && a.RecordedOn != nil && allergies[i-1].RecordedOn != nil && *a.RecordedOn > *allergies[i-1].RecordedOn {
			t.Error("not the latest first")
		}
	}
}

// Recorders come with name and HPR number; the identity number that some old
// records have in its place goes no further.
func TestRecorder(t *testing.T) {
	env, configure := start(t)
	named, withNumber, without := 0, 0, 0
	for _, p := range env.World.People() {
		if !p.Reserved.Since.IsZero() || !p.Died.IsZero() {
			continue
		}
		c := client(env.Client(t, register, configure))
		record, err := c.Record(t.Context(), granted(t, sourcetest.Number(t, p.Number)))
		if err != nil {
			t.Fatal(err)
		}
		allergies, err := c.Allergies(t.Context(), *record.CriticalInformation)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range allergies {
			if n := a.Recorder.Name; n != nil && n.Full == "Eva Eksempel" && n.Given == "Eva" && n.Family == "Eksempel" {
				named++
			}
			if a.Recorder.HPRNumber == nil {
				without++
				continue
			}
			withNumber++
			if len(*a.Recorder.HPRNumber) != 9 {
				t.Error("not an HPR number")
			}
		}
	}
	if named == 0 || withNumber == 0 || without == 0 {
		t.Errorf("%d named, %d with an HPR number, %d without: the stand-in shows too little", named, withNumber, without)
	}
}

// Where there is nothing to read, nothing more is asked.
func TestNoFurtherCalls(t *testing.T) {
	for persona, want := range map[string]kjernejournal.SummaryCareRecordStatus{
		"randi": kjernejournal.None,   // reserved
		"david": kjernejournal.None,   // dead: no active record
		"nils":  kjernejournal.Active, // a record with nothing critical in it
	} {
		t.Run(persona, func(t *testing.T) {
			env, configure := start(t)
			record, allergies, conditions := read(t, env, configure, persona)
			if record.Status != want || (record.CriticalInformation == nil) != (want == kjernejournal.None) {
				t.Errorf("status %q", record.Status)
			}
			if want == kjernejournal.Active && (allergies == nil || conditions == nil) {
				t.Error("what the register said is empty should be a list, not unknown")
			}
			if len(allergies)+len(conditions) > 0 {
				t.Error("something from nothing")
			}
			if calls := env.Calls(t); calls["Status"].Calls != 1 || len(calls) != 1 {
				t.Errorf("calls %v", calls)
			}
		})
	}
}

func TestOneCallForEach(t *testing.T) {
	env, configure := start(t)
	read(t, env, configure, "dan", policy.Parent)
	for _, operation := range []string{"Status", "AllergyIntolerance", "Conditions"} {
		tally := env.Calls(t)[operation]
		if tally.Calls != 1 || len(tally.Subjects) != 1 || tally.Subjects[0] != env.World.Persona("dan").Number {
			t.Errorf("%s: %d calls", operation, tally.Calls)
		}
	}
}

func TestWithoutGrant(t *testing.T) {
	env, configure := start(t)
	c := client(env.Client(t, register, configure))
	for _, g := range []policy.Grant{{}, sourcetest.Grant(t, env.Number(t, "line"), policy.Medication)} {
		if _, err := c.Record(t.Context(), g); sources.KindOf(err) != sources.Denied {
			t.Errorf("Record: %v", err)
		}
	}
	if _, err := c.Allergies(t.Context(), kjernejournal.CriticalInformation{}); sources.KindOf(err) != sources.Denied {
		t.Errorf("Allergies: %v", err)
	}
	if _, err := c.Conditions(t.Context(), kjernejournal.CriticalInformation{}); sources.KindOf(err) != sources.Denied {
		t.Errorf("Conditions: %v", err)
	}
	if len(env.Calls(t)) != 0 {
		t.Error("the register was called")
	}
}
