package helsekontakter

import (
	"cmp"
	"slices"
	"strings"

	"helsegraf/graph/policy"
	"helsegraf/sources"
	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
	"helsegraf/sources/nhn"
)

const (
	systemHER     = "urn:oid:2.16.578.1.12.4.1.2"
	systemService = fhir.VolvenOID + "7619" // municipal services
	homeCare      = "7"                     // hjemmetjenester
	extDigital    = "http://helsenorge.no/fhir/StructureDefinition/digital-innbyggertjeneste"
	// coordinators are how roles of coordinators begin; no code list has them.
	coordinator, cancerCoordinator = "forløpskoordinator", "kreftkoordinator"
)

type episode struct {
	fhir.Resource
	Identifier           []fhir.Identifier `json:"identifier"`
	Type                 fhir.Concepts     `json:"type"`
	Team                 []fhir.Reference  `json:"team"`
	ManagingOrganization fhir.Reference    `json:"managingOrganization"`
	Period               struct {
		Start string `json:"start"`
		End   string `json:"end"`
	} `json:"period"`
	Extension fhir.Extensions `json:"extension"`
}

type careTeam struct {
	fhir.Resource
	Name        string `json:"name"`
	Participant []struct {
		Role   fhir.Concepts  `json:"role"`
		Member fhir.Reference `json:"member"`
	} `json:"participant"`
}

type organization struct {
	fhir.Resource
	Identifier []fhir.Identifier `json:"identifier"`
}

// episodes collects a response.
type episodes struct {
	all   *fhir.Records[*episode]
	teams *fhir.Records[*careTeam]
	units *fhir.Records[*organization]
}

// contacts are those that may be shown. Updates with ids of their own have the
// episode's identifier, and the last one is the episode.
func (e *episodes) contacts(g policy.Grant, subject fnr.Number) (Contacts, error) {
	slices.SortFunc(e.all.Standing, func(a, b *episode) int {
		return cmp.Or(fhir.Began(b.Meta.LastUpdated).Compare(fhir.Began(a.Meta.LastUpdated)), strings.Compare(a.ID, b.ID))
	})
	out := Contacts{All: []HealthContact{}, Complete: true}
	for _, one := range fhir.Once(e.all.Standing, (*episode).key, func(o *episode) bool { return nhn.Shown(&o.Resource, g) }) {
		if one.key() == "" { // its contacts could not be told from others
			return Contacts{}, sources.Garbled
		}
		base, err := e.base(one, subject)
		if err != nil {
			return Contacts{}, err
		}
		known := false
		for _, ref := range one.Team {
			team, ok := e.teams.Find(&one.Resource, ref)
			if !ok {
				out.Complete = false // there are people whom the response does not name
				continue
			}
			known = true
			out.All = append(out.All, team.contacts(&one.Resource, base)...)
		}
		if !known {
			out.All = append(out.All, base)
		}
	}
	slices.SortFunc(out.All, func(a, b HealthContact) int { return strings.Compare(a.ID.Key, b.ID.Key) })
	out.All = slices.CompactFunc(out.All, func(a, b HealthContact) bool { return a.ID == b.ID })
	return out, nil
}

// key is the episode's UUID, however it is written; else the resource's id.
func (o *episode) key() string {
	for _, i := range o.Identifier {
		if i.Value != "" {
			return strings.TrimPrefix(strings.ToLower(i.Value), "urn:uuid:")
		}
	}
	return o.ID
}

// base is what all contacts of an episode have in common. It is Garbled for a status
// unknown to FHIR: the episode may have been withdrawn.
func (e *episodes) base(o *episode, subject fnr.Number) (HealthContact, error) {
	switch o.Status {
	case "planned", "waitlist", "active", "onhold", "finished":
	default:
		return HealthContact{}, sources.Garbled
	}
	c := HealthContact{
		ID: fhir.RecordID{Subject: subject, Key: o.key()}, Kind: CareTeam, Organization: o.Party(o.ManagingOrganization).Office(),
		Since: fhir.ParseDate(o.Period.Start), Until: fhir.ParseDate(o.Period.End),
	}
	if slices.ContainsFunc(o.Type, func(t fhir.CodeableConcept) bool { return t.Has(systemService, homeCare) }) {
		c.Kind = HomeCare
	}
	yes, no := true, false
	switch digital := o.Extension.At(extDigital).ValueBoolean; {
	case o.Status == "finished":
		c.TakesMessages, c.TakesBookings = &no, &no
	case digital != nil:
		c.TakesMessages = digital
	case e.communicationParty(o):
		c.TakesMessages = &yes
	}
	return c, nil
}

// communicationParty reports whether the organization has a HER-id to send to.
func (e *episodes) communicationParty(o *episode) bool {
	all := []fhir.Identifier{o.ManagingOrganization.Identifier}
	if unit, ok := e.units.Find(&o.Resource, o.ManagingOrganization); ok {
		all = append(all, unit.Identifier...)
	}
	return slices.ContainsFunc(all, func(i fhir.Identifier) bool { return i.System == systemHER && i.Value != "" })
}

// contacts are the team itself and its people.
func (t *careTeam) contacts(of *fhir.Resource, base HealthContact) []HealthContact {
	base.Team = fhir.String(t.Name)
	base.ID.Key += "/" + t.Name
	out := []HealthContact{base}
	for _, p := range t.Participant {
		one, who := base, of.Party(p.Member)
		one.Name, one.Role = who.Name, fhir.String(p.Role.Words())
		if one.Name == nil && who.Personnel() && !strings.ContainsAny(who.Display, "0123456789") {
			one.Name = fhir.Named("", "", who.Display)
		}
		if !who.Personnel() {
			one.Organization = cmp.Or(who.Office(), one.Organization)
		}
		if one.Name == nil && one.Role == nil {
			continue
		}
		role := strings.ToLower(fhir.Known(one.Role))
		if strings.HasPrefix(role, coordinator) || strings.HasPrefix(role, cancerCoordinator) {
			one.Kind = PathwayCoordinator
		}
		one.ID.Key += "/" + role
		if one.Name != nil {
			one.ID.Key += "/" + one.Name.Full
		}
		out = append(out, one)
	}
	return out
}
