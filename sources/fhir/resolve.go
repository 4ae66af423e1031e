package fhir

import (
	"net/url"
	"strings"
)

// lookup is what a reference of the resource leads to: a contained part, or an
// entry of the response. name is the expected type, for references without one.
//
// R4 has these forms: "#id"; "Type/id", which is relative to where the resource
// itself lies; an absolute address or urn, by which the answer names its
// entries; each of the last three also with a version; and a business identifier.
func (r *Resource) lookup(ref Reference, name string) (Part, *entry) {
	if id, ok := strings.CutPrefix(ref.Reference, "#"); ok {
		return r.Contained.part(id), nil
	}
	if r.set == nil {
		return Part{}, nil
	}
	e := r.set.at(r.entry, ref, name)
	if e == nil {
		return Part{}, nil
	}
	return e.resource, e
}

// Dangling reports whether a reference to the type, which can only lead to an
// entry of the response, leads nowhere.
func (r *Resource) Dangling(ref Reference, name string) bool {
	part, e := r.lookup(ref, name)
	if e != nil || len(part.text) > 0 {
		return false
	}
	_, urn := cutFold(ref.Reference, "urn:")
	return urn || strings.HasPrefix(ref.Reference, "#") || ref.Reference == "" && ref.Identifier.Value == ""
}

// part is the contained resource with the id.
func (c Contained) part(id string) Part {
	for _, p := range c {
		if is, _ := p.ID(); is == id && id != "" {
			return p
		}
	}
	return Part{}
}

func (s *Searchset) at(from *entry, ref Reference, name string) *entry {
	to, _, _ := strings.Cut(ref.Reference, "/_history/")
	switch {
	case to == "":
		return s.identified(ref, name)
	case absolute(to):
		s.index()
		if e := s.byURL[normal(to)]; e != nil {
			return e
		}
		// An entry may lack a fullUrl.
		if _, at := split(to); at.id != "" {
			if e := s.byID[at]; e != nil && e.fullURL == "" {
				return e
			}
		}
		return nil
	}
	base, at := split(to)
	if base != "" || at.id == "" {
		return nil
	}
	s.index()
	if from != nil && absolute(from.fullURL) {
		if base, _ := split(from.fullURL); base != "" {
			if e := s.byURL[normal(base+"/"+to)]; e != nil {
				return e
			}
		}
	}
	return s.byID[at]
}

// identified is the entry of the type with the business identifier.
func (s *Searchset) identified(ref Reference, name string) *entry {
	if ref.Identifier.Value == "" {
		return nil
	}
	if s.byName == nil {
		s.byName = map[named]*entry{}
		for _, e := range s.entries {
			var head struct {
				Identifier []Identifier `json:"identifier"`
			}
			if e.resource.Decode(&head) != nil {
				continue // some types have a single identifier
			}
			for _, i := range head.Identifier {
				s.byName[named{e.at.resourceType, i.System, i.Value}] = e
			}
		}
	}
	return s.byName[named{name, ref.Identifier.System, ref.Identifier.Value}]
}

// index makes the maps. Of two entries at the same address the later one is
// found.
func (s *Searchset) index() {
	if s.byURL != nil {
		return
	}
	s.byURL, s.byID = make(map[string]*entry, len(s.entries)), make(map[local]*entry, len(s.entries))
	for _, e := range s.entries {
		if e.fullURL != "" {
			at, _, _ := strings.Cut(e.fullURL, "/_history/")
			s.byURL[normal(at)] = e
		}
		if e.at.id != "" {
			s.byID[e.at] = e
		}
	}
}

// absolute reports whether a reference is an address or a urn.
func absolute(ref string) bool {
	scheme, _, ok := strings.Cut(ref, ":")
	return ok && scheme != "" && !strings.ContainsAny(scheme, "/?#")
}

// split separates the type and the id from the end of a reference. One without
// them, such as a urn, is all base.
func split(ref string) (base string, at local) {
	i := strings.LastIndexByte(ref, '/')
	if i < 0 {
		return ref, local{}
	}
	rest, id := ref[:i], ref[i+1:]
	j := strings.LastIndexByte(rest, '/')
	if at = (local{rest[j+1:], id}); j < 0 {
		return "", at
	}
	return rest[:j], at
}

// normal normalises an address (RFC 3986): letter case and default ports.
func normal(ref string) string {
	if urn, ok := cutFold(ref, "urn:"); ok {
		kind, rest, _ := strings.Cut(urn, ":")
		return "urn:" + strings.ToLower(kind) + ":" + strings.ToLower(rest)
	}
	u, err := url.Parse(ref)
	if err != nil {
		return ref
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	if port := u.Port(); port == "443" && u.Scheme == "https" || port == "80" && u.Scheme == "http" {
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	return u.String()
}

// cutFold is strings.CutPrefix without regard to case.
func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}
