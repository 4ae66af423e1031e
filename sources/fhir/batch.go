package fhir

import "strings"

// Batch is a Bundle of resources to be stored, each under its own id.
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

// BatchRequest is where a resource goes.
type BatchRequest struct {
	Method      string `json:"method"`
	URL         string `json:"url"`
	IfNoneMatch string `json:"ifNoneMatch,omitzero"`
}

// NewBatch is an empty Batch.
func NewBatch[R any]() *Batch[R] { return &Batch[R]{ResourceType: "Bundle", Type: "batch"} }

// Put adds a resource that is stored under type and id, once however often it
// is sent.
func (b *Batch[R]) Put(resourceType, id string, resource R) {
	b.Entry = append(b.Entry, BatchEntry[R]{resource, BatchRequest{Method: "PUT", URL: resourceType + "/" + id}})
}

// Create adds a resource that is stored under type and id unless something is
// there already; then the answer to it is 412.
func (b *Batch[R]) Create(resourceType, id string, resource R) {
	b.Entry = append(b.Entry, BatchEntry[R]{resource, BatchRequest{Method: "PUT", URL: resourceType + "/" + id, IfNoneMatch: "*"}})
}

// BatchResponse is what became of each resource of a Batch.
type BatchResponse struct {
	ResourceType string `json:"resourceType"`
	Type         string `json:"type"`
	Entry        []struct {
		Response BatchOutcome `json:"response"`
	} `json:"entry"`
}

// OK reports whether b is what it should be.
func (b *BatchResponse) OK() bool { return b.ResourceType == "Bundle" && b.Type == "batch-response" }

// BatchOutcome is what became of one resource.
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
