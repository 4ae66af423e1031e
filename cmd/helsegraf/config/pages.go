package config

// Pages configures which pages for people are served: open (the default),
// without login, or closed. No page has data about a person, or more about
// registers than the root field registers has.
type Pages struct {
	Status string `yaml:"status" env:"STATUS"`
	Docs   string `yaml:"docs" env:"DOCS"`
}

// The values of a page's setting.
const (
	Open   = "open"
	Closed = "closed"
)

func (l *loader) checkPages(c *Pages) {
	for key, is := range map[string]*string{"pages.status": &c.Status, "pages.docs": &c.Docs} {
		if setDefault(is, Open); *is != Open && *is != Closed {
			l.wrong(key, "must be open or closed")
		}
	}
}
