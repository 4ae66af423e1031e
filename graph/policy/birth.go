package policy

import "time"

// Birth is when somebody was born, as closely as the register knows: the
// midnights of the first and the last day it may have been. They are the same
// when the day is known. An age that these two answer differently is
// AGE_UNKNOWN: it is never guessed.
type Birth struct{ earliest, latest time.Time }

// BornOn is a birth on a known day.
func BornOn(midnight time.Time) Birth { return Birth{earliest: midnight, latest: midnight} }

// BornIn is a birth of which the register knows the year alone.
func BornIn(year int, zone *time.Location) Birth {
	return Birth{
		earliest: time.Date(year, time.January, 1, 0, 0, 0, 0, zone),
		latest:   time.Date(year, time.December, 31, 0, 0, 0, 0, zone),
	}
}

// Age is the age in whole years; false when the day of birth, being unknown,
// decides it.
func (b Birth) Age(at time.Time) (int, bool) {
	least, most := b.ages(at)
	return most, least == most
}

// ages are the least and the greatest age somebody may have. Nobody is younger
// than newborn: the register does not know of those who are yet to come.
func (b Birth) ages(at time.Time) (least, most int) {
	return max(0, Age(b.latest, at)), max(0, Age(b.earliest, at))
}

// reached is Open to somebody of an age or older, and code to the younger.
func (b Birth) reached(age int, at time.Time, code Code) Code {
	switch least, most := b.ages(at); {
	case least >= age:
		return Open
	case most < age:
		return code
	}
	return AgeUnknown
}

// below is Open to somebody younger than an age, and code to the others.
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
