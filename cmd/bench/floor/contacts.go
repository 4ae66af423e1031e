package main

import (
	"cmp"
	"context"
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// contacts are those of three registers in one list.
type contacts struct {
	Complete bool      `json:"complete"`
	Parts    []part    `json:"parts"`
	Nodes    []contact `json:"nodes"`
}

type part struct {
	Register string `json:"register"`
	Status   string `json:"status"`
}

type contact struct {
	Kind         string        `json:"kind"`
	Name         *name         `json:"name"`
	Role         *string       `json:"role"`
	Team         *string       `json:"team"`
	Organization *organization `json:"organization"`
	Phone        *string       `json:"phone"`
	Since        *string       `json:"since"`
	Until        *string       `json:"until"`
	key          string
}

type organization struct {
	Name *string `json:"name"`
}

// kinds are in the order of the list.
var kinds = []string{"GENERAL_PRACTITIONER", "PATHWAY_COORDINATOR", "CARE_TEAM", "HOME_CARE", "NEXT_OF_KIN", "OWN_CONTACT"}

// merged is the list: what has ended is last, then by kind, and the latest first.
func (r *registers) merged(parts ...[]contact) contacts {
	all := slices.Concat(parts...)
	today := time.Now().In(r.norway).Format(time.DateOnly)
	past := func(c contact) int {
		if c.Until != nil && *c.Until < today {
			return 1
		}
		return 0
	}
	slices.SortFunc(all, func(a, b contact) int {
		return cmp.Or(past(a)-past(b), slices.Index(kinds, a.Kind)-slices.Index(kinds, b.Kind), compareDays(b.Since, a.Since), cmp.Compare(a.key, b.key))
	})
	if all == nil {
		all = []contact{}
	}
	return contacts{true, []part{{"HELSEKONTAKTER", "OK"}, {"FASTLEGEREGISTER", "OK"}, {"KJERNEJOURNAL", "OK"}}, all}
}

// titles are the words of code list 7750.
var titles = map[string]string{"LPFL": "Fastlege", "LPVI": "Vikar", "LPDL": "Delelege"}

// present is the GP as a contact.
func (p *practitioner) present() []contact {
	if p == nil {
		return nil
	}
	c := contact{Kind: kinds[0], Role: some(titles[p.relationship]), Since: p.Since, Organization: &organization{p.Office.Name}}
	if p.Doctor != nil {
		c.Name = p.Doctor.Name
		if hpr := p.Doctor.HPRNumber; hpr != nil {
			c.key = *hpr
		}
	}
	return []contact{c}
}

// noGP is what Fastlegeregisteret says, as a fault, of one who never had a GP.
const noGP = "Personen er ikke tilknyttet fastlegekontrakt"

// earlier calls Fastlegeregisteret for the GPs somebody has had.
func (r *registers) earlier(ctx context.Context, number string) ([]contact, error) {
	text, err := r.call(ctx, http.MethodPost, question{
		at: "fastlegeregister", path: "/v2/flr/Basic", kind: "text/xml; charset=utf-8", login: true, faults: true,
		header: map[string]string{"SOAPAction": `"http://schemas.nhn.no/reg/flr/IFlrReadOperations/GetPatientGPHistory"`},
		body: []byte(`<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetPatientGPHistory xmlns="http://schemas.nhn.no/reg/flr"><patientNin>` + number +
			`</patientNin><includePatientData>false</includePatientData></GetPatientGPHistory></s:Body></s:Envelope>`),
	})
	if err != nil {
		return nil, err
	}
	var said struct {
		Fault *struct {
			Message string `xml:"detail>GenericFault>Message"`
		} `xml:"Body>Fault"`
		Records []associationWire `xml:"Body>GetPatientGPHistoryResponse>GetPatientGPHistoryResult>PatientToGPContractAssociation"`
	}
	if err := xml.Unmarshal(text, &said); err != nil {
		return nil, err
	}
	if f := said.Fault; f != nil && !strings.Contains(f.Message, noGP) {
		return nil, errFault
	}
	var all []contact
	for i := range said.Records {
		all = append(all, said.Records[i].stays()...)
	}
	return all, nil
}

// stays are the regular doctors of a list while somebody was on it, but for the
// present one.
func (w *associationWire) stays() (all []contact) {
	regular := slices.DeleteFunc(slices.Clone(w.Cycles), func(c cycleWire) bool { return c.Relationship != "LPFL" })
	slices.SortStableFunc(regular, func(a, b cycleWire) int { return cmp.Compare(a.From, b.From) })
	from := w.From
	for _, c := range regular {
		start, end := max(from, c.From), cmp.Or(c.To, w.To)
		if w.To != "" {
			end = min(end, w.To)
		}
		if end == "" {
			break
		}
		if start >= end {
			continue
		}
		from = end
		all = append(all, contact{
			Kind: kinds[0], Name: &name{nameWire{c.First, c.Middle, c.Last}.full()}, Role: some(titles[c.Relationship]), Since: day(start), Until: dayBefore(end), key: c.HPRNumber,
		})
	}
	return all
}

// dayBefore is the last day of what ends at a time.
func dayBefore(s string) *string {
	at, err := time.Parse("2006-01-02T15:04:05", s)
	if err != nil {
		return nil
	}
	return some(at.Add(-1).Format(time.DateOnly))
}

type episodeWire struct {
	Status     string `json:"status"`
	Identifier []struct {
		Value string `json:"value"`
	} `json:"identifier"`
	Type         []conceptWire   `json:"type"`
	Team         []referenceWire `json:"team"`
	Organization referenceWire   `json:"managingOrganization"`
	Period       periodWire      `json:"period"`
	Contained    []struct {
		ID           string         `json:"id"`
		Name         jsontext.Value `json:"name"` // text, or names of a person
		Participants []struct {
			Role   []conceptWire `json:"role"`
			Member referenceWire `json:"member"`
		} `json:"participant"`
	} `json:"contained"`
}

type periodWire struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

// humanWire is a name in FHIR.
type humanWire struct {
	Text   string   `json:"text"`
	Family string   `json:"family"`
	Given  []string `json:"given"`
}

func (n humanWire) name() *name {
	return &name{cmp.Or(nameWire{Given: strings.Join(n.Given, " "), Family: n.Family}.full(), n.Text)}
}

// teams are the contacts that hospitals and municipalities have sent.
func (r *registers) teams(ctx context.Context, number string) (all []contact, err error) {
	err = r.search(ctx, "helsekontakter", "/helsekontakter/api/v1/EpisodeOfCare/_search", number, func(text jsontext.Value) error {
		var w episodeWire
		if err := json.Unmarshal(text, &w); err != nil {
			return err
		}
		some, err := w.contacts()
		all = append(all, some...)
		return err
	})
	return all, err
}

func (w *episodeWire) contacts() (all []contact, err error) {
	base := contact{Kind: "CARE_TEAM", Since: day(w.Period.Start), Until: day(w.Period.End)}
	for i := range w.Type {
		if c := w.Type[i].in("7619"); c != nil && c.Code == "7" {
			base.Kind = "HOME_CARE"
		}
	}
	if len(w.Identifier) > 0 {
		base.key = w.Identifier[0].Value
	}
	at := map[string]int{}
	for i, one := range w.Contained {
		at["#"+one.ID] = i + 1
	}
	if i := at[w.Organization.Reference]; i > 0 {
		base.Organization = new(organization)
		if err := json.Unmarshal(w.Contained[i-1].Name, &base.Organization.Name); err != nil {
			return nil, err
		}
	}
	for _, ref := range w.Team {
		i := at[ref.Reference]
		if i == 0 {
			continue
		}
		team := base
		if err := json.Unmarshal(w.Contained[i-1].Name, &team.Team); err != nil {
			return nil, err
		}
		team.key += "/" + *team.Team
		all = append(all, team)
		for _, p := range w.Contained[i-1].Participants {
			one := team
			if len(p.Role) > 0 {
				one.Role = some(p.Role[0].Text)
				role := strings.ToLower(p.Role[0].Text)
				one.key += "/" + role
				if strings.HasPrefix(role, "forløpskoordinator") || strings.HasPrefix(role, "kreftkoordinator") {
					one.Kind = "PATHWAY_COORDINATOR"
				}
			}
			if i := at[p.Member.Reference]; i > 0 {
				var names []humanWire
				if err := json.Unmarshal(w.Contained[i-1].Name, &names); err != nil {
					return nil, err
				}
				one.Name = names[0].name()
				one.key += "/" + one.Name.Full
			}
			all = append(all, one)
		}
	}
	return all, nil
}

type relatedWire struct {
	ID           string        `json:"id"`
	Active       *bool         `json:"active"`
	Relationship []conceptWire `json:"relationship"`
	Name         []humanWire   `json:"name"`
	Telecom      []struct {
		System string `json:"system"`
		Value  string `json:"value"`
	} `json:"telecom"`
	Period periodWire `json:"period"`
}

// entered are the contacts that somebody has entered in the summary care record.
func (r *registers) entered(ctx context.Context, number string) (all []contact, err error) {
	err = r.search(ctx, "kjernejournal", "/api/own-entries/v1/RelatedPerson/_search", number, func(text jsontext.Value) error {
		var w relatedWire
		if err := json.Unmarshal(text, &w); err != nil {
			return err
		}
		c := contact{Kind: "OWN_CONTACT", Since: day(w.Period.Start), Until: day(w.Period.End), key: w.ID}
		for i := range w.Relationship {
			role := w.Relationship[i].in("v2-0131")
			switch {
			case role == nil:
				c.Role = some(w.Relationship[i].Text)
			case role.Code == "E": // an employer is none
				return nil
			case role.Code == "N":
				c.Kind = "NEXT_OF_KIN"
			}
		}
		if len(w.Name) > 0 {
			c.Name = w.Name[0].name()
		}
		for _, t := range w.Telecom {
			if t.System == "phone" && c.Phone == nil {
				c.Phone = some(t.Value)
			}
		}
		if w.Active == nil || *w.Active {
			all = append(all, c)
		}
		return nil
	})
	return all, err
}
