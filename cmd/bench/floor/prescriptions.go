package main

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

type bundleWire struct {
	Entry []struct {
		Resource jsontext.Value `json:"resource"`
	} `json:"entry"`
}

type conceptWire struct {
	Coding []codingWire `json:"coding"`
	Text   string       `json:"text"`
}

type codingWire struct {
	System  string `json:"system"`
	Code    string `json:"code"`
	Display string `json:"display"`
}

// in is the coding in the first matching system; systems have several names.
func (c *conceptWire) in(systems ...string) *coding {
	if c == nil {
		return nil
	}
	for _, system := range systems {
		for _, w := range c.Coding {
			if strings.Contains(w.System, system) {
				return &coding{w.Code, some(w.Display)}
			}
		}
	}
	return nil
}

type referenceWire struct {
	Reference string `json:"reference"`
	Display   string `json:"display"`
}

func (r referenceWire) id() string { return r.Reference[strings.LastIndexByte(r.Reference, '/')+1:] }

type extensionWire struct {
	URL       string          `json:"url"`
	Extension []extensionWire `json:"extension"`
	String    string          `json:"valueString"`
	Date      string          `json:"valueDate"`
	DateTime  string          `json:"valueDateTime"`
	Boolean   bool            `json:"valueBoolean"`
	Concept   *conceptWire    `json:"valueCodeableConcept"`
	Reference referenceWire   `json:"valueReference"`
}

// find is the extension at the end of a path.
func find(all []extensionWire, road ...string) (end extensionWire) {
	for _, step := range road {
		i := slices.IndexFunc(all, func(e extensionWire) bool { return strings.HasSuffix(e.URL, step) })
		if i < 0 {
			return extensionWire{}
		}
		end, all = all[i], all[i].Extension
	}
	return end
}

// resourceWire is any resource of the search.
type resourceWire struct {
	Type       string `json:"resourceType"`
	ID         string `json:"id"`
	Identifier []struct {
		Type  conceptWire `json:"type"`
		Value string      `json:"value"`
	} `json:"identifier"`
	Medication referenceWire `json:"medicationReference"`
	Dosage     []struct {
		Text string `json:"text"`
	} `json:"dosage"`
	Extension []extensionWire `json:"extension"`
	Code      conceptWire     `json:"code"`
	For       []referenceWire `json:"authorizingPrescription"`
	Performer []struct {
		Actor referenceWire `json:"actor"`
	} `json:"performer"`
	Quantity struct {
		Value jsontext.Value `json:"value"`
		Unit  string         `json:"unit"`
	} `json:"quantity"`
	HandedOver string `json:"whenHandedOver"`
}

// prescriptions calls Reseptformidleren.
func (r *registers) prescriptions(ctx context.Context, number string, p *person) error {
	form := url.Values{
		"patient.identifier": {"urn:oid:2.16.578.1.12.4.1.4.1|" + number}, "rfstatus": {"E,U"}, "_count": {"100"},
		"_include": {"MedicationStatement:medication"}, "_revinclude": {"MedicationDispense:prescription"},
	}
	var bundle bundleWire
	err := r.fetch(ctx, question{
		at: "reseptformidler", path: "/MedicationStatement/_search", kind: "application/x-www-form-urlencoded",
		header: national(""), body: []byte(form.Encode()),
	}, &bundle)
	if err != nil {
		return err
	}
	medicines, dispensed, statements := map[string]*resourceWire{}, map[string][]*resourceWire{}, []*resourceWire(nil)
	for _, e := range bundle.Entry {
		w := new(resourceWire)
		if err := json.Unmarshal(e.Resource, w); err != nil {
			return err
		}
		switch w.Type {
		case "Medication":
			medicines[w.ID] = w
		case "MedicationDispense":
			for _, of := range w.For {
				dispensed[of.id()] = append(dispensed[of.id()], w)
			}
		case "MedicationStatement":
			statements = append(statements, w)
		}
	}
	out := &prescriptions{Nodes: []prescription{}}
	for _, w := range statements {
		if one, ok := w.prescription(medicines[w.Medication.id()], dispensed[w.ID]); ok {
			out.Nodes = append(out.Nodes, one)
		}
	}
	slices.SortFunc(out.Nodes, func(a, b prescription) int {
		return cmp.Or(compareDays(b.IssuedOn, a.IssuedOn), cmp.Compare(a.key, b.key))
	})
	out.Total = len(out.Nodes)
	p.Prescriptions = out
	return nil
}

// compareDays sorts unknown days first.
func compareDays(a, b *string) int {
	var none string
	return cmp.Compare(*cmp.Or(a, &none), *cmp.Or(b, &none))
}

func (w *resourceWire) prescription(of *resourceWire, dispensed []*resourceWire) (prescription, bool) {
	about := find(w.Extension, "sfm-reseptamendment").Extension
	p := prescription{
		Status: find(about, "rfstatus", "status").Concept.in("7408"), IssuedOn: day(find(about, "reseptdate").Date),
		ValidUntil: day(find(about, "expirationdate").Date), Dispenses: []dispense{},
	}
	for _, i := range w.Identifier {
		if i.Type.Text == "ReseptId" {
			p.key = i.Value
		}
	}
	if p.key == "" || p.Status == nil || p.Status.Code != "E" && p.Status.Code != "U" {
		return p, false
	}
	var texts []string
	for _, d := range w.Dosage {
		texts = append(texts, d.Text)
	}
	p.Dosage = some(cmp.Or(strings.Join(texts, "\n"), find(about, "dssn").String))
	if n, err := strconv.ParseUint(find(about, "reit").String, 10, 16); err == nil {
		refills := int(n)
		p.Refills = &refills
	}
	for _, e := range w.Extension {
		if role := find(e.Extension, "type").Concept.in("sfm-performer-roles"); role != nil && role.Code == "1" {
			full, hpr, _ := strings.Cut(find(e.Extension, "provider").Reference.Display, ", HPR:")
			p.Prescriber = &doctor{&name{full}, some(strings.TrimSpace(hpr))}
		}
	}
	p.Medication = &medication{Name: some(w.Medication.Display)}
	if of != nil {
		p.Medication.ATC = of.Code.in("whocc.no/atc", "7180")
		if fest := of.Code.in("FEST", "festLegemiddel"); fest != nil && fest.Display != nil {
			p.Medication.Name = fest.Display
		}
		if group := find(of.Extension, "no-basis-prescriptiongroup", "prescriptiongroup").Concept.in("7421"); group != nil {
			p.Medication.Group = &group.Code
		}
	}
	slices.SortFunc(dispensed, func(a, b *resourceWire) int {
		return cmp.Or(cmp.Compare(b.HandedOver, a.HandedOver), cmp.Compare(a.ID, b.ID))
	})
	for _, d := range dispensed {
		if !find(d.Extension, "sfm-dispenseinfo", "cancellation").Boolean {
			p.Dispenses = append(p.Dispenses, d.dispense())
		}
	}
	return p, true
}

func (w *resourceWire) dispense() dispense {
	d := dispense{DispensedOn: day(w.HandedOver)}
	if len(w.Quantity.Value) > 0 {
		d.Quantity = &quantity{string(w.Quantity.Value), some(w.Quantity.Unit)}
	}
	for _, p := range w.Performer {
		if name, _, found := strings.Cut(p.Actor.Display, ", HER:"); found {
			d.Pharmacy = &pharmacy{name}
		}
	}
	return d
}
