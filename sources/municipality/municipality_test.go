package municipality_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"helsegraf/sources/municipality"
)

func TestTheList(t *testing.T) {
	all := municipality.All()
	if len(all) != 357 || !slices.IsSortedFunc(all, func(a, b municipality.Municipality) int { return strings.Compare(a.Code, b.Code) }) {
		t.Errorf("%d municipalities", len(all))
	}
	counties := map[string]int{}
	for _, m := range all {
		counties[m.Code[:2]]++
		if len(m.Code) != 4 || strings.Trim(m.Code, "0123456789") != "" || m.Name == nil || *m.Name == "" || !unicode.IsUpper([]rune(*m.Name)[0]) || municipality.Of(m.Code) != m {
			t.Errorf("%+v", m)
		}
	}
	if len(counties) != 15 {
		t.Errorf("%d counties", len(counties))
	}
	for county, n := range counties {
		if len(municipality.In(county)) != n {
			t.Errorf("%s has %d", county, n)
		}
	}
	if name := municipality.Of("5001").Name; *name != "Trondheim" {
		t.Error(*name)
	}
}

func TestWhatIsNotInTheList(t *testing.T) {
	for _, county := range []string{"", "0", "99", "030", "0301"} {
		if in := municipality.In(county); len(in) > 0 {
			t.Errorf("%q has %d", county, len(in))
		}
	}
	if m := municipality.Of("0000"); m.Code != "0000" || m.Name != nil {
		t.Errorf("%+v", m)
	}
}
