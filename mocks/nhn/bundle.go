package nhn

import (
	"cmp"
	"fmt"
	"net/http"

	"helsegraf/mocks/standin"
)

// Bundle is a page of search results about one person.
type Bundle struct {
	Number      string
	Records     []Record
	Total       int // over all pages
	Links       []any
	Sorted      bool // has an order
	URN         bool // ids are UUIDs, with a urn as fullUrl
	Says        map[string]any
	Incomplete  bool
	ContentType string

	searched bool // a missing record has been left out
}

// Answer sends the bundle, made wrong in the way a fault prescribes.
func (n Service) Answer(c *standin.Call, b Bundle) {
	records, number := b.Records, b.Number
	if c.Missing() && !b.searched && len(records) > 0 {
		records = records[1:]
	}
	if c.WrongSubject() {
		number = n.World.Stranger(number)
	}
	entries, told := []any{}, map[string]bool{}
	add := func(mode string, resource map[string]any) {
		entry := map[string]any{"resource": resource, "search": map[string]any{"mode": mode}}
		if b.URN {
			entry["fullUrl"] = fmt.Sprint("urn:uuid:", resource["id"])
		}
		entries = append(entries, entry)
	}
	for _, record := range records {
		add("match", record.Resource(number))
		for _, include := range record.Includes {
			resource := include(number)
			if key := fmt.Sprint(resource["resourceType"], "/", resource["id"]); !told[key] {
				told[key] = true
				add("include", resource)
			}
		}
	}
	if c.Duplicate() {
		entries = append(entries, entries...)
	}
	if b.Says != nil {
		add("outcome", b.Says)
	}
	if b.Incomplete && c.Missing() {
		// One of the underlying services did not answer; the rest is still returned, as in a
		// cross-community query.
		add("outcome", map[string]any{"resourceType": "OperationOutcome", "issue": []any{map[string]any{"severity": "warning", "code": "incomplete"}}})
	}
	if !b.Sorted {
		n.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	}
	c.Reply(http.StatusOK, cmp.Or(b.ContentType, MediaFHIR), standin.JSON(map[string]any{
		"resourceType": "Bundle", "type": "searchset", "id": c.R.Header.Get("nhn-event-id"), "total": b.Total, "link": b.Links, "entry": entries,
		"meta":       map[string]any{"lastUpdated": n.World.Now().Format("2006-01-02T15:04:05.000Z07:00")},
		"ukjentFelt": map[string]any{"tull": true},
	}))
}

// link adds a link.
func (b *Bundle) link(relation, address string) {
	b.Links = append(b.Links, map[string]any{"relation": relation, "url": address})
}
