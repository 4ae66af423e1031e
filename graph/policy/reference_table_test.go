package policy_test

import (
	"strings"
	"testing"
	"time"

	"helsegraf/graph/policy"
)

// table is the table of services as the rules print it: service, level, child,
// proxy.
const table = `
PROFILE             BASIS      <16 yes
GP_INFORMATION      BASIS      <16 yes
CHANGE_GP           BASIS      <16 yes
EXEMPTION_CARD      BASIS      -   yes
HEALTH_REGISTERS    BASIS      -   yes
PRIVACY             none       <16 no
RESEARCH            BASIS      -   no
HOSPITAL_JOURNAL    BASIS_PLUS <12 yes
MEDICATION          FULL       <12 yes
SUMMARY_CARE_RECORD FULL       <12 yes
VACCINATION         FULL       <16 yes
TEST_RESULT         FULL       <12 yes
APPOINTMENT         FULL       <12 yes
REFERRAL            FULL       <12 yes
HEALTH_CONTACT      FULL       <12 yes
MESSAGE             FULL       <12 yes
GP_DIALOGUE         FULL       -   yes
DOCUMENT_ARCHIVE    FULL       -   no
PATIENT_TRAVEL      FULL       <16 yes
DONOR_CARD          FULL       -   no
TOOLS               FULL       -   no
`

type printed struct {
	level policy.Level
	child int
	proxy bool
}

var tableByName = func() map[string]printed {
	rows := map[string]printed{}
	for line := range strings.Lines(strings.TrimSpace(table)) {
		f := strings.Fields(line)
		rows[f[0]] = printed{
			map[string]policy.Level{"none": 0, "BASIS": 1, "BASIS_PLUS": 2, "FULL": 3}[f[1]],
			map[string]int{"-": 0, "<12": 12, "<16": 16}[f[2]], f[3] == "yes",
		}
	}
	return rows
}()

// years is the age by the calendar: year, month, day.
func years(born, at time.Time) int {
	at = at.In(born.Location())
	by, bm, bd := born.Date()
	if bm == time.February && bd == 29 && !leap(at.Year()) {
		bm, bd = time.March, 1
	}
	y, m, d := at.Date()
	if m < bm || m == bm && d < bd {
		return y - by - 1
	}
	return y - by
}

func leap(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

func turns(born time.Time, age int) time.Time {
	y, m, d := born.Date()
	if m == time.February && d == 29 && !leap(y+age) {
		m, d = time.March, 1
	}
	return time.Date(y+age, m, d, 0, 0, 0, 0, born.Location())
}

// The table in code is the table as printed.
func TestServices(t *testing.T) {
	t.Parallel()
	if len(tableByName) != len(policy.Services()) {
		t.Errorf("%d services, %d printed", len(policy.Services()), len(tableByName))
	}
	for _, s := range policy.Services() {
		if got := (printed{s.Level(), s.ChildUnder(), s.ByProxy()}); got != tableByName[s.String()] {
			t.Errorf("%s: %+v, printed %+v", s, got, tableByName[s.String()])
		}
	}
}

// Ages, at the midnights where they change.
func TestAge(t *testing.T) {
	t.Parallel()
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, norway()) }
	for _, row := range []struct {
		name     string
		born, at time.Time
		want     int
	}{
		{"on the day", day(2010, 11, 22), day(2026, 11, 22), 16},
		{"the moment before", day(2010, 11, 22), day(2026, 11, 22).Add(-1), 15},
		{"leap day, in a leap year", day(2012, 2, 29), day(2028, 2, 29), 16},
		{"leap day, 28 February", day(2012, 2, 29), day(2025, 3, 1).Add(-1), 12},
		{"leap day, 1 March", day(2012, 2, 29), day(2025, 3, 1), 13},
		{"at birth", day(2026, 11, 22), day(2026, 11, 22), 0},
		{"before it", day(2026, 11, 23), day(2026, 11, 22), -1},
		{"in Norway, when UTC is a year behind", day(2011, 1, 1), time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC), 16},
		{"in Norway, a moment earlier", day(2011, 1, 1), time.Date(2026, 12, 31, 22, 59, 59, 0, time.UTC), 15},
	} {
		if got := policy.Age(row.born, row.at); got != row.want {
			t.Errorf("%s: %d, want %d", row.name, got, row.want)
		}
		if got := years(row.born, row.at); got != row.want {
			t.Errorf("%s: the reference says %d, want %d", row.name, got, row.want)
		}
	}
}
