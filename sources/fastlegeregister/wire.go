package fastlegeregister

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/soap"
)

// The operations, by the names in the WSDL.
const (
	opAtTime    = "GetPatientsGPDetailsAtTime"
	opHistory   = "GetPatientGPHistory"
	opContracts = "QueryGPContracts"
	opSearch    = "SearchForGP"
)

// localTime is how the register writes xs:dateTime: Norwegian, no zone.
const localTime = "2006-01-02T15:04:05"

func action(operation string) string {
	return "http://schemas.nhn.no/reg/flr/IFlrReadOperations/" + operation
}

// Requests are written as text: the register silently ignores a misplaced
// element, so the order must be visible. Elements of a type are in alphabetical
// order, parameters in the WSDL's.

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

func requestContracts(q SearchQuery, page, size int) []byte {
	return fmt.Appendf(nil, `<QueryGPContracts xmlns="http://schemas.nhn.no/reg/flr"><queryParameters>%s<Page>%d</Page><PageSize>%d</PageSize></queryParameters></QueryGPContracts>`,
		municipality("Municipality", q.Municipality), page, size)
}

func requestSearch(q SearchQuery, page, size int) []byte {
	return fmt.Appendf(nil, `<SearchForGP xmlns="http://schemas.nhn.no/reg/flr"><searchParameters><FullText>%s</FullText>%s<Page>%d</Page><PageSize>%d</PageSize></searchParameters></SearchForGP>`,
		soap.Escape(q.Name), municipality("HasGPOfficeInMunicipality", q.Municipality), page, size)
}

func municipality(element, number string) string {
	return `<` + element + ` xmlns:c="http://register.nhn.no/Common"><c:Active>true</c:Active><c:CodeValue>` + soap.Escape(number) +
		`</c:CodeValue><c:OID>3402</c:OID><c:SimpleType>kommune</c:SimpleType></` + element + `>`
}

// The part of a response that is read. Everything is text: the register uses
// i:nil for absent values, which must not become 0 or false.

type response struct {
	soap.Faults[detail]
	AtTime *struct {
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

// detail is a fault's detail.
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
	HerID      string   `xml:"http://schemas.nhn.no/reg/flr GPHerId"`
	PatientNIN string   `xml:"http://schemas.nhn.no/reg/flr PatientNIN"`
	Period     period   `xml:"http://schemas.nhn.no/reg/flr Period"`
	Cycles     []cycle  `xml:"http://schemas.nhn.no/reg/flr DoctorCycles>GPOnContractAssociation"`
	Contract   contract `xml:"http://schemas.nhn.no/reg/flr GPContract"`
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

// refusal is why the register rejected the request, or nil. A failing server
// may add the declared detail, empty, to a fault of its own.
func (a *response) refusal() *refusal {
	f := a.Fault()
	if f == nil || f.OfService() || f.Detail() == nil {
		return nil
	}
	return f.Detail().Generic
}

// neverHadGP reports whether the request was refused because there never was a
// GP. Only the text distinguishes this from an invalid request.
func (a *response) neverHadGP() bool {
	r := a.refusal()
	return r != nil && strings.Contains(r.Message, "Personen er ikke tilknyttet fastlegekontrakt")
}

// fault is the Kind of a fault, or nil. Only the fault that the register
// declares means that the request was wrong; every other is the register's own,
// or the gateway's.
func (a *response) fault() error {
	f := a.Fault()
	switch {
	case f == nil:
		return nil
	case a.neverHadGP():
		return sources.NotFound
	case a.refusal() != nil:
		return sources.Invalid
	case f.OfAccess():
		return sources.Denied
	}
	return sources.Unavailable
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
	// Historical offices have a negative number, which is not an organization
	// number.
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

// address is where patients go: the visiting address, else the one set by FLO,
// else any.
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
	if c.ID != "" {
		l.ID = &fhir.RecordID{Key: c.ID}
	}
	return &l
}

func number(s string) *int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
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
