package reseptformidler_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/reseptformidler"
	"helsegraf/sources/sourcetest"
)

const (
	subject  = sourcetest.Subject
	stranger = sourcetest.Stranger
)

// canned gives every page the same answer, and keeps the requests.
type canned struct {
	body  string
	asked []*http.Request
}

func (c *canned) reply(r *http.Request) (int, string, string) {
	c.asked = append(c.asked, r)
	return http.StatusOK, "application/fhir+json", c.body
}

func (c *canned) client(t testing.TB) *reseptformidler.Client {
	t.Helper()
	shared := sourcetest.Replies(c.reply).Client(t, register, func(c *sources.Config) { c.BaseURL = "https://register.invalid/fhir" })
	return reseptformidler.New(shared, reseptformidler.Options{})
}

func (c *canned) ask(t testing.TB, relation ...policy.Relation) (reseptformidler.List, error) {
	t.Helper()
	return c.client(t).Prescriptions(t.Context(), granted(t, sourcetest.Number(t, subject), relation...), reseptformidler.Current)
}

func bundle(resources ...string) string {
	for i, r := range resources {
		resources[i] = `{"resource":` + r + `}`
	}
	return `{"resourceType":"Bundle","type":"searchset","entry":[` + strings.Join(resources, ",") + `]}`
}

func about(number string) string {
	return `"subject":{"identifier":{"system":"urn:oid:2.16.578.1.12.4.1.4.1","value":"` + number + `"}}`
}

// prescription has this status and, inside sfm-reseptamendment, more.
func prescription(key, status, more string) string {
	return `{"resourceType":"MedicationStatement","id":"ms-` + key + `",` + about(subject) + `,"identifier":[{"type":{"text":"ReseptId"},"value":"` + key + `"}],` +
		`"extension":[{"url":"http://ehelse.no/fhir/StructureDefinition/sfm-reseptamendment","extension":[{"url":"rfstatus","extension":[{"url":"status",` +
		`"valueCodeableConcept":{"coding":[{"system":"http://ehelse.no/fhir/CodeSystem/no-kodeverk-7408","code":"` + status + `"}]}}]}` + more + `]}]}`
}

func labelled(resource, code string) string {
	return strings.Replace(resource, `"id"`, `"meta":{"security":[{"system":"http://helsedir.no/fhir/CodeSystem/no-kodeverk-9603","code":"`+code+`"}]},"id"`, 1)
}

func dispense(id, of, number, more string) string {
	return `{"resourceType":"MedicationDispense","id":"` + id + `",` + about(number) + `,"authorizingPrescription":[{"reference":"https://register.invalid/fhir/MedicationStatement/ms-` + of + `"}],` +
		`"extension":[{"url":"http://ehelse.no/fhir/StructureDefinition/sfm-dispenseinfo","extension":[` + more + `]}]}`
}

func sourceCode(name, code string) string {
	return `{"resourceType":"Parameters","parameter":[{"name":"` + name + `","valueCodeableConcept":{"coding":[{"code":"` + code + `"}]}}]}`
}

const (
	lockedMark   = `,{"url":"lockedresept","valueBoolean":true}`
	reservedMark = `,{"url":"guardiantransparencyreservation"}`
)

func TestAnswers(t *testing.T) {
	hers := prescription("a", "E", "")
	theirs := strings.ReplaceAll(prescription("b", "E", ""), subject, stranger)
	for _, tt := range []struct {
		name, body string
		relation   []policy.Relation
		keys       string
		kind       sources.Kind
	}{
		{"nothing", bundle(), nil, "", 0},
		{"one", bundle(hers), nil, "a", 0},
		{"one twice", bundle(hers, hers), nil, "a", 0},
		{"unknown date last, then by key", bundle(prescription("c", "U", ""), hers, prescription("b", "E", `,{"url":"reseptdate","valueDate":"2026-01-02"}`)), nil, "b a c", 0},
		{"fields and types nobody asked for", bundle(`{"resourceType":"Basic","x":1}`, strings.Replace(hers, "{", `{"x":[{}],`, 1)), nil, "a", 0},
		{"in use without prescription", bundle(strings.Replace(hers, "ReseptId", "PLL", 1)), nil, "", 0},
		{"finished", bundle(prescription("a", "R", "")), nil, "", 0},
		{"without status", bundle(strings.Replace(hers, "7408", "7409", 1)), nil, "", 0},
		{"locked", bundle(prescription("a", "E", lockedMark)), nil, "", 0},
		{"kept from guardians, self", bundle(prescription("a", "E", reservedMark)), nil, "a", 0},
		{"kept from guardians, guardian", bundle(prescription("a", "E", reservedMark)), []policy.Relation{policy.Guardian}, "", 0},
		{"kept from guardians in one copy of two", bundle(hers, prescription("a", "E", reservedMark)), []policy.Relation{policy.Guardian}, "", 0},
		{"label for all", bundle(labelled(hers, "N")), nil, "a", 0},
		{"label against guardians", bundle(labelled(hers, "NORN_FORANS")), []policy.Relation{policy.Guardian}, "", 0},
		{"label nobody knows", bundle(labelled(hers, "NORX")), nil, "", 0},
		{"somebody else's too", bundle(theirs, hers), nil, "a", 0},
		{"somebody else's only", bundle(theirs), nil, "", sources.Mismatch},
		{"somebody else's dispense only", bundle(dispense("d", "a", stranger, "")), nil, "", sources.Mismatch},
		{"nobody's", bundle(strings.Replace(hers, about(subject), `"subject":{"display":"Line"}`, 1)), nil, "", sources.Mismatch},
		{"number in another system", bundle(strings.Replace(hers, "4.1.4.1", "4.1.4.4", 1)), nil, "", sources.Mismatch},
		{"the source answered", bundle(hers, sourceCode("RFM96Feilkode", "0")), nil, "a", 0},
		{"the source did not answer", bundle(sourceCode("RFM96Feilkode", "5")), nil, "", sources.Unavailable},
		{"another source did not answer", bundle(hers, sourceCode("KJFeilkode", "5")), nil, "a", 0},
		{"no Bundle", hers, nil, "", sources.Garbled},
		{"no search", strings.Replace(bundle(hers), "searchset", "document", 1), nil, "", sources.Garbled},
		{"entry without resource", `{"resourceType":"Bundle","type":"searchset","entry":[{}]}`, nil, "", sources.Garbled},
		{"a name twice", strings.Replace(bundle(hers), `"id"`, `"id":"x","id"`, 1), nil, "", sources.Garbled},
		{"another shape", strings.Replace(bundle(hers), `"identifier":[`, `"identifier":7,"other":[`, 1), nil, "", sources.Garbled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list, err := (&canned{body: tt.body}).ask(t, tt.relation...)
			var keys []string
			for _, p := range list.Prescriptions {
				keys = append(keys, p.ID.Key)
			}
			if got := strings.Join(keys, " "); got != tt.keys || sources.KindOf(err) != tt.kind {
				t.Errorf("%q, %v; want %q, %v", got, err, tt.keys, tt.kind)
			}
			if (list.Prescriptions == nil) != (tt.kind != 0) {
				t.Error("nothing and unknown are mixed up")
			}
		})
	}
}

func TestDispenses(t *testing.T) {
	three := prescription("a", "E", `,{"url":"reit","valueString":"3"}`)
	cancelled, concluded := `{"url":"cancellation","valueBoolean":true}`, `{"url":"concluded","valueBoolean":true}`
	unknown := prescription("a", "E", `,{"url":"reit","valueString":"tre"}`)
	for _, tt := range []struct {
		name, body        string
		dispenses         int
		refills, remained string
	}{
		{"none", bundle(three), 0, "3", "4"},
		{"two", bundle(three, dispense("1", "a", subject, ""), dispense("2", "a", subject, "")), 2, "3", "2"},
		{"one twice", bundle(three, dispense("1", "a", subject, ""), dispense("1", "a", subject, "")), 1, "3", "3"},
		{"one cancelled", bundle(three, dispense("1", "a", subject, ""), dispense("2", "a", subject, cancelled)), 1, "3", "3"},
		{"finished early", bundle(three, dispense("1", "a", subject, concluded)), 1, "3", "0"},
		{"of another prescription", bundle(three, dispense("1", "b", subject, "")), 0, "3", "4"},
		{"somebody else's", bundle(three, dispense("1", "a", stranger, "")), 0, "3", "4"},
		{"hidden", bundle(three, labelled(dispense("1", "a", subject, ""), "NORU")), 0, "3", "4"},
		{"refills not a number", bundle(unknown, dispense("1", "a", subject, "")), 1, "unknown", "unknown"},
		{"refills not told", bundle(prescription("a", "E", "")), 0, "unknown", "unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list, err := (&canned{body: tt.body}).ask(t)
			if err != nil || len(list.Prescriptions) != 1 {
				t.Fatalf("%d prescriptions, %v", len(list.Prescriptions), err)
			}
			p := list.Prescriptions[0]
			if len(p.Dispenses) != tt.dispenses || p.Dispenses == nil || text(p.Refills) != tt.refills || text(p.Remaining) != tt.remained {
				t.Errorf("%d dispenses, %s refills, %s remain", len(p.Dispenses), text(p.Refills), text(p.Remaining))
			}
		})
	}
}

func text(n *int) string {
	if n == nil {
		return "unknown"
	}
	return fmt.Sprint(*n)
}

// What the register leaves out is nil; what it gives as text is found.
func TestWhatIsTold(t *testing.T) {
	bare, err := (&canned{body: bundle(prescription("a", "E", ""))}).ask(t)
	if err != nil {
		t.Fatal(err)
	}
	p := bare.Prescriptions[0]
	if p.Recall != nil || p.Medication != nil || p.Dosage != nil || p.Use != nil || p.IssuedOn != nil || p.ValidUntil != nil || p.Prescriber != nil || p.Reimbursement != nil {
		t.Errorf("%+v: said more than the register", p)
	}
	by := `"medicationReference":{"reference":"Medication/m","display":"Paracet tab 500 mg"},"extension":[{"url":"http://ehelse.no/fhir/StructureDefinition/sfm-regInfo","extension":[` +
		`{"url":"type","valueCodeableConcept":{"coding":[{"system":"http://ehelse.no/fhir/CodeSystem/sfm-performer-roles","code":"1"}]}},` +
		`{"url":"provider","valueReference":{"display":"EVA EKSEMPEL, HPR: `
	for display, hpr := range map[string]string{"222200001": "222200001", stranger: "", "": ""} {
		list, err := (&canned{body: bundle(strings.Replace(prescription("a", "E", ""), `"extension":[`, by+display+`"}}]},`, 1))}).ask(t)
		if err != nil {
			t.Fatal(err)
		}
		p := list.Prescriptions[0]
		if *p.Medication.Name != "Paracet tab 500 mg" || p.Medication.ATC != nil || p.Prescriber.Name.Full != "EVA EKSEMPEL" {
			t.Errorf("%+v", p.Medication)
		}
		if (p.Prescriber.HPRNumber == nil) != (hpr == "") || (hpr != "" && *p.Prescriber.HPRNumber != hpr) {
			t.Error("not an HPR number")
		}
	}
}

// A link is followed only at the register's own address, and only so many times;
// no URL holds a number.
func TestLinks(t *testing.T) {
	for _, tt := range []struct {
		name, link string
		calls      int
	}{
		{"another host", "https://elsewhere.invalid/fhir/MedicationStatement/_search?_page=2", 1},
		{"inside", "http://169.254.169.254/latest/meta-data?_page=2", 1},
		{"another path", "https://register.invalid/fhir/Patient?_page=2", 1},
		{"with the number", "?_page=2&patient.identifier=" + subject, 2},
		{"round and round", "?_page=2", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := &canned{body: strings.Replace(bundle(prescription("a", "E", "")), "{", `{"link":[{"relation":"next","url":"`+tt.link+`"}],`, 1)}
			if _, err := c.ask(t); sources.KindOf(err) != sources.Garbled || len(c.asked) != tt.calls {
				t.Errorf("%v after %d calls", err, len(c.asked))
			}
			for _, r := range c.asked {
				if r.URL.Host != "register.invalid" || r.URL.Path != "/fhir/MedicationStatement/_search" || strings.Contains(r.URL.String(), subject) {
					t.Error("asked at another address, or with the number in it")
				}
			}
		})
	}
}

// FuzzDecode feeds the decoder any response: it returns an error or a valid
// list.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(bundle(prescription("a", "E", lockedMark), prescription("b", "U", reservedMark), dispense("d", "a", subject, ""), sourceCode("RFHarLaste", "0"))))
	f.Add([]byte(bundle(labelled(prescription("a", "E", `,{"url":"reit","valueString":"3"}`), "N"))))
	f.Add([]byte(bundle(`{"resourceType":"Medication","id":"m","code":{"coding":[{"system":"http://www.whocc.no/atc","code":"N02BE01"}]}}`)))
	f.Add([]byte(`{"resourceType":"Bundle","type":"searchset","link":[{"relation":"next","url":"?_page=2"}]}`))
	g := granted(f, sourcetest.Number(f, subject), policy.Parent)
	answer := &canned{}
	c := answer.client(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		answer.body, answer.asked = string(body), nil
		for _, v := range []reseptformidler.View{reseptformidler.Current, reseptformidler.History} {
			list, err := c.Prescriptions(t.Context(), g, v)
			if (err == nil) != (list.Prescriptions != nil) || list.HasLocked {
				t.Error("both an answer and an error, or told of locked prescriptions")
			}
			if err != nil && !strings.HasPrefix(err.Error(), register+" "+operation) {
				t.Error("an error that says more than where and what")
			}
			for _, p := range list.Prescriptions {
				if p.ID.Key == "" || p.Status == nil || p.Dispenses == nil || (p.Remaining != nil && *p.Remaining < 0) {
					t.Error("a prescription that cannot be shown")
				}
			}
		}
	})
}
