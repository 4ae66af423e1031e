package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// object is a JSON object with its member order kept.
type object []member

type member struct {
	name  string
	value any
}

// shown formats an answer for journeys: members in their own order, short values
// on one line, values that vary from run to run as a word in <>, and only the
// first elements of lists of data longer than most; 0 shows all.
func shown(t *testing.T, response string, most int) string {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(response))
	d.UseNumber()
	v, err := value(d, "")
	if err != nil {
		t.Fatalf("%v: %s", err, response)
	}
	var b strings.Builder
	printer{most}.print(&b, v, "")
	return unreached.ReplaceAllString(b.String(), `$1"<n>"`) + "\n"
}

// unreached matches a register that could not be reached: the number of attempts
// by the time the answer left varies.
var unreached = regexp.MustCompile(`("status": "UNAVAILABLE".*"calls": )\d+(?:, "retries": \d+)?`)

// value reads the next value, that of the named member.
func value(d *json.Decoder, name string) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		o := object{}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			v, err := value(d, name.(string))
			if err != nil {
				return nil, err
			}
			o = append(o, member{name.(string), v})
		}
		_, err = d.Token()
		return o, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := value(d, "")
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err = d.Token()
		return list, err
	}
	return steady(name, token), nil
}

var (
	sealedID = regexp.MustCompile(`^[A-Za-z0-9_-]{20,}$`)
	link     = regexp.MustCompile(`^http://127\.0\.0\.1:\d+/documents/[A-Za-z0-9_-]{20,}$`)
)

// steady replaces values that vary from run to run with a word.
func steady(name string, v any) any {
	text, _ := v.(string)
	switch {
	case v == nil:
	case name == "id" && sealedID.MatchString(text):
		return "<id>"
	case strings.HasSuffix(strings.ToLower(name), "cursor"):
		return "<cursor>"
	case (name == "contentUrl" || name == "calendarUrl" || name == "letterUrl") && link.MatchString(text):
		return "<gateway>/documents/<sealed>"
	case name == "durationMs", name == "p50", name == "p95":
		return "<ms>"
	}
	return v
}

type printer struct{ most int }

// width is the longest line.
const width = 200

func (p printer) print(b *strings.Builder, v any, indent string) {
	if line := p.line(v); len(indent)+len(line) <= width {
		b.WriteString(line)
		return
	}
	deeper := indent + "  "
	switch v := v.(type) {
	case object:
		b.WriteString("{")
		for i, m := range v {
			b.WriteString(strings.TrimSpace(separator(i)) + "\n" + deeper + text(m.name) + ": ")
			below := p
			if m.name == "errors" || m.name == "extensions" {
				below.most = 0
			}
			below.print(b, m.value, deeper)
		}
		b.WriteString("\n" + indent + "}")
	case []any:
		b.WriteString("[")
		for i, one := range v {
			b.WriteString(strings.TrimSpace(separator(i)) + "\n" + deeper)
			if i == p.most && i > 0 {
				fmt.Fprintf(b, "… %d more", len(v)-i)
				break
			}
			p.print(b, one, deeper)
		}
		b.WriteString("\n" + indent + "]")
	default:
		b.WriteString(text(v))
	}
}

// line formats a value on one line.
func (p printer) line(v any) string {
	var b strings.Builder
	switch v := v.(type) {
	case object:
		b.WriteString("{")
		for i, m := range v {
			b.WriteString(separator(i) + text(m.name) + ": " + p.line(m.value))
		}
		b.WriteString("}")
	case []any:
		b.WriteString("[")
		for i, one := range v {
			b.WriteString(separator(i) + p.line(one))
		}
		b.WriteString("]")
	default:
		b.WriteString(text(v))
	}
	return b.String()
}

func separator(i int) string {
	if i == 0 {
		return ""
	}
	return ", "
}

// text formats a name, number, string or word as JSON.
func text(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err.Error()
	}
	return strings.TrimSuffix(b.String(), "\n")
}
