package sources

import "net/http"

// NHNHeader identifies the caller to Norsk helsenett's services: name and
// version of the calling system (3–512 characters), and a request id (at most
// 128) that can be traced in their logs. The id says nothing of a person.
func NHNHeader(sourceSystem, eventID string) http.Header {
	return http.Header{"Nhn-Source-System": {sourceSystem}, "Nhn-Event-Id": {eventID}}
}

// Capabilities checks the CapabilityStatement a FHIR service serves on
// /metadata, which is mandatory and concerns no person.
func Capabilities(r *Response) error {
	var statement struct {
		ResourceType string `json:"resourceType"`
	}
	if err := DecodeJSON(r.Body, &statement); err != nil {
		return err
	}
	if statement.ResourceType != "CapabilityStatement" {
		return Garbled
	}
	return nil
}
