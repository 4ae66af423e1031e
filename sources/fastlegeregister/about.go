package fastlegeregister

import "helsegraf/sources"

// About describes the register.
func About() sources.About {
	return sources.About{
		Key: "fastlegeregister", Enum: "FASTLEGEREGISTER", Name: "Fastlegeregisteret",
		Holds: "GPs and their patient lists", API: "SOAP 1.1 (or 1.2 with WS-Addressing), HTTP Basic, bulk",
		Endpoints: []sources.Endpoint{{Speaks: sources.SpeaksSOAP}},
	}
}

// Settings are its configuration apart from the endpoint.
type Settings struct {
	// SOAPVersion is "1.1" (default) or "1.2".
	SOAPVersion string `yaml:"soapVersion" env:"SOAP_VERSION"`
	BatchSize   int    `yaml:"batchSize" env:"BATCH_SIZE"`
	PageSize    int    `yaml:"pageSize" env:"PAGE_SIZE"`
}

// Check accepts only the supported SOAP versions.
func (s *Settings) Check(wrong func(key, what string)) {
	if s.SOAPVersion == "" {
		s.SOAPVersion = "1.1"
	}
	if s.SOAPVersion != "1.1" && s.SOAPVersion != "1.2" {
		wrong("soapVersion", `must be "1.1" or "1.2"`)
	}
	if s.PageSize > 1000 {
		wrong("pageSize", "must be at most 1000")
	}
}

// Options are the Client's options from these settings.
func (s *Settings) Options() Options {
	return Options{SOAP12: s.SOAPVersion == "1.2", BatchSize: s.BatchSize, PageSize: s.PageSize}
}
