package fhir

import "strings"

// Batch is a Bundle of resources to store, each under its own id.
type Batch[R any] struct {
	ResourceType string          `json:"resourceType"`
	Type         string          `json:"type"`
	Entry        []BatchEntry[R] `json:"entry"`
}

// BatchEntry is one resource and where it goes.
type BatchEntry[R any] struct {
	Resource R            `json:"resource"`
	Request  BatchRequest `json:"request"`
}

// BatchRequest is the method and URL of an entry.
type BatchRequest struct {
	Method      string `json:"method"`
	URL         string `json:"url"`
	IfNoneMatch string `json:"ifNoneMatch,omitzero"`
}

// NewBatch is an empty Batch.
func NewBatch[R any]() *Batch[R] { return &Batch[R]{ResourceType: "Bundle", Type: "batch"} }

// Put adds a resource stored under type and id; sending it again has no further
// effect.
func (b *Batch[R]) Put(resourceType, id string, resource R) {
	b.Entry = append(b.Entry, BatchEntry[R]{resource, BatchRequest{Method: "PUT", URL: resourceType + "/" + id}})
}

// Create adds a resource stored under type and id unless one exists; the
// entry's status is then 412.
func (b *Batch[R]) Create(resourceType, id string, resource R) {
	b.Entry = append(b.Entry, BatchEntry[R]{resource, BatchRequest{Method: "PUT", URL: resourceType + "/" + id, IfNoneMatch: "*"}})
}

// BatchResponse is the outcome of each resource of a Batch.
type BatchResponse struct {
	ResourceType string `json:"resourceType"`
	Type         string `json:"type"`
	Entry        []struct {
		Response BatchOutcome `json:"response"`
	} `json:"entry"`
}

// OK reports whether b is a batch-response Bundle.
func (b *BatchResponse) OK() bool { return b.ResourceType == "Bundle" && b.Type == "batch-response" }

// BatchOutcome is the outcome of one resource.
type BatchOutcome struct {
	Status   string `json:"status"`   // "201 Created"
	Location string `json:"location"` // "…/AuditEvent/id", perhaps with a version
}

// Code is the status as three digits.
func (o BatchOutcome) Code() string {
	code, _, _ := strings.Cut(o.Status, " ")
	return code
}

// ID is the id of a resource of the type in the location, or "".
func (o BatchOutcome) ID(resourceType string) string {
	_, rest, _ := strings.Cut(o.Location, resourceType+"/")
	id, _, _ := strings.Cut(rest, "/")
	return id
}
