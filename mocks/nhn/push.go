package nhn

import (
	"encoding/json"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// Push declares what source systems send to an area of Helsenorge: POST of new
// resources, and PUT that creates or replaces by id. Resources are not versioned. A
// search shows what was pushed along with what the stand-in made itself.
type Push struct {
	// Path is its path, such as /henvisninger/api/v1/ServiceRequest; its last part is
	// the type of resource.
	Path string
	// Scope is the token's scope, which is another than that of a search.
	Scope string
	// Person is the element that names the citizen: subject or patient.
	Person string
	// Check returns the first thing wrong with a resource; nil if there is none.
	Check func(Resource) *Fault
	// OnlyPost reports that resources cannot be created or replaced by PUT.
	OnlyPost bool

	mu     sync.Mutex
	pushed map[string][]Resource // by the citizen's number
	count  int
}

// Fault is an error of a push, as Helsenorge reports it: one at a time, with a number
// and a sentence.
type Fault struct{ Code, Text string }

// Faults that all areas report. Only the number of the last is published.
var (
	faultShape    = &Fault{"2100", "Ressursen kan ikke leses"}
	faultID       = &Fault{"2101", "Ressursens id er ikke adressens"}
	faultLabel    = &Fault{"2103", "Ressursen mangler merking for 12–15 år"}
	faultArea     = &Fault{"2104", "Ressursen mangler tjenesteområde"}
	faultFull     = &Fault{"2105", "Det er ikke plass til flere"}
	faultInactive = &Fault{"2118", "Pasienten er ikke digitalt aktiv for tjeneste: OmradeHelsehjelp"}
)

// Wrong returns a fault about an element.
func Wrong(text string) *Fault { return &Fault{"2102", text} }

const (
	mostPushed  = 1000
	pushedBytes = 64 << 10
	listArea    = "urn:oid:2.16.578.1.12.4.1.1.7618"
	listLabel   = "urn:oid:2.16.578.1.12.4.1.1.9603"
)

// Accept adds the push to the service.
func (n Service) Accept(p *Push) {
	n.Scope = p.Scope
	kind := p.Path[strings.LastIndexByte(p.Path, '/')+1:]
	serve := func(w http.ResponseWriter, r *http.Request) {
		if !n.Accepts(w, r, MediaFHIR) {
			return
		}
		if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != MediaFHIR && media != MediaJSON {
			n.Refuse(w, r, http.StatusUnsupportedMediaType, "not-supported", n.Prefix+"-0003")
			return
		}
		resource := Resource{}
		if json.NewDecoder(http.MaxBytesReader(w, r.Body, pushedBytes)).Decode(&resource) != nil || resource["resourceType"] != kind {
			n.fault(w, r, faultShape)
			return
		}
		number, fault := p.examine(n.World, resource, r.PathValue("id"))
		if fault != nil {
			n.fault(w, r, fault)
			return
		}
		c, ok := n.Begin(w, r, r.Method+" "+kind, number)
		if !ok {
			return
		}
		id := r.PathValue("id")
		if id == "" {
			id = Identity(resource)
		}
		resource["id"] = id
		known, ok := p.keep(number, resource)
		switch {
		case !ok:
			n.fault(w, r, faultFull)
		case known:
			c.Reply(http.StatusOK, MediaFHIR, standin.JSON(resource))
		default:
			w.Header().Set("Location", mountedAt(r)+p.Path+"/"+url.PathEscape(id))
			c.Reply(http.StatusCreated, MediaFHIR, standin.JSON(resource))
		}
	}
	n.Handle("POST "+p.Path, serve)
	if !p.OnlyPost {
		n.Handle("PUT "+p.Path+"/{id}", serve)
	}
}

// examine checks what all areas require, and then what this one does.
func (p *Push) examine(w *world.World, resource Resource, id string) (number string, _ *Fault) {
	if id != "" && (resource["id"] != id || !resourceID.MatchString(id)) {
		return "", faultID
	}
	if Identity(resource) == "" {
		return "", Wrong("identifier skal være en UUID")
	}
	number, fault := Citizen(resource[p.Person])
	if fault != nil {
		return "", fault
	}
	if fault := p.Check(resource); fault != nil {
		return "", fault
	}
	person := w.Person(number)
	years := func(n int) bool { return !w.Now().Before(person.Born.AddDate(n, 0, 0)) }
	switch {
	case person == nil || person.Consent.Level != "FULL" || !person.Died.IsZero():
		return "", faultInactive
	case !labelled(resource, listArea):
		return "", faultArea
	case years(12) && !years(16) && !labelled(resource, listLabel):
		return "", faultLabel
	}
	return number, nil
}

// keep stores a resource in place of any with the same id; false if there is no room.
func (p *Push) keep(number string, resource Resource) (known, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := slices.IndexFunc(p.pushed[number], func(o Resource) bool { return o["id"] == resource["id"] }); i >= 0 {
		p.pushed[number][i] = resource
		return true, true
	}
	if p.count >= mostPushed {
		return false, false
	}
	if p.pushed == nil {
		p.pushed = map[string][]Resource{}
	}
	p.pushed[number] = append(p.pushed[number], resource)
	p.count++
	return false, true
}

// Change replaces a pushed resource by what change returns, if that is no fault. known is
// false when none has the id.
func (p *Push) Change(id string, change func(Resource) (Resource, *Fault)) (changed Resource, known bool, fault *Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, all := range p.pushed {
		for i, one := range all {
			if one["id"] == id {
				if changed, fault = change(one); fault == nil {
					all[i] = changed
				}
				return changed, true, fault
			}
		}
	}
	return nil, false, nil
}

// With finds what was pushed about a person besides what find does, and instead of
// what has the same identifier.
func (p *Push) With(find func(Query) Found) func(Query) Found {
	return func(q Query) Found {
		found := find(q)
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, resource := range p.pushed[q.Number] {
			found.Records = slices.DeleteFunc(found.Records, func(r Record) bool { return Identity(r.Resource(q.Number)) == Identity(resource) })
			found.Records = append(found.Records, Record{Resource: LogicalPatient(p.Person, resource)})
		}
		return found
	}
}

// LogicalPatient returns a resource about a person named by number alone, with the
// type, as Helsenorge's profiles require.
func LogicalPatient(element string, r Resource) func(number string) map[string]any {
	return func(number string) map[string]any {
		told := maps.Clone(r)
		told[element] = Resource{"type": "Patient", "identifier": Resource{"system": NumberSystem(number), "value": number}}
		return told
	}
}

// Areas labels a resource with Helsenorge's service area (list 7618), helsehjelp, and
// with labels of list 9603.
func Areas(labels ...string) Resource {
	security := []any{Resource{"system": listArea, "code": "3"}}
	for _, label := range labels {
		security = append(security, Resource{"system": listLabel, "code": label})
	}
	return Resource{"security": security}
}

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// Identity is the UUID that identifies a resource across systems: its identifiers all
// have a system, and this is the first. "" if one is no UUID, or there is none.
func Identity(resource Resource) string {
	all, _ := resource["identifier"].([]any)
	first := ""
	for _, one := range all {
		i, _ := one.(map[string]any)
		system, _ := i["system"].(string)
		value, _ := i["value"].(string)
		value = strings.TrimPrefix(strings.ToLower(value), "urn:uuid:")
		if system == "" || !uuid.MatchString(value) {
			return ""
		}
		if first == "" {
			first = value
		}
	}
	return first
}

// Citizen returns whom a logical reference names: no literal one, the type if any is
// Patient, and a valid number with its system.
func Citizen(reference any) (number string, _ *Fault) {
	ref, _ := reference.(map[string]any)
	i, _ := ref["identifier"].(map[string]any)
	number, _ = i["value"].(string)
	switch kind := ref["type"]; {
	case ref["reference"] != nil:
		return "", Wrong("innbygger skal ikke ha reference")
	case kind != nil && kind != "Patient":
		return "", Wrong("innbygger skal ha type Patient")
	case !world.ValidNumber(number) || i["system"] != NumberSystem(number):
		return "", Wrong("innbygger skal ha fødselsnummer eller d-nummer")
	}
	return number, nil
}

func labelled(resource Resource, list string) bool {
	meta, _ := resource["meta"].(map[string]any)
	all, _ := meta["security"].([]any)
	return slices.ContainsFunc(all, func(one any) bool {
		c, _ := one.(map[string]any)
		code, _ := c["code"].(string)
		return c["system"] == list && code != ""
	})
}

// fault sends an error of Helsenorge's.
func (n Service) fault(w http.ResponseWriter, r *http.Request, f *Fault) {
	w.Header().Set("Content-Type", MediaFHIR)
	w.Header().Set("nhn-error-code", f.Code)
	w.WriteHeader(http.StatusBadRequest)
	_, _ = w.Write(standin.JSON(Resource{
		"resourceType": "OperationOutcome", "id": r.Header.Get("nhn-event-id"),
		"issue": []any{Resource{"severity": "error", "code": "processing", "details": Resource{"coding": []any{Resource{"code": f.Code}}, "text": f.Text}}},
	}))
}

// Day formats a day as FHIR does.
func Day(t time.Time) string { return t.Format(time.DateOnly) }

// Logical is a reference to an organization by its HER-id, with its name.
func Logical(herID int, name string) Resource {
	return Resource{"type": "Organization", "display": name, "identifier": Resource{"system": "urn:oid:2.16.578.1.12.4.1.2", "value": fmt.Sprint(herID)}}
}
