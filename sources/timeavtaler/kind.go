package timeavtaler

import "helsegraf/sources/fhir"

// Code systems of an appointment.
const (
	systemCategory        = "http://terminology.hl7.org/CodeSystem/service-category"
	systemArea            = fhir.VolvenOID + "7619" // municipal services
	systemLevel           = fhir.VolvenOID + "8406" // level of care
	systemType            = fhir.VolvenOID + "7617" // for citizens; two lists have the number
	systemContact         = fhir.VolvenOID + "8432" // type of contact
	systemProposed        = "http://helsenorge.no/fhir/CodeSystem/Hn-AppointmentTypeProposed-New-Codes-cs"
	systemReason          = fhir.VolvenOID + "8445"
	systemReasonOlder     = fhir.VolvenOID + "9179"
	systemReasonCommunity = fhir.VolvenOID + "7621"
)

// radiology is the category of imaging.
const radiology = "30"

// contacts are the contact types that say how the parties meet.
var contacts = map[string]AppointmentKind{"6": Video, "7": Phone}

// types are the codes of both lists called 7617 and of the proposed one.
var types = map[string]AppointmentKind{
	"Video": Video, "Gruppe": Group, "Hjemmebesok": HomeVisit, "Hjemmebesøk": HomeVisit,
	"Vaksine": Vaccination, "Koronavaksine": Vaccination, "Lab": LabTest, "Koronatest": LabTest,
	"Innleggelse": Admission, "Dagbehandling": DayTreatment, "Poliklinisk": Outpatient, "Poliklinisktime": Outpatient, "Bildediagnostikk": Imaging,
	"Konsultasjon": Consultation, "Ordinær": Consultation, "Hastetime": Consultation,
}

// levels are the levels of care.
var levels = map[string]AppointmentKind{"1": Admission, "2": DayTreatment, "3": Outpatient, "8": Outpatient}

// kind is the way an appointment takes place: how the parties meet counts before
// what it is for, and that before the level of care.
func kind(a *appointment, channel string, home bool) AppointmentKind {
	switch {
	case channel == "phone":
		return Phone
	case channel != "":
		return Video
	case home:
		return HomeVisit
	}
	for _, from := range []struct {
		system string
		kinds  map[string]AppointmentKind
	}{{systemContact, contacts}, {systemType, types}, {systemProposed, types}} {
		if c := fhir.In(a.AppointmentType, from.system); c != nil {
			if k, ok := from.kinds[*c.Code]; ok {
				return k
			}
		}
	}
	if fhir.In(a.ServiceCategory, systemCategory).Is(radiology) {
		return Imaging
	}
	if c := fhir.In(a.AppointmentType, systemLevel); c != nil {
		if k, ok := levels[*c.Code]; ok {
			return k
		}
	}
	return Other
}
