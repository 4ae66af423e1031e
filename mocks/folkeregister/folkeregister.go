package folkeregister

import (
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"helsegraf/mocks/issuer"
	"helsegraf/mocks/standin"
	"helsegraf/mocks/world"
)

// Persontjenesten's requirements for a token.
const (
	persontjenestenAudience = "nhn:hgd-persontjenesten-api"
	persontjenestenScope    = "nhn:hgd-persontjenesten-api/full-access"
)

// persontjenestenMost is the most people in one request.
const persontjenestenMost = 100

// register stands in for Persontjenesten.
type register struct {
	*standin.StandIn
	parents map[string][]responsible // by child
}

// responsible is a person with parental responsibility, and its type.
type responsible struct{ number, kind string }

// New makes the stand-in for Persontjenesten and KRR; see the package comment.
func New(w *world.World, i *issuer.Issuer) *standin.StandIn {
	f := register{StandIn: standin.New("folkeregister", w, i), parents: map[string][]responsible{}}
	for _, p := range w.People() {
		for _, c := range p.Children {
			f.parents[c.Child] = append(f.parents[c.Child], responsible{p.Number, c.Type})
		}
	}
	f.Handle("POST /api/v3/full-access/person/bulk-by-nin", f.bulkByNin)
	f.Handle("POST /rest/v2/personer", f.krr)
	return f.StandIn
}

// partsKnown are the values of Persontjenesten's InformationPart that the stand-in
// has data for.
var partsKnown = []string{
	"AddressProtection", "Birth", "Citizenship", "CommonContactRegisterInformation", "Death", "FamilyRelation", "Gender",
	"GuardianshipOrFuturePowerOfAttorney", "MaritalStatus", "Name", "NorwegianIdentificationNumber", "ParentalResponsibility",
	"ResidentialAddress", "SharedResidence", "Status",
}

// elevenDigits may be an identity number, which must not be in an address: addresses
// are logged everywhere.
var elevenDigits = regexp.MustCompile(`\d{11}`)

func (f register) bulkByNin(w http.ResponseWriter, r *http.Request) {
	if status, challenge := f.Issuer.Admit(r, persontjenestenAudience, persontjenestenScope); status != http.StatusOK {
		// Persontjenesten returns only the status.
		w.Header().Set("WWW-Authenticate", challenge)
		w.WriteHeader(status)
		return
	}
	parts, nins, fault := bulkQuestion(w, r)
	if fault != "" {
		fregProblem(w, http.StatusBadRequest, fault)
		return
	}
	if !fregAccepts(r) {
		fregProblem(w, http.StatusNotAcceptable, "Only application/json can be produced.")
		return
	}
	c, ok := f.Begin(w, r, "Persons", nins...)
	if !ok {
		return
	}
	answer := []map[string]any{}
	for _, p := range f.answered(c, nins) {
		answer = append(answer, f.person(p, parts))
	}
	f.Shuffle(len(answer), func(i, j int) { answer[i], answer[j] = answer[j], answer[i] })
	body, err := json.Marshal(answer)
	if err != nil {
		fregProblem(w, http.StatusInternalServerError, "Internal error.")
		return
	}
	c.Reply(http.StatusOK, "application/json; charset=utf-8", body)
}

// bulkQuestion reads the requested parts and people, or returns a fault.
func bulkQuestion(w http.ResponseWriter, r *http.Request) (parts, nins []string, fault string) {
	if elevenDigits.MatchString(r.URL.RequestURI()) {
		return nil, nil, "An identification number must not be part of the URL."
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, nil, "The query is malformed."
	}
	parts = query["informationParts"]
	if len(parts) == 0 {
		return nil, nil, "informationParts is required."
	}
	for _, part := range parts {
		if !slices.Contains(partsKnown, part) {
			return nil, nil, "informationParts has a value that is not known."
		}
	}
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/x-www-form-urlencoded" {
		return nil, nil, "The body must be application/x-www-form-urlencoded."
	}
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	if err := r.ParseForm(); err != nil {
		return nil, nil, "The form is malformed."
	}
	for _, value := range r.PostForm["nins"] {
		nins = append(nins, strings.Split(value, ",")...)
	}
	if len(nins) == 0 || len(nins) > persontjenestenMost {
		return nil, nil, "nins must have between 1 and 100 items."
	}
	for _, nin := range nins {
		if !world.ValidNumber(nin) {
			return nil, nil, "nins has an item that is not a Norwegian identification number."
		}
	}
	return parts, nins, ""
}

// answered returns the people in the register among the numbers, each once, with the
// record faults that the call is told to show.
func (f register) answered(c *standin.Call, numbers []string) []*world.Person {
	var out []*world.Person
	for _, n := range numbers {
		if p := f.World.Person(n); p != nil && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		return nil
	}
	switch {
	case c.WrongSubject():
		out[0] = f.stranger(numbers)
	case c.Missing():
		out = out[1:]
	case c.Duplicate():
		out = append(out, out[0])
	}
	return out
}

// stranger returns somebody who is not among the numbers.
func (f register) stranger(numbers []string) *world.Person {
	people := f.World.People()
	return people[slices.IndexFunc(people, func(p *world.Person) bool { return !slices.Contains(numbers, p.Number) })]
}

// fregAccepts reports whether the client accepts JSON.
func fregAccepts(r *http.Request) bool {
	for one := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		if m, _, err := mime.ParseMediaType(one); err == nil && (m == "application/json" || m == "*/*") {
			return true
		}
	}
	return false
}

// fregProblem answers with ProblemDetails, RFC 9457.
func fregProblem(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"type": "about:blank", "title": http.StatusText(status), "status": status, "detail": detail})
}
