package timeavtaler

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"helsegraf/mocks/world"
)

// rule is a rule of the profile, and whether an appointment breaks it.
type rule struct {
	key    string
	broken func(a *checked) bool
}

// invariants are the 21 of the profile, by what they mean: some name elements that R4
// does not have, partOf and postponementReason, and one writes the URL of virtual services
// otherwise than the profile that defines it.
var invariants = []rule{
	{"cancelationReason-inv", func(a *checked) bool {
		return a.Status == "cancelled" && a.PartOf == nil && a.CancelationReason == nil
	}},
	{"contained-location-must-have-managingorganization", func(a *checked) bool {
		return a.specialist() && slices.ContainsFunc(a.of("Location"), func(l inside) bool { return l.ManagingOrganization == nil })
	}},
	{"hn-app-primary-2", func(a *checked) bool { return len(a.BasedOn) > 0 && !a.specialist() }},
	{"start-required-inv", func(a *checked) bool {
		return a.Start == "" && (len(a.RequestedPeriod) == 0 || !slices.Contains([]string{"proposed", "cancelled", "entered-in-error"}, a.Status))
	}},
	{"hn-app-reqperiod-1", func(a *checked) bool {
		for _, p := range a.RequestedPeriod {
			if p.Start == "" || p.End == "" {
				return true
			}
		}
		return a.Status == "proposed" && len(a.RequestedPeriod) == 0
	}},
	{"hn-app-reqperiod-2", func(a *checked) bool {
		return len(a.RequestedPeriod) > 0 && !slices.Contains([]string{"proposed", "cancelled", "entered-in-error"}, a.Status)
	}},
	{"hn-app-primary-4", func(a *checked) bool { return a.PartOf != nil && !a.specialist() }},
	{"hn-app-primary-5", func(a *checked) bool {
		return (a.PostponementReason != nil || a.extended(postponement)) && !a.specialist()
	}},
	{"serviceCategory-location-type", func(a *checked) bool {
		all := a.of("Location")
		has := func(code string) bool { return slices.ContainsFunc(all, func(l inside) bool { return l.is(code) }) }
		return a.specialist() && (slices.ContainsFunc(all, func(l inside) bool { return !l.is("HU", "HOSP") }) || !has("HU") || !has("HOSP"))
	}},
	{"community-services-location-requires-ptres-or-of", func(a *checked) bool {
		return a.municipal() && a.PartOf == nil && !a.extended(virtualService) && !slices.ContainsFunc(a.of("Location"), func(l inside) bool { return l.is("PTRES", "OF") })
	}},
	{"community-services-location-not-both-ptres-and-of", func(a *checked) bool {
		has := func(code string) bool {
			return slices.ContainsFunc(a.of("Location"), func(l inside) bool { return l.is(code) })
		}
		return a.municipal() && a.PartOf == nil && !a.extended(virtualService) && has("PTRES") && has("OF")
	}},
	{"community-services-no-dialog-flags", func(a *checked) bool {
		return a.municipal() && slices.ContainsFunc(a.flagCodes(), func(code string) bool { return slices.Contains(flagsOfDialogue, code) })
	}},
	{"contained-flag-allowed-codes", func(a *checked) bool {
		seen := map[string]bool{}
		for _, code := range a.flagCodes() {
			if seen[code] || !slices.Contains(flagsOfAll, code) && !slices.Contains(flagsOfDialogue, code) {
				return true
			}
			seen[code] = true
		}
		return false
	}},
	{"serviceCategory-7-ptres-no-varsling-or-paminnelse", func(a *checked) bool {
		return a.municipal("7") && slices.ContainsFunc(a.of("Location"), func(l inside) bool { return l.is("PTRES") }) &&
			slices.ContainsFunc(a.Meta.Tag, func(c coding) bool {
				return c.System == "http://helsenorge.no/fhir/varsling" || c.System == "http://helsenorge.no/fhir/paminnelse"
			})
	}},
	{"supportinginformation-organization-partof", func(a *checked) bool {
		return slices.ContainsFunc(a.supports("Organization"), func(o inside) bool {
			if slices.Contains(o.Meta.Profile, partProfile) {
				return false
			}
			above, ok := a.at(o.PartOf)
			return !o.identified(resh, herID) || !ok || above.ResourceType != "Organization" || !above.identified(orgNumber, herID)
		})
	}},
	{"community-services-requires-kommunikasjonspart-organization", func(a *checked) bool {
		return !a.specialist() && !slices.ContainsFunc(a.supports("Organization"), func(o inside) bool { return o.identified(resh, herID) })
	}},
	{"virtualservice-or-location-required", func(a *checked) bool { return !a.extended(virtualService) && len(a.of("Location")) == 0 }},
	{"hn-app-proposed-only-servicecategory-7", func(a *checked) bool { return a.Status == "proposed" && !a.municipal("7") }},
	{"hn-app-entered-in-error-requires-start-and-end", func(a *checked) bool { return a.Status == "entered-in-error" && (a.Start == "" || a.End == "") }},
	{"hn-app-specialist-cancelation-reason", func(a *checked) bool {
		return a.specialist() && a.Status == "cancelled" && a.PartOf == nil && !a.CancelationReason.has(volven+"8445") && !a.CancelationReason.has(volven+"9179")
	}},
	{"hn-app-community-cancelation-reason", func(a *checked) bool {
		return !a.specialist() && a.Status == "cancelled" && a.PartOf == nil && !a.CancelationReason.has(volven+"7621")
	}},
}

// others are the profile's cardinalities, bindings and lengths, and R4's own invariants.
var others = []rule{
	{"meta.lastUpdated", func(a *checked) bool { return instant(a.Meta.LastUpdated).IsZero() }},
	{"meta.security", func(a *checked) bool {
		labels := 0
		for _, c := range a.Meta.Security {
			if c.System == volven+"9603" {
				labels++
			}
		}
		return labels > 1
	}},
	{"identifier", func(a *checked) bool {
		return len(a.Identifier) != 1 || a.Identifier[0].System == "" || a.Identifier[0].Value == "" || a.Identifier[0].Assigner == nil
	}},
	{"status", func(a *checked) bool {
		return !slices.Contains([]string{"booked", "fulfilled", "cancelled", "noshow", "entered-in-error", "proposed"}, a.Status)
	}},
	{"serviceCategory", func(a *checked) bool {
		return len(a.ServiceCategory) != 1 || !a.specialist() && !a.municipal()
	}},
	{"appointmentType", func(a *checked) bool { return a.AppointmentType == nil || len(a.AppointmentType.Coding) == 0 }},
	{"bindings", func(a *checked) bool {
		all := []*concept{a.AppointmentType, a.CancelationReason}
		return slices.ContainsFunc(all, func(c *concept) bool {
			return c != nil && slices.ContainsFunc(c.Coding, func(one coding) bool {
				known, bound := codes[one.System]
				return one.Code != "" && one.System == "" || bound && !slices.Contains(known, one.Code)
			})
		})
	}},
	{"supportingInformation", func(a *checked) bool {
		return len(a.supports("Organization")) != 1 || len(a.supports("DocumentReference")) > 1 || len(a.supports("Flag")) > 4
	}},
	{"must-be-max-1000-chars", func(a *checked) bool {
		return utf8.RuneCountInString(a.Description) > 1000 || utf8.RuneCountInString(a.PatientInstruction) > 1000
	}},
	{"participant", func(a *checked) bool {
		patients := 0
		for _, p := range a.Participant {
			if p.Actor == nil || p.Status == "" {
				return true
			}
			if strings.HasSuffix(p.Actor.Type, "Patient") {
				patients++
				if p.Actor.Reference != "" || p.Actor.Identifier == nil || !world.ValidNumber(p.Actor.Identifier.Value) {
					return true
				}
			}
		}
		return patients != 1
	}},
	{"requestedPeriod", func(a *checked) bool { return len(a.RequestedPeriod) > 1 }},
	{"app-2", func(a *checked) bool { return (a.Start == "") != (a.End == "") }},
	{"times", func(a *checked) bool {
		times := []string{a.Start, a.End}
		for _, p := range a.RequestedPeriod {
			times = append(times, p.Start, p.End)
		}
		for _, t := range times {
			if t != "" && instant(t).IsZero() {
				return true
			}
		}
		return a.Start != "" && instant(a.End).Before(instant(a.Start))
	}},
}

// forbidden are the elements that the profile leaves no room for.
var forbidden = []string{"implicitRules", "language", "text", "serviceType", "specialty", "reasonCode", "reasonReference", "priority", "slot", "comment"}

// breaks returns the first rule that an appointment breaks, "" for none; and the
// appointment.
func breaks(body []byte) (key string, a checked) {
	var elements map[string]json.RawMessage
	if json.Unmarshal(body, &elements) != nil || json.Unmarshal(body, &a) != nil || a.ResourceType != "Appointment" {
		return "structure", a
	}
	for _, name := range forbidden {
		if _, there := elements[name]; there {
			return name, a
		}
	}
	for _, r := range slices.Concat(others, invariants) {
		if r.broken(&a) {
			return r.key, a
		}
	}
	return "", a
}
