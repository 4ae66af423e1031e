package usagelog

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "usagelog", Enum: "USAGE_LOG", Name: "Usage log",
		Holds: "Who used which service, on whose behalf", API: "FHIR AuditEvent",
		Endpoints: []sources.Endpoint{{Audience: Audience, Scope: Scope, Speaks: sources.SpeaksFHIR, Role: sources.Logs}},
	}
}

// Settings are the log's configuration apart from the endpoint.
type Settings struct {
	PageSize  int `yaml:"pageSize" env:"PAGE_SIZE"`
	BatchSize int `yaml:"batchSize" env:"BATCH_SIZE"`
}

// Check validates the batch size against the log's limit.
func (s *Settings) Check(wrong func(key, what string)) {
	if s.BatchSize > 1000 {
		wrong("batchSize", "must be at most 1000")
	}
}
