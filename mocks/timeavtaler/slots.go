package timeavtaler

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"helsegraf/mocks/nhn"
	"helsegraf/mocks/world"
)

// slotSearch is a search of free times: the GP, the first day and the one after the
// last.
type slotSearch struct {
	hprNumber      string
	from, until    time.Time
	page, ofAtMost int
}

var hprNumber = regexp.MustCompile(`^urn:oid:2\.16\.578\.1\.12\.4\.1\.4\.4\|\d{1,9}$`)

// readSlotSearch accepts each parameter once, start twice, and no others.
func readSlotSearch(values url.Values, zone *time.Location) (q slotSearch, ok bool) {
	q.page, q.ofAtMost = 1, 50
	for name, all := range values {
		var err error
		switch name {
		case "schedule.actor.identifier":
			ok = hprNumber.MatchString(all[0])
			_, q.hprNumber, _ = strings.Cut(all[0], "|")
		case "status":
			ok = all[0] == "free"
		case "start":
			ok = len(all) == 2
			for _, one := range all {
				var at time.Time
				if at, err = time.ParseInLocation(time.DateOnly, one[min(2, len(one)):], zone); err != nil {
					return q, false
				}
				switch one[:2] {
				case "ge":
					q.from = at
				case "lt":
					q.until = at
				}
			}
			all = all[:1]
		case "_count":
			q.ofAtMost, err = strconv.Atoi(all[0])
			ok = q.ofAtMost >= 1 && q.ofAtMost <= 200
		case "_page":
			q.page, err = strconv.Atoi(all[0])
			ok = q.page >= 1 && q.page < 1000
		default:
			ok = false
		}
		if !ok || err != nil || len(all) != 1 {
			return q, false
		}
	}
	return q, q.hprNumber != "" && !q.from.IsZero() && q.from.Before(q.until) && q.until.Before(q.from.AddDate(0, 0, 40))
}

// slots answers a search of free times. No person is in it.
func slots(s nhn.Service) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.Accepts(w, r, nhn.MediaFHIR) {
			return
		}
		q, ok := readSlotSearch(r.URL.Query(), s.World.Zone())
		if !ok {
			s.Refuse(w, r, http.StatusBadRequest, "invalid", "TIME-0014")
			return
		}
		c, ok := s.Begin(w, r, "Slot")
		if !ok {
			return
		}
		all := freeTimes(s.World, q)
		b := nhn.Bundle{Total: len(all)}
		from := min(len(all), (q.page-1)*q.ofAtMost)
		to := min(len(all), from+q.ofAtMost)
		for _, one := range all[from:to] {
			b.Records = append(b.Records, nhn.Record{Resource: func(string) map[string]any { return one }})
		}
		if to < len(all) {
			next := r.URL.Query()
			next.Set("_page", strconv.Itoa(q.page+1))
			b.Links = append(b.Links, nhn.Resource{"relation": "next", "url": "?" + next.Encode()})
		}
		s.Answer(c, b)
	}
}

// freeTimes are twenty minutes each, between eight and three on weekdays, some already
// taken; none are in the past.
func freeTimes(w *world.World, q slotSearch) (all []nhn.Resource) {
	for day := q.from; day.Before(q.until); day = day.AddDate(0, 0, 1) {
		r := w.Dice("slots", q.hprNumber, day.Format(time.DateOnly))
		schedule := world.GUID(w.Dice("schedule", q.hprNumber))
		for n := range 21 {
			id, taken := world.GUID(r), r.IntN(3) > 0
			start := time.Date(day.Year(), day.Month(), day.Day(), 8, 20*n, 0, 0, w.Zone())
			if taken || slices.Contains([]time.Weekday{time.Saturday, time.Sunday}, day.Weekday()) || start.Before(w.Now()) {
				continue
			}
			all = append(all, nhn.Resource{
				"resourceType": "Slot", "id": id, "identifier": []any{nhn.Resource{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:" + id}},
				"serviceCategory": []any{nhn.Coded("", serviceCategory, "17")},
				"appointmentType": nhn.Coded("", "http://helsenorge.no/fhir/CodeSystem/hn-scheduleAndSlot-type-cs", "Konsultasjon"),
				"schedule":        nhn.Resource{"reference": "Schedule/" + schedule}, "status": "free", "start": stamp(start), "end": stamp(start.Add(20 * time.Minute)),
			})
		}
	}
	return all
}
