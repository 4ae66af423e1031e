package fastlegeregister

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// writer writes answers as a DataContract serializer does: a type's elements in
// alphabetical order, after those of its base, and i:nil for absent values. Prefixes
// are declared on the outermost element.
type writer struct {
	written bytes.Buffer
	zone    *time.Location
	inside  bool
}

const nsPrefixes = ` xmlns:f="http://schemas.nhn.no/reg/flr" xmlns:c="http://register.nhn.no/Common" xmlns:p="http://schemas.nhn.no/reg/Common/en"` +
	` xmlns:o="http://register.nhn.no/Corporate" xmlns:d="http://schemas.datacontract.org/2004/07/System" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"`

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder never fails
	return b.String()
}

// raw writes markup; its arguments are already escaped.
func (b *writer) raw(format string, a ...any) { _, _ = fmt.Fprintf(&b.written, format, a...) }

// within writes an element with inner's output as its content.
func (b *writer) within(tag string, inner func()) {
	prefixes := ""
	if !b.inside {
		prefixes, b.inside = nsPrefixes, true
	}
	b.raw("<%s%s>", tag, prefixes)
	inner()
	b.raw("</%s>", tag)
}

func (b *writer) null(tags ...string) {
	for _, tag := range tags {
		b.raw(`<%s i:nil="true"/>`, tag)
	}
}

// text writes a value, or i:nil for "".
func (b *writer) text(tag, value string) {
	if value == "" {
		b.null(tag)
		return
	}
	b.raw("<%s>%s</%s>", tag, escape(value), tag)
}

func (b *writer) number(tag string, n int) { b.text(tag, strconv.Itoa(n)) }

// optional writes i:nil for 0.
func (b *writer) optional(tag string, n int) {
	if n == 0 {
		b.null(tag)
		return
	}
	b.number(tag, n)
}

// time writes Norwegian time without a zone, or i:nil.
func (b *writer) time(tag string, t time.Time) {
	if t.IsZero() {
		b.null(tag)
		return
	}
	b.text(tag, t.In(b.zone).Format("2006-01-02T15:04:05.999"))
}

func (b *writer) period(tag string, from, until time.Time) {
	b.within(tag, func() { b.time("p:From", from); b.time("p:To", until) })
}

func (b *writer) code(tag string, c code) {
	if c.value == "" {
		b.null(tag)
		return
	}
	b.within(tag, func() {
		b.text("c:Active", "true")
		b.text("c:CodeText", c.text)
		b.text("c:CodeValue", c.value)
		b.number("c:OID", c.list)
		b.text("c:SimpleType", c.group)
	})
}

func (b *writer) membership(m membership) {
	b.within("f:PatientToGPContractAssociation", func() {
		b.code("f:BeginCode", code{"XBYT", "Innbygger har byttet fastlege", 7754, "flrv2_beginreason"})
		b.within("f:DoctorCycles", func() {
			for _, c := range m.list.cycles {
				b.cycle(c, false)
			}
		})
		end := code{}
		if !m.until.IsZero() {
			end = code{"XBYT", "Innbygger har byttet fastlege", 7753, "flrv2_endreason"}
		}
		b.code("f:EndCode", end)
		b.list(m.list, false)
		b.number("f:GPContractId", m.list.id)
		b.optional("f:GPHerId", m.list.herID())
		b.number("f:Id", m.id)
		b.null("f:Patient")
		b.text("f:PatientNIN", m.patient)
		b.period("f:Period", m.from, m.until)
		b.time("f:UpdatedOn", m.from.Add(62*time.Minute))
	})
}

func (b *writer) doctor(d *doctor) {
	b.within("f:GP", func() {
		b.time("f:DateOfBirth", d.born)
		b.null("f:DateOfDeath")
		b.text("f:FirstName", d.given)
		b.text("f:LastName", d.family)
		b.text("f:MiddleName", d.middle)
		b.text("f:NIN", d.number)
		b.null("f:PhysicalAddresses")
		b.null("f:Sex", "f:Status")
	})
}

// cycle writes a period of a doctor on a list: with the list when written below the
// doctor, and otherwise with the doctor.
func (b *writer) cycle(c cycle, belowDoctor bool) {
	b.within("f:GPOnContractAssociation", func() {
		if belowDoctor {
			b.null("f:GP")
			b.list(c.list, false)
		} else {
			b.doctor(c.doctor)
			b.null("f:GPContract")
		}
		b.number("f:GPContractId", c.list.id)
		b.number("f:HprNumber", c.doctor.hpr)
		b.number("f:Id", c.id)
		b.code("f:Relationship", c.relationship)
		b.optional("f:SubstituteForHprNumber", c.substituteFor)
		b.time("f:UpdatedOn", c.from.Add(133*time.Minute))
		b.period("f:Valid", c.from, c.until)
		b.within("f:WorkingOnDays", func() { b.text("d:DayOfWeek", "Monday"); b.text("d:DayOfWeek", "Thursday") })
		b.number("f:WorkingPercentage", c.percent)
	})
}

// list writes a GPContract. Doctors and the number of free places are included only
// in searches for lists; elsewhere they are null.
func (b *writer) list(l *list, searched bool) {
	b.within("f:GPContract", func() {
		b.time("f:AgreementDate", l.from)
		b.within("f:CoopMunicipalities", func() {})
		if searched {
			b.within("f:DoctorCycles", func() {
				for _, c := range l.cycles {
					b.cycle(c, false)
				}
			})
		} else {
			b.null("f:DoctorCycles")
		}
		b.null("f:EndReason")
		b.office(l.office)
		b.number("f:GPOfficeOrganizationNumber", l.office.number)
		b.number("f:Id", l.id)
		b.text("f:IsFixedSalary", "false")
		b.number("f:MaxPatients", l.capacity)
		b.code("f:Municipality", l.office.municipality())
		b.null("f:Name", "f:OutOfOfficeOffices")
		b.text("f:ParticipatesOnCommonList", "false")
		b.null("f:PatientList")
		b.number("f:PatientsOnWaitingList", l.waiting)
		if searched && l.placesTold {
			b.number("f:PlacesAvailable", l.places)
		} else {
			b.null("f:PlacesAvailable")
		}
		b.null("f:PrimaryHealthCareTeamId", "f:RequiresMembership")
		b.code("f:Status", l.status)
		b.time("f:UpdatedOn", l.from.Add(133*time.Minute))
		b.period("f:Valid", l.from, l.until)
	})
}

func (b *writer) office(o *office) {
	changed := time.Date(2025, 2, 3, 10, 0, 0, 0, b.zone)
	b.within("f:GPOffice", func() {
		b.null("o:Children")
		b.text("o:DisplayName", o.displayName)
		b.within("o:ElectronicAddresses", func() {
			b.electronic("E_EDI", "EDI-adresse", fmt.Sprintf("legekontor-%d@edi.example.invalid", o.phone), changed)
			b.electronic("E_TLF", "Telefonnummer", strconv.Itoa(o.phone), changed)
		})
		b.null("o:GeographicalCoordinates", "o:IndustryCodes")
		b.text("o:IsGovernmentCompany", "false")
		b.time("o:LastChanged", changed)
		b.code("o:Municipality", o.municipality())
		b.text("o:Name", o.name)
		b.null("o:OpeningHours")
		b.number("o:OrganizationNumber", o.number)
		b.null("o:ParentOrganizationName", "o:ParentOrganizationNumber")
		b.within("o:PhysicalAddresses", func() {
			b.physical(code{"PST", "Postadresse", 3401, "adressetype"}, o, "", "Postboks 12", changed)
			b.physical(code{"RES", "Besøksadresse", 3401, "adressetype"}, o, o.address.Street, "", changed)
		})
		b.null("o:Properties", "o:ResponsiblePerson", "o:SectorCode")
		b.time("o:UpdatedOn", changed)
		b.null("o:Valid")
		b.null("f:District")
		b.text("f:IsGroupOffice", "true")
		b.null("f:PrimaryHealthCareTeamId")
	})
}

func (b *writer) electronic(kind, text, address string, changed time.Time) {
	b.within("c:ElectronicAddress", func() {
		b.text("c:Address", address)
		b.text("c:Inherited", "false")
		b.time("c:LastChanged", changed)
		b.code("c:Type", code{kind, text, 9044, "type_adressekomponeneter"})
		b.text("c:TypeCodeValue", kind)
	})
}

func (b *writer) physical(kind code, o *office, street, box string, changed time.Time) {
	b.within("c:PhysicalAddress", func() {
		b.text("c:City", o.address.City)
		b.null("c:Country", "c:Description")
		b.text("c:Inherited", "false")
		b.time("c:LastChanged", changed)
		b.null("c:Municipality")
		// An integer: Oslo's leading zero is lost.
		b.text("c:PostalCode", strings.TrimLeft(o.address.PostalCode, "0"))
		b.text("c:Postbox", box)
		b.text("c:StreetAddress", street)
		b.code("c:Type", kind)
	})
}

func (b *writer) details(d *doctor, cycles []cycle) {
	b.within("f:GPDetails", func() {
		b.within("f:Contracts", func() {
			for _, c := range cycles {
				b.cycle(c, true)
			}
		})
		b.doctor(d)
		b.number("f:HprNumber", d.hpr)
		b.null("f:Languages")
	})
}
