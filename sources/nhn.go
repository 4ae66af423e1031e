package sources

import "net/http"

// NHNHeader is what Norsk helsenett's services want to know of who asks: name
// and version of the calling system (3–512 characters), and an id of the
// question (at most 128) by which it can be traced in their logs. The id says
// nothing of a person.
func NHNHeader(sourceSystem, eventID string) http.Header {
	return http.Header{"Nhn-Source-System": {sourceSystem}, "Nhn-Event-Id": {eventID}}
}

// Capabilities reads what a FHIR service answers on /metadata: its
// CapabilityStatement, which each must have and which is about nobody.
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
