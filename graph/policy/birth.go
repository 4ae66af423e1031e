package policy

import "time"

// Birth is when somebody was born, as precisely as the register knows: the
// midnights of the first and last possible day. They are equal when the day is
// known. When they disagree about an age the code is AGE_UNKNOWN: it is never
// guessed.
type Birth struct{ earliest, latest time.Time }

// BornOn is a birth on a known day.
func BornOn(midnight time.Time) Birth { return Birth{earliest: midnight, latest: midnight} }

// BornIn is a birth with only the year known.
func BornIn(year int, zone *time.Location) Birth {
	return Birth{
		earliest: time.Date(year, time.January, 1, 0, 0, 0, 0, zone),
		latest:   time.Date(year, time.December, 31, 0, 0, 0, 0, zone),
	}
}

// Age is the age in whole years; false when it depends on an unknown day of
// birth.
func (b Birth) Age(at time.Time) (int, bool) {
	least, most := b.ages(at)
	return most, least == most
}

// ages are the least and the greatest possible age. Nobody is younger than
// newborn: the register does not know the unborn.
func (b Birth) ages(at time.Time) (least, most int) {
	return max(0, Age(b.latest, at)), max(0, Age(b.earliest, at))
}

// reached is Open for somebody of at least this age, and code for the younger.
func (b Birth) reached(age int, at time.Time, code Code) Code {
	switch least, most := b.ages(at); {
	case least >= age:
		return Open
	case most < age:
		return code
	}
	return AgeUnknown
}

// below is Open for somebody younger than this age, and code for the others.
func (b Birth) below(age int, at time.Time, code Code) Code {
	switch least, most := b.ages(at); {
	case most < age:
		return Open
	case least >= age:
		return code
	}
	return AgeUnknown
}

// turns are the first and the last midnight on which somebody may turn age.
func (b Birth) turns(age int) (first, last time.Time) {
	return birthday(b.earliest, age), birthday(b.latest, age)
}

// Age is the age in whole years of somebody born at the midnight born, in the
// time zone of that midnight. People born on a leap day have their birthday on
// 1 March in other years.
func Age(born, now time.Time) int {
	age := now.In(born.Location()).Year() - born.Year()
	if now.Before(birthday(born, age)) {
		age--
	}
	return age
}

// birthday is the midnight on which somebody turns age.
func birthday(born time.Time, age int) time.Time { return born.AddDate(age, 0, 0) }
