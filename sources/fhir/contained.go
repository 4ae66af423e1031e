package fhir

import (
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Contained is what a resource carries inside itself, undecoded until it is
// pointed to.
type Contained []Part

// ContainedResource is a PractitionerRole, Practitioner or Organization,
// without its identifiers: those of personnel are never read.
type ContainedResource struct {
	ResourceType string            `json:"resourceType"`
	ID           string            `json:"id"`
	Practitioner Reference         `json:"practitioner"`
	Organization Reference         `json:"organization"`
	PartOf       Reference         `json:"partOf"`
	Code         []CodeableConcept `json:"code"`
	// Name is a text of an Organization and a list of others.
	Name jsontext.Value `json:"name"`
}

// Find is what r points to inside the resource, or zero.
func (c Contained) Find(r Reference) ContainedResource {
	id, local := strings.CutPrefix(r.Reference, "#")
	if !local || id == "" {
		return ContainedResource{}
	}
	for _, part := range c {
		if is, _ := part.ID(); is != id {
			continue
		}
		var found ContainedResource
		if part.Decode(&found) == nil {
			return found
		}
	}
	return ContainedResource{}
}

// PersonName is the first name of a Practitioner, nil without one.
func (r ContainedResource) PersonName() *HumanName {
	var names []struct {
		Given  []string `json:"given"`
		Family string   `json:"family"`
	}
	if json.Unmarshal(r.Name, &names) != nil || len(names) == 0 {
		return nil
	}
	return Named(strings.Join(names[0].Given, " "), "", names[0].Family)
}

// OrganizationName is the name of an Organization, "" without one.
func (r ContainedResource) OrganizationName() string {
	var name string
	if json.Unmarshal(r.Name, &name) != nil {
		return ""
	}
	return name
}
