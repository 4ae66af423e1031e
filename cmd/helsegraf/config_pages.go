package main

// pagesConfig tells which pages for people there are: open (the default), which
// needs no login, or closed. None holds a person, and none says more of the
// registers than the root field registers does.
type pagesConfig struct {
	Status string `yaml:"status" env:"STATUS"`
	Docs   string `yaml:"docs" env:"DOCS"`
}

const open, closed = "open", "closed"

func (l *loader) checkPages(c *pagesConfig) {
	for key, is := range map[string]*string{"pages.status": &c.Status, "pages.docs": &c.Docs} {
		if or(is, open); *is != open && *is != closed {
			l.wrong(key, "must be open or closed")
		}
	}
}
