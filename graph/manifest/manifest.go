package manifest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Document is one document of a manifest.
type Document struct {
	// ID is what clients ask for it by.
	ID string
	// Name and Type are what the manifest says of the operation; "" where its
	// form does not say.
	Name, Type string
	Text       string
}

// Label is what to call a document when telling of it.
func (d Document) Label() string {
	name := cmp.Or(d.Name, "document")
	if short := Short(d.ID); short != "" {
		name += " (" + short + ")"
	}
	return name
}

// Short is the beginning of an id, which is enough to find it by.
func Short(id string) string {
	id = strings.TrimPrefix(id, prefix)
	return id[:min(len(id), 12)]
}

// apollo is the format that Apollo's manifests say they have.
const apollo = "apollo-persisted-query-manifest"

// Read reads a manifest. It gives the documents that can be used and all that
// is wrong with the others; a manifest with any fault is not to be trusted.
func Read(text []byte) (documents []Document, faults []string) {
	members, err := membersOf(text)
	if err != nil {
		return nil, []string{"is not a JSON object: no manifest of Apollo, Relay or graphql-codegen"}
	}
	read, faults := documentsByID(members)
	for _, m := range members {
		if m.name == "format" {
			read, faults = operations(text)
			break
		}
	}
	if len(read) == 0 && len(faults) == 0 {
		return nil, []string{"has no documents"}
	}
	first := map[string]Document{}
	for _, d := range read {
		if other, twice := first[d.ID]; twice && d.ID != "" {
			faults = append(faults, fmt.Sprintf("%s: has the id of %s", d.Label(), other.Label()))
			continue
		}
		first[d.ID] = d
		if fault := d.fault(); fault != "" {
			faults = append(faults, d.Label()+": "+fault)
			continue
		}
		documents = append(documents, d)
	}
	return documents, faults
}

// fault is what is wrong with a document by itself.
func (d Document) fault() string {
	switch {
	case d.ID == "":
		return "has no id"
	case strings.TrimSpace(d.Text) == "":
		return "has no text"
	}
	return idFault(d.ID, d.Text)
}

// operations are the documents of Apollo's form.
func operations(text []byte) (documents []Document, faults []string) {
	var m struct {
		Format     string `json:"format"`
		Version    int    `json:"version"`
		Operations []struct {
			ID   string `json:"id"`
			Name string `json:"name"`
			Type string `json:"type"`
			Body string `json:"body"`
		} `json:"operations"`
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, []string{"is not a manifest of Apollo's form: format, version and operations with id, name, type and body, each once"}
	}
	if m.Format != apollo || m.Version != 1 {
		return nil, []string{"is of another format than " + apollo + ", version 1"}
	}
	for _, o := range m.Operations {
		documents = append(documents, Document{ID: o.ID, Name: o.Name, Type: o.Type, Text: o.Body})
	}
	return documents, nil
}

// documentsByID are the documents of Relay's and graphql-codegen's form.
func documentsByID(members []member) (documents []Document, faults []string) {
	for _, m := range members {
		d := Document{ID: m.name}
		if err := json.Unmarshal(m.value, &d.Text); err != nil {
			faults = append(faults, d.Label()+": is not text")
			continue
		}
		documents = append(documents, d)
	}
	return documents, faults
}

// member is one member of an object.
type member struct {
	name  string
	value jsontext.Value
}

// membersOf are the members of an object in their order, those of one name
// included: which two are alike is worth telling.
func membersOf(text []byte) ([]member, error) {
	d := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true))
	if start, err := d.ReadToken(); err != nil || start.Kind() != '{' {
		return nil, cmp.Or(err, io.ErrUnexpectedEOF)
	}
	var members []member
	for d.PeekKind() != '}' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		m := member{name: name.String()}
		value, err := d.ReadValue()
		if err != nil {
			return nil, err
		}
		m.value = value.Clone()
		members = append(members, m)
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, cmp.Or(err, io.ErrUnexpectedEOF)
	}
	return members, nil
}
