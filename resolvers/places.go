package resolvers

import (
	"bytes"
	"encoding/binary"
	"math"
	"time"

	"helsegraf/sources/behandlingssted"
	"helsegraf/sources/dialog"
	"helsegraf/sources/fastlegeregister"
	"helsegraf/sources/fhir"
	"helsegraf/sources/frikort"
	"helsegraf/sources/henvisninger"
	"helsegraf/sources/innhold"
	"helsegraf/sources/kjernejournal"
	"helsegraf/sources/kvalitetsindikatorer"
	"helsegraf/sources/municipality"
	"helsegraf/sources/nhn"
	"helsegraf/sources/oppgaver"
	"helsegraf/sources/pasientreiser"
	"helsegraf/sources/reseptformidler"
	"helsegraf/sources/sysvak"
	"helsegraf/sources/timeavtaler"
	"helsegraf/sources/verktoy"
)

// place is an element's position in its list: the sort key, then the element's
// own key, as bytes that sort as the list does. It still finds what comes next
// when the element itself is gone.
type place []byte

func (p place) compare(other place) int { return bytes.Compare(p, other) }

// text adds a string, ascending.
func (p place) text(s string) place { return append(append(p, s...), 0) }

// latestDay adds a day: latest first, no day last.
func (p place) latestDay(d string) place {
	for i := range len(d) {
		p = append(p, ^d[i])
	}
	return append(p, 0xff)
}

// latest adds a time: latest first, no time last.
func (p place) latest(t *time.Time) place {
	if t == nil {
		return append(p, 1)
	}
	const sign = 1 << 63                                                        // so that times before 1970 sort first
	p = binary.BigEndian.AppendUint64(append(p, 0), ^(uint64(t.Unix()) ^ sign)) //nolint:gosec // the conversion keeps the bits
	return binary.BigEndian.AppendUint32(p, ^uint32(t.Nanosecond()))            //nolint:gosec // below 10⁹
}

// earliest adds a time: earliest first, no time last.
func (p place) earliest(t *time.Time) place {
	if t == nil {
		return append(p, 1)
	}
	const sign = 1 << 63
	p = binary.BigEndian.AppendUint64(append(p, 0), uint64(t.Unix())^sign) //nolint:gosec // the conversion keeps the bits
	return binary.BigEndian.AppendUint32(p, uint32(t.Nanosecond()))        //nolint:gosec // below 10⁹
}

func dayOf(d *fhir.Date) string {
	if d == nil {
		return ""
	}
	return string(*d)
}

// The places of each list, in the order its register's package sorts by.

func placeOfGP(p place, g *fastlegeregister.GeneralPractitioner) place { return p.text(g.Key) }

func placeOfMunicipality(p place, m *municipality.Municipality) place { return p.text(m.Code) }

func placeOfTreatment(p place, t *behandlingssted.Treatment) place {
	return p.text(*t.Name).text(t.ID.Key)
}

func placeByName(p place, t *behandlingssted.TreatmentProvider) place { return p.text(t.Key) }

// placeByWait has the shortest wait first, and no known wait last.
func placeByWait(p place, t *behandlingssted.TreatmentProvider) place {
	weeks, ok := t.Wait()
	if !ok {
		weeks = math.MaxInt32
	}
	return place(binary.BigEndian.AppendUint32(p, uint32(min(weeks, math.MaxInt32)))).text(t.Key)
}

func placeOfArticle(p place, a *innhold.Article) place { return p.text(a.Order).text(a.ID.Key) }

func placeOfIndicator(p place, q *kvalitetsindikatorer.QualityIndicator) place {
	return p.text(*q.Title).text(q.ID.Key)
}

func placeOfMeasurement(p place, m *kvalitetsindikatorer.QualityMeasurement) place {
	return p.latestDay(*m.Period).text(m.Key())
}

func placeOfPeriod(p place, g *fastlegeregister.GeneralPractitionerPeriod) place {
	p = p.latestDay(dayOf(g.ValidFrom)).latestDay(dayOf(g.ValidUntil))
	if g.Practitioner != nil && g.Practitioner.HPRNumber != nil {
		p = p.text(*g.Practitioner.HPRNumber)
	}
	return p
}

func placeOfPrescription(p place, r *reseptformidler.Prescription) place {
	return p.latestDay(dayOf(r.IssuedOn)).text(r.ID.Key)
}

func placeOfVisit(p place, v *kjernejournal.Visit) place {
	began := fhir.Began(string(fhir.Known(v.StartedOn)))
	return p.latest(&began).text(v.ID.Key)
}

func placeOfOwnEntry(p place, e *kjernejournal.OwnEntry) place {
	return p.latestDay(dayOf(e.Since)).text(e.ID.Key)
}

func placeOfRecordAccess(p place, a *nhn.RecordAccess) place { return p.latest(a.At).text(a.ID.Key) }

func placeOfCoPayment(p place, c *frikort.CoPayment) place { return p.latestDay(c.Day).text(c.ID.Key) }

func placeOfVaccination(p place, v *sysvak.Vaccination) place {
	began := fhir.Began(string(fhir.Known(v.On)))
	return p.latest(&began).text(v.ID.Key)
}

func placeOfRecommendation(p place, r *sysvak.VaccineRecommendation) place {
	return p.text(string(r.Due())).text(r.ID.Key)
}

// placeOf is a position in a list that is read a window at a time, and position
// reads it; ok is false for another list's.
func placeOf(p nhn.Position) place { return place(nil).latest(&p.At).text(p.Key) }

func (p place) position() (out nhn.Position, ok bool) {
	const at = 1 + 8 + 4
	if len(p) < at+1 || p[0] != 0 || bytes.IndexByte(p[at:], 0) != len(p)-at-1 {
		return nhn.Position{}, false
	}
	const sign = 1 << 63
	seconds := ^binary.BigEndian.Uint64(p[1:]) ^ sign
	nanoseconds := ^binary.BigEndian.Uint32(p[1+8:])
	if nanoseconds >= 1e9 {
		return nhn.Position{}, false
	}
	out = nhn.Position{At: time.Unix(int64(seconds), int64(nanoseconds)).UTC(), Key: string(p[at : len(p)-1])} //nolint:gosec // the conversion keeps the bits
	return out, true
}

func placeOfReferral(p place, r *henvisninger.Referral) place {
	return p.latestDay(dayOf(r.ReceivedOn)).text(r.ID.Key)
}

func placeOfMessage(p place, m *dialog.ConversationMessage) place {
	return p.latest(m.SentAt).text(m.ID.Key)
}

func placeOfClaim(p place, c *pasientreiser.TravelClaim) place {
	return p.latest(c.CreatedAt).text(c.ID.Key)
}

func placeOfTrip(p place, t *pasientreiser.OrderedTrip) place {
	return p.earliest(t.PickUpAt).text(t.ID.Key)
}

func placeOfTool(p place, t *verktoy.Tool) place {
	return p.text(fhir.Known(t.Title)).text(t.ID.Key)
}

func placeOfSlot(p place, s *timeavtaler.Slot) place { return p.earliest(&s.Start).text(s.ID.Key) }

// Appointments to come are listed earliest first, and past ones latest first.

func placeOfUpcoming(p place, a *timeavtaler.Appointment) place {
	return p.earliest(a.Began()).text(a.ID.Key)
}

func placeOfPast(p place, a *timeavtaler.Appointment) place {
	return p.latest(a.Began()).text(a.ID.Key)
}

// Open tasks are listed by deadline, and closed ones latest sent first.

func placeOfOpenTask(p place, t *oppgaver.HealthTask) place {
	return p.earliest(t.Deadline).text(t.ID.Key)
}

func placeOfClosedTask(p place, t *oppgaver.HealthTask) place {
	return p.latest(t.SentAt).text(t.ID.Key)
}
