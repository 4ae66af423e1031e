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

// What Persontjenesten asks of a token.
const (
	persontjenestenAudience = "nhn:hgd-persontjenesten-api"
	persontjenestenScope    = "nhn:hgd-persontjenesten-api/full-access"
)

// persontjenestenMost is how many people one question may be about.
const persontjenestenMost = 100

// register stands in for Persontjenesten.
type register struct {
	*standin.StandIn
	parents map[string][]responsible // by child
}

// responsible is somebody with parental responsibility, and of which type.
type responsible struct{ number, kind string }

// New stands in for the registers of who people are and how to
// reach them: Persontjenesten, version 3, and KRR, on one address. Their paths
// and fields are the published ones.
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

// partsKnown is InformationPart of Persontjenesten, as far as the stand-in has
// something for it.
var partsKnown = []string{
	"AddressProtection", "Birth", "Citizenship", "CommonContactRegisterInformation", "Death", "FamilyRelation", "Gender",
	"GuardianshipOrFuturePowerOfAttorney", "MaritalStatus", "Name", "NorwegianIdentificationNumber", "ParentalResponsibility",
	"ResidentialAddress", "SharedResidence", "Status",
}

// elevenDigits may be an identity number, which must not stand in an address:
// addresses are logged everywhere.
var elevenDigits = regexp.MustCompile(`\d{11}`)

func (f register) bulkByNin(w http.ResponseWriter, r *http.Request) {
	if status, challenge := f.Issuer.Admit(r, persontjenestenAudience, persontjenestenScope); status != http.StatusOK {
		// Persontjenesten says no more than the status.
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

// bulkQuestion reads the parts and the people asked for, or says what is wrong.
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

// answered are those among the numbers whom the register has, each once, with
// the faults in records the call is told to show.
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

// stranger is somebody who is not among the numbers.
func (f register) stranger(numbers []string) *world.Person {
	people := f.World.People()
	return people[slices.IndexFunc(people, func(p *world.Person) bool { return !slices.Contains(numbers, p.Number) })]
}

// fregAccepts reports whether the asker takes JSON.
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
