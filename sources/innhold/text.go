package innhold

import (
	"strings"
	"sync"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"github.com/microcosm-cc/bluemonday"

	"helsegraf/sources/fhir"
)

// allowed lets through what a text consists of, and links to pages, addresses and
// telephones. Nothing is loaded when it is shown: there are no pictures.
var allowed = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "strong", "b", "em", "i", "sub", "sup", "blockquote", "caption", "table", "thead", "tbody", "tfoot", "tr", "th", "td")
	p.AllowAttrs("colspan", "rowspan").Matching(bluemonday.Integer).OnElements("td", "th")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("https", "mailto", "tel")
	p.RequireParseableURLs(true)
	p.RequireNoReferrerOnLinks(true)
	return p
})

var markdown = sync.OnceValue(func() *converter.Converter {
	return converter.NewConverter(converter.WithPlugins(base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(), table.NewTablePlugin()))
})

// texts are a text cleaned, and the same as Markdown; nil when nothing is left.
func texts(text string) (cleaned, marked *string) {
	cleaned = fhir.String(strings.TrimSpace(allowed().Sanitize(text)))
	if cleaned == nil {
		return nil, nil
	}
	if m, err := markdown().ConvertString(*cleaned); err == nil {
		marked = fhir.String(strings.TrimSpace(m))
	}
	return cleaned, marked
}
