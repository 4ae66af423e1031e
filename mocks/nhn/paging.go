package nhn

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strconv"
)

// Paging is how one page of a search links to the next.
type Paging int

// Ways of paging.
const (
	ByPage  Paging = iota // the page's number, from 1
	BySkip                // how many records precede it
	ByToken               // the same as an opaque token
	ByID                  // the last record of the page before, so that new records do not shift pages
)

// parameter is its name in a request.
func (p Paging) parameter() string {
	switch p {
	case BySkip:
		return "_skip"
	case ByToken:
		return "ct"
	case ByPage, ByID:
	}
	return "_page"
}

// resourceID is FHIR's format for an id.
var resourceID = regexp.MustCompile(`^[A-Za-z0-9.-]{1,64}$`)

// good reports whether a value is valid.
func (p Paging) good(value string) bool {
	if p == ByID {
		return resourceID.MatchString(value)
	}
	n, err := p.number(value)
	return err == nil && n >= 0 && n <= 1_000_000 && (p != ByPage || n >= 1)
}

func (p Paging) number(value string) (int, error) {
	if p == ByToken {
		text, err := base64.RawURLEncoding.DecodeString(value)
		if err != nil {
			return 0, err
		}
		value = string(text)
	}
	return strconv.Atoi(value)
}

// cut returns the requested page, and the value that leads to the next; "" if there is
// none.
func (p Paging) cut(q Query, all []Record) (page []Record, next string) {
	from := 0
	switch n, _ := p.number(q.page); {
	case q.page == "":
	case p == ByID:
		for i, r := range all {
			if fmt.Sprint(r.Resource(q.Number)["id"]) == q.page {
				from = i + 1
			}
		}
	case p == ByPage:
		from = (n - 1) * q.count
	default:
		from = n
	}
	from = min(from, len(all))
	to := min(from+q.count, len(all))
	page = all[from:to:to]
	if to == len(all) {
		return page, ""
	}
	switch p {
	case ByPage:
		return page, strconv.Itoa(from/q.count + 2)
	case BySkip:
		return page, strconv.Itoa(to)
	case ByToken:
		return page, base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(to)))
	case ByID:
	}
	return page, fmt.Sprint(page[len(page)-1].Resource(q.Number)["id"])
}
