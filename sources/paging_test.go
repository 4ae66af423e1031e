package sources_test

import (
	"testing"

	"helsegraf/sources"
)

func TestNextPage(t *testing.T) {
	c, err := sources.New(sources.Config{Register: "r", BaseURL: "https://register.example/api/"})
	if err != nil {
		t.Fatal(err)
	}
	root, err := sources.New(sources.Config{Register: "r", BaseURL: "https://register.example"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := root.NextPage("https://register.example/Thing/_search?page=2", "/Thing/_search"); err != nil {
		t.Errorf("a base without a path: %v", err)
	}
	tests := []struct {
		name, link string
		want       error
	}{
		{"same place", "https://register.example/api/Thing/_search?page=2", nil},
		{"relative", "_search?page=2", nil},
		{"query alone", "?page=2", nil},
		{"the scheme's own port", "https://register.example:443/api/Thing/_search?page=2", nil},
		{"large letters", "HTTPS://Register.EXAMPLE/api/Thing/_search?page=2", nil},
		{"relative to the base", "Thing/_search?page=2", nil},
		{"relative to the host", "/api/Thing/_search?page=2", nil},
		{"a longer way", "https://register.example/api/Other/../Thing/./_search?page=2", nil},
		{"escapes", "https://register.example/api/Thing/%5Fsearch?page=2", nil},
		{"the end of the path", "hing/_search?page=2", sources.Garbled},
		{"another type", "Other/_search?page=2", sources.Garbled},
		{"a name that goes on", "https://register.example.elsewhere.example/api/Thing/_search?page=2", sources.Garbled},
		{"another scheme's port", "https://register.example:80/api/Thing/_search?page=2", sources.Garbled},
		{"no scheme at all", "javascript:alert(1)?page=2", sources.Garbled},
		{"another host", "https://elsewhere.example/api/Thing/_search?page=2", sources.Garbled},
		{"another port", "https://register.example:8443/api/Thing/_search?page=2", sources.Garbled},
		{"without TLS", "http://register.example/api/Thing/_search?page=2", sources.Garbled},
		{"scheme-relative", "//elsewhere.example/api/Thing/_search?page=2", sources.Garbled},
		{"another path", "https://register.example/api/Other?page=2", sources.Garbled},
		{"out of the base", "https://register.example/api/../admin?page=2", sources.Garbled},
		{"credentials", "https://user@register.example/api/Thing/_search?page=2", sources.Garbled},
		{"no query", "https://register.example/api/Thing/_search", sources.Garbled},
		{"bad query", "?page=%zz", sources.Garbled},
		{"bad address", "https://register.example:port/", sources.Garbled},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			query, err := c.NextPage(tt.link, "/Thing/_search")
			if err != tt.want { //nolint:errorlint // a Kind is not wrapped below Call
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			if err == nil && query.Get("page") != "2" {
				t.Errorf("query is %v", query)
			}
		})
	}
}
