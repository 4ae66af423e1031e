package sources

import (
	"net/url"
	"strings"
)

// NextPage is the query of a link to the following page of an answer, to be
// asked of the same path again. A link to any other scheme, host or path is
// refused as Garbled: followed, it would carry token and question to where the
// configuration does not point.
func (c *Client) NextPage(link, path string) (url.Values, error) {
	here := *c.base
	here.Path = strings.TrimSuffix(here.Path, "/") + path
	u, err := here.Parse(link)
	if err != nil || u.Scheme != here.Scheme || u.Host != here.Host || u.Path != here.Path || u.User != nil || u.Fragment != "" {
		return nil, Garbled
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil || len(query) == 0 {
		return nil, Garbled
	}
	return query, nil
}
