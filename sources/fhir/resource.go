package fhir

import (
	"slices"
	"strconv"
	"strings"
)

// Resource is the elements common to all resources. The shape of each type
// embeds it.
type Resource struct {
	ID                 string           `json:"id"`
	Meta               Meta             `json:"meta"`
	Contained          Contained        `json:"contained"`
	Status             string           `json:"status"`
	DocStatus          string           `json:"docStatus"`
	VerificationStatus *CodeableConcept `json:"verificationStatus"`
	ClinicalStatus     *CodeableConcept `json:"clinicalStatus"`
	Subject            Reference        `json:"subject"`
	Patient            Reference        `json:"patient"`

	entry  *entry
	set    *Searchset
	owner  Owner
	stands bool
}

// Contained are the resources inside a resource, undecoded until referred to.
type Contained []Part

// Head is the resource itself.
func (r *Resource) Head() *Resource { return r }

// Void reports whether the record was retracted or never took effect, by any of
// its statuses, whatever its type.
func (r *Resource) Void() bool {
	return void(r.Status) || void(r.DocStatus) || r.VerificationStatus.hasCode(void)
}

func void(status string) bool {
	switch status {
	case "entered-in-error", "cancelled", "declined", "not-done", "aborted", "rejected", "revoked", "nullified":
		return true
	}
	return false
}

// hasCode reports whether one of the codings, of any system, or the text
// matches.
func (c *CodeableConcept) hasCode(such func(string) bool) bool {
	if c == nil {
		return false
	}
	for _, w := range c.Coding {
		if such(w.Code) {
			return true
		}
	}
	return len(c.Coding) == 0 && such(strings.ToLower(c.Text))
}

// CodeIn is the concept's code in one of the systems, or without a system; ""
// when there is none. Codings of other systems are ignored.
func (c *CodeableConcept) CodeIn(systems ...string) string {
	if c == nil {
		return ""
	}
	said, at := "", len(systems)+1
	for _, w := range c.Coding {
		i := slices.Index(systems, w.System)
		if i < 0 && w.System == "" {
			i = len(systems)
		}
		if i >= 0 && i < at && w.Code != "" {
			said, at = w.Code, i
		}
	}
	return said
}

// follows reports whether r is a later version than o of the same resource: by
// version number, else by lastUpdated. If they are equal, a retracted version
// comes last.
func (r *Resource) follows(o *Resource) bool {
	if by := r.compare(o); by != 0 {
		return by > 0
	}
	return r.Void() && !o.Void()
}

// sameVersion reports whether neither is later.
func (r *Resource) sameVersion(o *Resource) bool { return r.compare(o) == 0 }

// compare is positive when r is the later version, and 0 when unknown.
func (r *Resource) compare(o *Resource) int {
	mine, one := strconv.ParseUint(r.Meta.VersionID, 10, 64)
	theirs, other := strconv.ParseUint(o.Meta.VersionID, 10, 64)
	switch {
	case one == nil && other == nil && mine > theirs:
		return 1
	case one == nil && other == nil && mine < theirs:
		return -1
	case one == nil && other == nil || r.Meta.LastUpdated == o.Meta.LastUpdated:
		return 0
	}
	at, then := ParseInstant(r.Meta.LastUpdated), ParseInstant(o.Meta.LastUpdated)
	if at == nil || then == nil {
		return 0
	}
	return at.Compare(*then)
}
