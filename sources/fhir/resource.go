package fhir

import (
	"slices"
	"strconv"
	"strings"
)

// Resource is what every resource says of itself. The shape of each embeds it.
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

// Contained is what a resource carries inside itself, undecoded until it is
// pointed to.
type Contained []Part

// Head is the resource itself.
func (r *Resource) Head() *Resource { return r }

// Void reports whether the record was taken back, or nothing came of what it
// tells of: by any of its statuses, whatever its type.
func (r *Resource) Void() bool {
	return void(r.Status) || void(r.DocStatus) || r.VerificationStatus.says(void)
}

func void(status string) bool {
	switch status {
	case "entered-in-error", "cancelled", "declined", "not-done", "aborted", "rejected", "revoked", "nullified":
		return true
	}
	return false
}

// says reports whether one of the codings, of any system, or the words are such
// a code.
func (c *CodeableConcept) says(such func(string) bool) bool {
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

// CodeIn is the code that a concept has in the systems, or in no system; ""
// without one. Codings of other systems say other things.
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
// number, else by the time it was last changed. When that does not say, a
// version that was taken back comes last.
func (r *Resource) follows(o *Resource) bool {
	if by := r.compare(o); by != 0 {
		return by > 0
	}
	return r.Void() && !o.Void()
}

// sameVersion reports whether r is as late as o.
func (r *Resource) sameVersion(o *Resource) bool { return r.compare(o) == 0 }

// compare is above 0 when r is the later version, and 0 when that is not known.
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
