package doctor

// Level is the severity of a finding.
type Level string

// The levels.
const (
	OK      Level = "ok"
	Skipped Level = "skip" // not checked, for the reason given
	Warning Level = "warn"
	Failure Level = "fail"
)

// colour is the level's terminal colour.
func (l Level) colour() string {
	return map[Level]string{OK: "\x1b[32m", Skipped: "\x1b[2m", Warning: "\x1b[33m", Failure: "\x1b[31m"}[l]
}

// Finding is one line: what was checked, what was found, what to do. Subject is a
// key of the configuration, a register's endpoint or "this machine". Hint is empty
// when there is nothing to do.
type Finding struct {
	Level   Level  `json:"level"`
	Check   string `json:"check"`
	Subject string `json:"subject"`
	Says    string `json:"says"`
	Hint    string `json:"hint,omitempty"`
}

func pass(check, subject, says string) Finding {
	return Finding{Level: OK, Check: check, Subject: subject, Says: says}
}

func skip(check, subject, says string) Finding {
	return Finding{Level: Skipped, Check: check, Subject: subject, Says: says}
}

func warn(check, subject, says, hint string) Finding {
	return Finding{Warning, check, subject, says, hint}
}

func fail(check, subject, says, hint string) Finding {
	return Finding{Failure, check, subject, says, hint}
}

// failed reports whether the last finding is a failure.
func failed(found []Finding) bool {
	return len(found) > 0 && found[len(found)-1].Level == Failure
}
