package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// envelopeWire is Fastlegeregisteret's response.
type envelopeWire struct {
	Records []associationWire `xml:"Body>GetPatientsGPDetailsAtTimeResponse>GetPatientsGPDetailsAtTimeResult>PatientToGPContractAssociation"`
}

type associationWire struct {
	Number string      `xml:"PatientNIN"`
	From   string      `xml:"Period>From"`
	To     string      `xml:"Period>To"`
	Cycles []cycleWire `xml:"DoctorCycles>GPOnContractAssociation"`
	List   struct {
		Office   officeWire `xml:"GPOffice"`
		Capacity string     `xml:"MaxPatients"`
		Waiting  string     `xml:"PatientsOnWaitingList"`
	} `xml:"GPContract"`
}

type cycleWire struct {
	First        string `xml:"GP>FirstName"`
	Middle       string `xml:"GP>MiddleName"`
	Last         string `xml:"GP>LastName"`
	HPRNumber    string `xml:"HprNumber"`
	Relationship string `xml:"Relationship>CodeValue"`
	From         string `xml:"Valid>From"`
	To           string `xml:"Valid>To"`
}

type officeWire struct {
	DisplayName string `xml:"DisplayName"`
	Name        string `xml:"Name"`
	Electronic  []struct {
		Address string `xml:"Address"`
		Kind    string `xml:"Type>CodeValue"`
	} `xml:"ElectronicAddresses>ElectronicAddress"`
	Physical []physicalWire `xml:"PhysicalAddresses>PhysicalAddress"`
}

type physicalWire struct {
	City       string `xml:"City"`
	PostalCode string `xml:"PostalCode"`
	Postbox    string `xml:"Postbox"`
	Street     string `xml:"StreetAddress"`
	Kind       string `xml:"Type>CodeValue"`
}

// practitioners fetches everybody's GP, a hundred people at a time.
func (r *registers) practitioners(ctx context.Context, numbers []string, at map[string]*person) error {
	const most = 100
	var calls []func() error
	for some := range slices.Chunk(numbers, most) {
		calls = append(calls, func() error { return r.somePractitioners(ctx, some, at) })
	}
	return together(calls...)
}

func (r *registers) somePractitioners(ctx context.Context, numbers []string, at map[string]*person) error {
	now := time.Now()
	local := now.Format("2006-01-02T15:04:05")
	var b bytes.Buffer
	b.WriteString(`<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetPatientsGPDetailsAtTime xmlns="http://schemas.nhn.no/reg/flr"><patientNins>`)
	for _, n := range numbers {
		fmt.Fprintf(&b, `<NinWithTimestamp><AtTime>%s</AtTime><NIN>%s</NIN></NinWithTimestamp>`, local, n)
	}
	b.WriteString(`</patientNins></GetPatientsGPDetailsAtTime></s:Body></s:Envelope>`)
	text, err := r.call(ctx, http.MethodPost, question{
		at: "fastlegeregister", path: "/v2/flr/Basic", kind: "text/xml; charset=utf-8", login: true, body: b.Bytes(),
		header: map[string]string{"SOAPAction": `"http://schemas.nhn.no/reg/flr/IFlrReadOperations/GetPatientsGPDetailsAtTime"`},
	})
	if err != nil {
		return err
	}
	var said envelopeWire
	if err := xml.Unmarshal(text, &said); err != nil {
		return err
	}
	for i := range said.Records {
		if p := at[said.Records[i].Number]; p != nil {
			p.Practitioner = said.Records[i].practitioner(local)
		}
	}
	return nil
}

func (w *associationWire) practitioner(now string) *practitioner {
	p := &practitioner{Since: day(w.From)}
	p.List.Capacity, p.List.Waiting = number(w.List.Capacity), number(w.List.Waiting)
	for _, kind := range []string{"LPDL", "LPVI", "LPFL"} { // the last that exists
		var valid []*doctor
		for _, c := range w.Cycles {
			if c.Relationship == kind && c.From <= now && (c.To == "" || c.To > now) {
				valid = append(valid, &doctor{&name{nameWire{c.First, c.Middle, c.Last}.full()}, some(c.HPRNumber)})
			}
		}
		if len(valid) == 1 {
			p.Doctor, p.relationship = valid[0], kind
		}
	}
	o := w.List.Office
	p.Office.Name = some(cmp.Or(o.DisplayName, o.Name))
	for _, e := range o.Electronic {
		if e.Kind == "E_TLF" {
			p.Office.Phone = some(e.Address)
		}
	}
	if len(o.Physical) > 0 {
		a := o.Physical[max(0, slices.IndexFunc(o.Physical, func(a physicalWire) bool { return a.Kind == "RES" }))]
		p.Office.Address = &address{City: some(a.City)}
		if line := cmp.Or(a.Street, a.Postbox); line != "" {
			p.Office.Address.Lines = []string{line}
		}
		if n := number(a.PostalCode); n != nil {
			code := fmt.Sprintf("%04d", *n)
			p.Office.Address.PostalCode = &code
		}
	}
	return p
}

func number(s string) *int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return nil
	}
	return &n
}
