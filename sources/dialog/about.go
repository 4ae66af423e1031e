package dialog

import (
	"time"

	"helsegraf/sources"
)

// The parts of the register, which are at addresses of their own: what offices take,
// when they are absent, and citizens' messages.
const (
	Messages  = "messages"
	Absence   = "absence"
	InboxPart = "inbox"
)

// The default audiences and scopes of the HelseID tokens.
const (
	Audience        = "nhn:dialog"
	Scope           = "nhn:dialog/kapabiliteter-read"
	InboxScope      = "nhn:dialog/meldinger-read"
	AbsenceAudience = "nhn:helsenorge.eksternapi"
	AbsenceScope    = "nhn:helsenorge.eksternapi/fravaersregistrering"
)

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "dialog", Enum: "DIALOG", Name: "Digital dialog",
		Holds: "Messages, digital services of GPs' offices, absence", API: "FHIR R4 and REST by assumed interfaces, and Helsenorge's for absence",
		Endpoints: []sources.Endpoint{
			{Part: Messages, Audience: Audience, Scope: Scope, Speaks: sources.SpeaksJSON, Operation: opCapabilities.Name},
			{Part: Absence, Audience: AbsenceAudience, Scope: AbsenceScope, Speaks: sources.SpeaksJSON, Operation: opAbsence.Name},
			{Part: InboxPart, Audience: Audience, Scope: InboxScope, Speaks: sources.SpeaksFHIR, Operation: opConversations},
		},
	}
}

// Settings are its configuration apart from the endpoints.
type Settings struct {
	// Keep is how long an office's services and absence are kept: a minute by
	// default, at most an hour.
	Keep time.Duration `yaml:"keep" env:"KEEP"`
}

// Check fills in the default.
func (s *Settings) Check(wrong func(key, what string)) {
	if s.Keep == 0 {
		s.Keep = time.Minute
	}
	if s.Keep > time.Hour {
		wrong("keep", "must be at most 1h")
	}
}
