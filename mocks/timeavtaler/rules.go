package timeavtaler

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Names in the profile.
const (
	profile         = "http://helsenorge.no/fhir/StructureDefinition/hn-basis-appointment"
	serviceCategory = "http://terminology.hl7.org/CodeSystem/service-category"
	proposedTypes   = "http://helsenorge.no/fhir/CodeSystem/Hn-AppointmentTypeProposed-New-Codes-cs"
	virtualService  = "http://hl7.no/fhir/StructureDefinition/no-basis-virtual-service"
	postponement    = "http://helsenorge.no/fhir/StructureDefinition/hn-basis-postponementreason"
	partProfile     = "http://helsenorge.no/fhir/StructureDefinition/kommunikasjonspart-Organization"
	herID           = "urn:oid:2.16.578.1.12.4.1.2"
)

// codes are the values that the profile's bindings allow, by system. The two lists
// called 7617 are joined.
var codes = map[string][]string{
	serviceCategory: {"27", "30"},
	volven + "7619": municipalities,
	volven + "8406": {"1", "2", "3", "8"},
	volven + "8432": {"1", "2", "3", "5", "6", "7", "12", "13", "14"},
	volven + "7617": {"Ordinær", "Hastetime", "Vaksine", "Lab", "Hjemmebesok", "Dagbehandling", "Innleggelse", "Konsultasjon", "Poliklinisk", "Video", "Tidsvindu", "Gruppe", "Koronatest", "Koronavaksine"},
	volven + "7621": {"AAT", "AIH", "AAI", "APVAI", "IM"},
	proposedTypes:   {"Poliklinisktime", "Innleggelse", "Dagbehandling", "Konsultasjon", "Bildediagnostikk"},
}

// municipalities are the areas of municipal services.
var municipalities = []string{"3", "4", "5", "6", "7", "8", "9", "10", "16", "17", "18", "19"}

// flagsOfDialogue are the flags municipal services may not use, and flagsOfAll those
// anybody may.
var (
	flagsOfDialogue = []string{"canAcknowledge", "canChangeAppointmentDialog", "canHaveAppointmentDetails", "canInitiateDialog"}
	flagsOfAll      = []string{"cancel", "cancelWithComment", "canCancelServiceRequest", "canChangeAppointment"}
)

// checked is the part of an appointment that the rules concern.
type checked struct {
	ResourceType string `json:"resourceType"`
	ID           string `json:"id"`
	Meta         struct {
		LastUpdated string   `json:"lastUpdated"`
		Security    []coding `json:"security"`
		Tag         []coding `json:"tag"`
	} `json:"meta"`
	Contained  []inside `json:"contained"`
	Extension  []struct{ URL string }
	Identifier []struct {
		System, Value string
		Assigner      *reference
	} `json:"identifier"`
	Status                string      `json:"status"`
	CancelationReason     *concept    `json:"cancelationReason"`
	ServiceCategory       []concept   `json:"serviceCategory"`
	AppointmentType       *concept    `json:"appointmentType"`
	BasedOn               []reference `json:"basedOn"`
	PartOf                any         `json:"partOf"`
	PostponementReason    any         `json:"postponementReason"`
	Description           string      `json:"description"`
	PatientInstruction    string      `json:"patientInstruction"`
	SupportingInformation []reference `json:"supportingInformation"`
	Start                 string      `json:"start"`
	End                   string      `json:"end"`
	RequestedPeriod       []struct {
		Start, End string
	} `json:"requestedPeriod"`
	Participant []struct {
		Status string
		Actor  *reference
	} `json:"participant"`
}

type coding struct {
	System, Code string
}

type concept struct{ Coding []coding }

// has reports whether a coding is of the system and one of the codes; none given is any.
func (c *concept) has(system string, codes ...string) bool {
	return c != nil && slices.ContainsFunc(c.Coding, func(one coding) bool {
		return one.System == system && (len(codes) == 0 || slices.Contains(codes, one.Code))
	})
}

type reference struct {
	Reference, Type string
	Identifier      *struct{ System, Value string }
}

// inside is a contained resource.
type inside struct {
	ResourceType         string
	ID                   string
	Meta                 struct{ Profile []string }
	Status               string
	Code                 concept
	Type                 json.RawMessage
	Identifier           json.RawMessage
	PartOf               *reference
	ManagingOrganization *reference
}

// is reports whether a location is of one of the types.
func (i inside) is(codes ...string) bool {
	var all []concept
	return json.Unmarshal(i.Type, &all) == nil && slices.ContainsFunc(all, func(c concept) bool { return c.has(roleCode, codes...) })
}

// identified reports whether an organization has a number of one of the systems.
func (i inside) identified(systems ...string) bool {
	var all []struct{ System, Value string }
	return json.Unmarshal(i.Identifier, &all) == nil && slices.ContainsFunc(all, func(n struct{ System, Value string }) bool {
		return n.Value != "" && slices.Contains(systems, n.System)
	})
}

func (a *checked) of(resourceType string) (all []inside) {
	for _, c := range a.Contained {
		if c.ResourceType == resourceType {
			all = append(all, c)
		}
	}
	return all
}

// at is the contained resource that a reference leads to.
func (a *checked) at(r *reference) (inside, bool) {
	if r == nil {
		return inside{}, false
	}
	id, ok := strings.CutPrefix(r.Reference, "#")
	i := slices.IndexFunc(a.Contained, func(c inside) bool { return c.ID == id })
	if !ok || i < 0 {
		return inside{}, false
	}
	return a.Contained[i], true
}

// supports are the contained resources of a type that are referred to as supporting
// information.
func (a *checked) supports(resourceType string) (all []inside) {
	for i := range a.SupportingInformation {
		if c, ok := a.at(&a.SupportingInformation[i]); ok && c.ResourceType == resourceType {
			all = append(all, c)
		}
	}
	return all
}

// specialist reports whether the category is specialist care or imaging.
func (a *checked) specialist() bool {
	return len(a.ServiceCategory) > 0 && a.ServiceCategory[0].has(serviceCategory, "27", "30")
}

func (a *checked) municipal(areas ...string) bool {
	if len(areas) == 0 {
		areas = municipalities
	}
	return len(a.ServiceCategory) > 0 && a.ServiceCategory[0].has(volven+"7619", areas...)
}

func (a *checked) extended(url string) bool {
	return slices.ContainsFunc(a.Extension, func(e struct{ URL string }) bool {
		return e.URL == url || url == virtualService && e.URL == "http://helsenorge.no/fhir/StructureDefinition/hn-basis-virtual-service"
	})
}

// flagCodes are the codes of all contained flags.
func (a *checked) flagCodes() (all []string) {
	for _, f := range a.of("Flag") {
		for _, c := range f.Code.Coding {
			all = append(all, c.Code)
		}
	}
	return all
}

// instant is a time; zero for none.
func instant(s string) time.Time { t, _ := time.Parse(time.RFC3339Nano, s); return t }
