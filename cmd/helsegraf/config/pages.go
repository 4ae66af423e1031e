package config

// Pages tells which pages for people there are: open (the default), which
// needs no login, or closed. None holds a person, and none says more of the
// registers than the root field registers does.
type Pages struct {
	Status string `yaml:"status" env:"STATUS"`
	Docs   string `yaml:"docs" env:"DOCS"`
}

// Whether a page is there.
const (
	Open   = "open"
	Closed = "closed"
)

func (l *loader) checkPages(c *Pages) {
	for key, is := range map[string]*string{"pages.status": &c.Status, "pages.docs": &c.Docs} {
		if or(is, Open); *is != Open && *is != Closed {
			l.wrong(key, "must be open or closed")
		}
	}
}
