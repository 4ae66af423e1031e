package fastlegeregister

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// The operations, by the names in the WSDL.
const (
	opAtTime    = "GetPatientsGPDetailsAtTime"
	opHistory   = "GetPatientGPHistory"
	opContracts = "QueryGPContracts"
	opSearch    = "SearchForGP"
)

const (
	mediaType11 = "text/xml"
	mediaType12 = "application/soap+xml"
	// localTime is how the register writes xs:dateTime: Norwegian, no zone.
	localTime = "2006-01-02T15:04:05"
)

func action(operation string) string {
	return "http://schemas.nhn.no/reg/flr/IFlrReadOperations/" + operation
}

// Requests are written as text: the register passes silently over an element
// that is not in its place, so the order is the thing to see. Elements of a type
// stand in alphabetical order, parameters as the WSDL has them.

func envelope11(body []byte) []byte {
	return fmt.Appendf(nil, `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>%s</s:Body></s:Envelope>`, body)
}

func envelope12(operation, to string, body []byte) []byte {
	var id [16]byte
	_, _ = rand.Read(id[:]) // it never fails
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return fmt.Appendf(nil, `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://www.w3.org/2005/08/addressing"><s:Header>`+
		`<w:Action s:mustUnderstand="1">%s</w:Action><w:MessageID>urn:uuid:%x-%x-%x-%x-%x</w:MessageID>`+
		`<w:ReplyTo><w:Address>http://www.w3.org/2005/08/addressing/anonymous</w:Address></w:ReplyTo><w:To s:mustUnderstand="1">%s</w:To>`+
		`</s:Header><s:Body>%s</s:Body></s:Envelope>`,
		action(operation), id[:4], id[4:6], id[6:8], id[8:10], id[10:], escape(to), body)
}

func requestAtTime(subjects []fnr.Number, at time.Time) []byte {
	var b bytes.Buffer
	b.WriteString(`<GetPatientsGPDetailsAtTime xmlns="http://schemas.nhn.no/reg/flr"><patientNins>`)
	for _, n := range subjects {
		fmt.Fprintf(&b, `<NinWithTimestamp><AtTime>%s</AtTime><NIN>%s</NIN></NinWithTimestamp>`, at.Format(localTime), n.Digits())
	}
	b.WriteString(`</patientNins></GetPatientsGPDetailsAtTime>`)
	return b.Bytes()
}

func requestHistory(subject fnr.Number) []byte {
	return fmt.Appendf(nil, `<GetPatientGPHistory xmlns="http://schemas.nhn.no/reg/flr"><patientNin>%s</patientNin>`+
		`<includePatientData>false</includePatientData></GetPatientGPHistory>`, subject.Digits())
}

// wellFormed: a name has no digits, so that no identity number typed into an
// open search goes anywhere.
func wellFormed(q SearchQuery) bool {
	_, err := strconv.ParseUint(q.Municipality, 10, 16)
	return err == nil && len(q.Municipality) == 4 && !strings.ContainsAny(q.Name, "0123456789")
}

func requestContracts(q SearchQuery, page, size int) []byte {
	return fmt.Appendf(nil, `<QueryGPContracts xmlns="http://schemas.nhn.no/reg/flr"><queryParameters>%s<Page>%d</Page><PageSize>%d</PageSize></queryParameters></QueryGPContracts>`,
		municipality("Municipality", q.Municipality), page, size)
}

func requestSearch(q SearchQuery, page, size int) []byte {
	return fmt.Appendf(nil, `<SearchForGP xmlns="http://schemas.nhn.no/reg/flr"><searchParameters><FullText>%s</FullText>%s<Page>%d</Page><PageSize>%d</PageSize></searchParameters></SearchForGP>`,
		escape(q.Name), municipality("HasGPOfficeInMunicipality", q.Municipality), page, size)
}

func municipality(element, number string) string {
	return `<` + element + ` xmlns:c="http://register.nhn.no/Common"><c:Active>true</c:Active><c:CodeValue>` + escape(number) +
		`</c:CodeValue><c:OID>3402</c:OID><c:SimpleType>kommune</c:SimpleType></` + element + `>`
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}

// What is read of an answer. Everything is text: the register says i:nil where
// it has nothing, which must not become 0 or false.

type envelope struct {
	XMLName xml.Name
	Body11  *answer `xml:"http://schemas.xmlsoap.org/soap/envelope/ Body"`
	Body12  *answer `xml:"http://www.w3.org/2003/05/soap-envelope Body"`
}

type answer struct {
	Fault11 *fault `xml:"http://schemas.xmlsoap.org/soap/envelope/ Fault"`
	Fault12 *fault `xml:"http://www.w3.org/2003/05/soap-envelope Fault"`
	AtTime  *struct {
		Result *associations `xml:"http://schemas.nhn.no/reg/flr GetPatientsGPDetailsAtTimeResult"`
	} `xml:"http://schemas.nhn.no/reg/flr GetPatientsGPDetailsAtTimeResponse"`
	History *struct {
		Result *associations `xml:"http://schemas.nhn.no/reg/flr GetPatientGPHistoryResult"`
	} `xml:"http://schemas.nhn.no/reg/flr GetPatientGPHistoryResponse"`
	Contracts *struct {
		Records []contract `xml:"http://schemas.nhn.no/reg/flr QueryGPContractsResult>Results>GPContract"`
		Total   string     `xml:"http://schemas.nhn.no/reg/flr QueryGPContractsResult>Total"`
	} `xml:"http://schemas.nhn.no/reg/flr QueryGPContractsResponse"`
	Search *struct {
		Records []details `xml:"http://schemas.nhn.no/reg/flr SearchForGPResult>Results>GPDetails"`
		Total   string    `xml:"http://schemas.nhn.no/reg/flr SearchForGPResult>Total"`
	} `xml:"http://schemas.nhn.no/reg/flr SearchForGPResponse"`
}

// fault is one of SOAP 1.1 or 1.2, which name its parts differently.
type fault struct {
	Code11   string `xml:"faultcode"`
	Code12   string `xml:"http://www.w3.org/2003/05/soap-envelope Code>Value"`
	Detail11 detail `xml:"detail"`
	Detail12 detail `xml:"http://www.w3.org/2003/05/soap-envelope Detail"`
}

type detail struct {
	Generic *refusal `xml:"http://register.nhn.no/Common GenericFault"`
}

// refusal is the one fault the register declares.
type refusal struct {
	Message string `xml:"http://register.nhn.no/Common Message"`
}

type associations struct {
	Records []association `xml:"http://schemas.nhn.no/reg/flr PatientToGPContractAssociation"`
}

type association struct {
	ID         string   `xml:"http://schemas.nhn.no/reg/flr Id"`
	PatientNIN string   `xml:"http://schemas.nhn.no/reg/flr PatientNIN"`
	Period     period   `xml:"http://schemas.nhn.no/reg/flr Period"`
	Cycles     []cycle  `xml:"http://schemas.nhn.no/reg/flr DoctorCycles>GPOnContractAssociation"`
	Contract   contract `xml:"http://schemas.nhn.no/reg/flr GPContract"`
}

type period struct {
	From string `xml:"http://schemas.nhn.no/reg/Common/en From"`
	To   string `xml:"http://schemas.nhn.no/reg/Common/en To"`
}

// cycle is a doctor's time on a list.
type cycle struct {
	GP           person    `xml:"http://schemas.nhn.no/reg/flr GP"`
	HPRNumber    string    `xml:"http://schemas.nhn.no/reg/flr HprNumber"`
	Relationship code      `xml:"http://schemas.nhn.no/reg/flr Relationship"`
	Valid        period    `xml:"http://schemas.nhn.no/reg/flr Valid"`
	Contract     *contract `xml:"http://schemas.nhn.no/reg/flr GPContract"`
}

type person struct {
	First  string `xml:"http://schemas.nhn.no/reg/flr FirstName"`
	Middle string `xml:"http://schemas.nhn.no/reg/flr MiddleName"`
	Last   string `xml:"http://schemas.nhn.no/reg/flr LastName"`
}

type code struct {
	Value string `xml:"http://register.nhn.no/Common CodeValue"`
}

type contract struct {
	ID       string  `xml:"http://schemas.nhn.no/reg/flr Id"`
	Cycles   []cycle `xml:"http://schemas.nhn.no/reg/flr DoctorCycles>GPOnContractAssociation"`
	Office   office  `xml:"http://schemas.nhn.no/reg/flr GPOffice"`
	Capacity string  `xml:"http://schemas.nhn.no/reg/flr MaxPatients"`
	Waiting  string  `xml:"http://schemas.nhn.no/reg/flr PatientsOnWaitingList"`
	Place    code    `xml:"http://schemas.nhn.no/reg/flr Municipality"`
	Places   string  `xml:"http://schemas.nhn.no/reg/flr PlacesAvailable"`
	Status   code    `xml:"http://schemas.nhn.no/reg/flr Status"`
	Valid    period  `xml:"http://schemas.nhn.no/reg/flr Valid"`
}

type office struct {
	DisplayName string `xml:"http://register.nhn.no/Corporate DisplayName"`
	Name        string `xml:"http://register.nhn.no/Corporate Name"`
	Number      string `xml:"http://register.nhn.no/Corporate OrganizationNumber"`
	Electronic  struct {
		All []electronicAddress `xml:"http://register.nhn.no/Common ElectronicAddress"`
	} `xml:"http://register.nhn.no/Corporate ElectronicAddresses"`
	Physical struct {
		All []physicalAddress `xml:"http://register.nhn.no/Common PhysicalAddress"`
	} `xml:"http://register.nhn.no/Corporate PhysicalAddresses"`
}

type electronicAddress struct {
	Address string `xml:"http://register.nhn.no/Common Address"`
	Type    code   `xml:"http://register.nhn.no/Common Type"`
}

type physicalAddress struct {
	City       string `xml:"http://register.nhn.no/Common City"`
	PostalCode string `xml:"http://register.nhn.no/Common PostalCode"`
	Postbox    string `xml:"http://register.nhn.no/Common Postbox"`
	Street     string `xml:"http://register.nhn.no/Common StreetAddress"`
	Type       code   `xml:"http://register.nhn.no/Common Type"`
}

// details is a doctor with their lists, as the search by name gives them.
type details struct {
	GP        person  `xml:"http://schemas.nhn.no/reg/flr GP"`
	HPRNumber string  `xml:"http://schemas.nhn.no/reg/flr HprNumber"`
	Contracts []cycle `xml:"http://schemas.nhn.no/reg/flr Contracts>GPOnContractAssociation"`
}

func decode(body []byte) (*answer, error) {
	var e envelope
	if err := sources.DecodeXML(body, &e); err != nil {
		return nil, err
	}
	a := cmp.Or(e.Body11, e.Body12)
	if a == nil || e.XMLName.Local != "Envelope" {
		return nil, sources.Garbled
	}
	return a, nil
}

// refusal is why the register refused the question, or nil.
func (a *answer) refusal() *refusal {
	f := cmp.Or(a.Fault11, a.Fault12)
	if f == nil {
		return nil
	}
	return cmp.Or(f.Detail11.Generic, f.Detail12.Generic)
}

// neverHadGP tells whether the register refused because there is no GP to tell
// of. Its text is all that sets this apart from a question that is wrong.
func (a *answer) neverHadGP() bool {
	r := a.refusal()
	return r != nil && strings.Contains(r.Message, "Personen er ikke tilknyttet fastlegekontrakt")
}

// fault is the Kind of a fault, or nil. One that names the server as its cause
// is the register's; every other says that the question was wrong.
func (a *answer) fault() error {
	f := cmp.Or(a.Fault11, a.Fault12)
	switch {
	case f == nil:
		return nil
	case a.neverHadGP():
		return sources.NotFound
	case a.refusal() != nil:
		return sources.Invalid
	}
	code := strings.TrimSpace(cmp.Or(f.Code11, f.Code12))
	switch code[strings.LastIndexByte(code, ':')+1:] {
	case "Server", "Receiver", "InternalServiceFault":
		return sources.Unavailable
	}
	return sources.Invalid
}

// person is the model of the list an association puts a person on.
func (a association) person(now time.Time) *PersonGeneralPractitioner {
	p := &PersonGeneralPractitioner{
		Office:      a.Contract.Office.model(),
		PatientList: a.Contract.list(),
		Since:       date(a.Period.in(now.Location()).from),
	}
	if d := doctor(a.cycles(), now); d != nil {
		p.Practitioner, p.Role = practitioner(d.GP, d.HPRNumber), d.role()
	}
	return p
}

func (a association) cycles() []cycle {
	if len(a.Cycles) > 0 {
		return a.Cycles
	}
	return a.Contract.Cycles
}

// doctor is whose list it is: the regular GP, or in their place the only
// substitute, or the only one who shares the list. Of several none is the one;
// the register does not name one either (GPHerId).
func doctor(cycles []cycle, now time.Time) *cycle {
	for _, relationship := range []string{regular, substitute, shared} {
		var valid []*cycle
		for i := range cycles {
			if c := &cycles[i]; c.Relationship.Value == relationship && c.Valid.in(now.Location()).holds(now) {
				valid = append(valid, c)
			}
		}
		if len(valid) == 1 || len(valid) > 0 && relationship == regular {
			return valid[0]
		}
	}
	return nil
}

// Code list 7750.
const regular, substitute, shared = "LPFL", "LPVI", "LPDL"

func (c *cycle) role() *GeneralPractitionerRole {
	role := Regular
	switch c.Relationship.Value {
	case substitute:
		role = Substitute
	case shared:
		role = Shared
	}
	return &role
}

// stay is a doctor on a person's list; nobody while it had no regular doctor.
type stay struct {
	span
	doctor *fhir.Practitioner
}

// history is every day the person was on a list, by regular doctor, newest
// first. A list that ends at 23:59:59 and the next leave no gap.
func history(all []association, zone *time.Location) []GeneralPractitionerPeriod {
	var stays []stay
	seen := map[string]bool{}
	for _, a := range all {
		if a.ID == "" || !seen[a.ID] {
			seen[a.ID] = true
			stays = append(stays, a.stays(zone)...)
		}
	}
	slices.SortStableFunc(stays, func(a, b stay) int { return b.from.Compare(a.from) })
	periods := []GeneralPractitionerPeriod{}
	for _, s := range stays {
		if s.doctor != nil || s.to.IsZero() || s.to.Sub(s.from) >= 24*time.Hour {
			periods = append(periods, GeneralPractitionerPeriod{Practitioner: s.doctor, ValidFrom: date(s.from), ValidUntil: s.lastDay()})
		}
	}
	return periods
}

// stays divides a person's time on a list between its regular doctors and the
// times there was none.
func (a association) stays(zone *time.Location) (stays []stay) {
	left := a.Period.in(zone)
	cycles := slices.DeleteFunc(slices.Clone(a.cycles()), func(c cycle) bool { return c.Relationship.Value != regular })
	slices.SortStableFunc(cycles, func(a, b cycle) int { return a.Valid.in(zone).from.Compare(b.Valid.in(zone).from) })
	for _, c := range cycles {
		part := left.and(c.Valid.in(zone))
		if part.empty() {
			continue
		}
		if !left.from.IsZero() {
			stays = append(stays, stay{span: span{left.from, part.from}})
		}
		stays = append(stays, stay{part, practitioner(c.GP, c.HPRNumber)})
		if part.to.IsZero() {
			return stays
		}
		left.from = part.to
	}
	return append(stays, stay{span: left})
}

// listing is a list with the id that orders it and tells it from others.
type listing struct {
	id string
	GeneralPractitioner
}

// listings are the lists of a search that are in use in the municipality: a
// doctor found may have lists elsewhere, have had others, and stand in on those
// of colleagues. ok is false when the answer holds no search.
func (a *answer) listings(municipality string, now time.Time) (found []listing, total int, ok bool) {
	add := func(c *contract, gp person, hprNumber string) {
		if c.ID != "" && c.Place.Value == municipality && c.Valid.in(now.Location()).holds(now) {
			found = append(found, listing{c.ID, GeneralPractitioner{c.ID, practitioner(gp, hprNumber), c.Office.model(), c.list()}})
		}
	}
	var said string
	switch {
	case a.Contracts != nil:
		said = a.Contracts.Total
		for i := range a.Contracts.Records {
			c, d := &a.Contracts.Records[i], cycle{}
			if valid := doctor(c.Cycles, now); valid != nil {
				d = *valid
			}
			add(c, d.GP, d.HPRNumber)
		}
	case a.Search != nil:
		said = a.Search.Total
		for _, gp := range a.Search.Records {
			for _, c := range gp.Contracts {
				if c.Contract != nil && c.Relationship.Value == regular && c.Valid.in(now.Location()).holds(now) {
					add(c.Contract, gp.GP, gp.HPRNumber)
				}
			}
		}
	}
	n := number(said)
	if n == nil || *n < 0 {
		return nil, 0, false
	}
	return found, *n, true
}

// directory orders lists, without those that stood on two pages.
func directory(all []listing) []GeneralPractitioner {
	slices.SortStableFunc(all, func(a, b listing) int { return cmp.Compare(a.id, b.id) })
	all = slices.CompactFunc(all, func(a, b listing) bool { return a.id == b.id })
	out := make([]GeneralPractitioner, len(all))
	for i, l := range all {
		out[i] = l.GeneralPractitioner
	}
	return out
}

func practitioner(p person, hprNumber string) *fhir.Practitioner {
	name := fhir.Named(p.First, p.Middle, p.Last)
	hpr := positive(hprNumber, "%d")
	if name == nil && hpr == nil {
		return nil
	}
	return &fhir.Practitioner{Name: name, HPRNumber: hpr}
}

func (o office) model() *fhir.Organization {
	// Historical offices have a negative number, which is nobody's.
	m := fhir.Organization{Name: fhir.String(cmp.Or(o.DisplayName, o.Name)), OrganizationNumber: positive(o.Number, "%09d"), Address: o.address()}
	for _, e := range o.Electronic.All {
		if e.Type.Value == "E_TLF" {
			m.Phone = cmp.Or(m.Phone, fhir.String(e.Address))
		}
	}
	if m == (fhir.Organization{}) {
		return nil
	}
	return &m
}

// address is where patients go: the visiting address, else the one FLO has
// set, else any.
func (o office) address() *fhir.Address {
	if len(o.Physical.All) == 0 {
		return nil
	}
	p := o.Physical.All[0]
	for _, kind := range []string{"RES_FLO", "RES"} {
		if i := slices.IndexFunc(o.Physical.All, func(a physicalAddress) bool { return a.Type.Value == kind }); i >= 0 {
			p = o.Physical.All[i]
		}
	}
	// PostalCode is an integer on the wire: 0651 comes as 651.
	a := fhir.Address{PostalCode: positive(p.PostalCode, "%04d"), City: fhir.String(p.City)}
	if line := cmp.Or(p.Street, p.Postbox); line != "" {
		a.Lines = []string{line}
	}
	return &a
}

func (c *contract) list() *PatientList {
	l := PatientList{Capacity: number(c.Capacity), Waiting: number(c.Waiting)}
	if c.Status.Value != "" {
		// FAAA is open. How many places there are only some reads tell.
		places := number(c.Places)
		accepts := c.Status.Value == "FAAA" && (places == nil || *places > 0)
		l.AcceptsPatients = &accepts
	}
	if l == (PatientList{}) {
		return nil
	}
	return &l
}

// span is half-open; a zero end is open.
type span struct{ from, to time.Time }

func (p period) in(zone *time.Location) span { return span{instant(p.From, zone), instant(p.To, zone)} }

func (s span) holds(t time.Time) bool { return !s.from.After(t) && (s.to.IsZero() || s.to.After(t)) }

func (s span) empty() bool { return !s.to.IsZero() && !s.from.Before(s.to) }

func (s span) and(o span) span {
	if o.from.After(s.from) {
		s.from = o.from
	}
	if s.to.IsZero() || !o.to.IsZero() && o.to.Before(s.to) {
		s.to = o.to
	}
	return s
}

// lastDay is the day before the end, which is the first moment not in s.
func (s span) lastDay() *fhir.Date {
	if s.to.IsZero() {
		return nil
	}
	return date(s.to.Add(-1))
}

// instant reads an xs:dateTime. What is not one is zero, and so is the first
// of January of year 1, by which .NET says nothing.
func instant(s string, zone *time.Location) time.Time {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.In(zone)
	}
	t, err := time.ParseInLocation(localTime, s, zone)
	if err != nil || t.Year() == 1 {
		return time.Time{}
	}
	return t
}

func date(t time.Time) *fhir.Date {
	if t.IsZero() {
		return nil
	}
	d := fhir.DateOf(t)
	return &d
}

func number(s string) *int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return nil
	}
	return &n
}

// positive is a number as text, nil for 0 and below.
func positive(s, format string) *string {
	n := number(s)
	if n == nil || *n <= 0 {
		return nil
	}
	return fhir.String(fmt.Sprintf(format, *n))
}
