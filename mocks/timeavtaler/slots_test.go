package timeavtaler

import (
	"testing"

	"helsegraf/mocks/mocktest"
)

func TestSlotsAreStrict(t *testing.T) {
	s := mocktest.NewCaller(t)
	const who, days = base + "/Slot?schedule.actor.identifier=urn:oid:2.16.578.1.12.4.1.4.4%7C9144897", "&start=ge2026-11-23&start=lt2026-11-28"
	s.IsStrict(t, New(s.World, s.Issuer), audience, readScope, nil, []mocktest.Case{
		{Name: "whole", Method: "GET", Path: who + days + "&status=free&_count=10&_page=2", Status: 200},
		{Name: "no days", Method: "GET", Path: who, Status: 400, Code: "TIME-0014"},
		{Name: "one day", Method: "GET", Path: who + "&start=ge2026-11-23", Status: 400, Code: "TIME-0014"},
		{Name: "too many days", Method: "GET", Path: who + "&start=ge2026-11-23&start=lt2027-11-23", Status: 400, Code: "TIME-0014"},
		{Name: "no GP", Method: "GET", Path: base + "/Slot?x=1" + days, Status: 400, Code: "TIME-0014"},
		{Name: "a person", Method: "GET", Path: who + days + "&patient=Patient/1", Status: 400, Code: "TIME-0014"},
		{Name: "taken ones", Method: "GET", Path: who + days + "&status=busy", Status: 400, Code: "TIME-0014"},
	})
}
