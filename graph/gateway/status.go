package gateway

import (
	"net/http"

	"helsegraf/graph/gateway/transport"

	"helsegraf/graph/gateway/fault"

	"helsegraf/graph/gateway/pages"
)

// written are the pages for people, to the extent that they never change.
type written struct {
	status *pages.StatusPage
	book   *book // nil when hidden
}

// write makes the pages.
func (g *Gateway) write() (err error) {
	if g.written.status, err = pages.NewStatusPage(); err != nil || g.options.HideDocs {
		return err
	}
	return g.bind()
}

// addStatus adds the page with the status of the registers, and the same as JSON.
// It is as open as the root field registers, and reveals no more than that field.
func (g *Gateway) addStatus(m *http.ServeMux) {
	m.HandleFunc("GET /pages/{file}", pages.ServeAsset)
	if g.options.Statuses == nil {
		return
	}
	m.HandleFunc("GET /status", func(w http.ResponseWriter, r *http.Request) {
		html, err := g.written.status.HTML(g.frame(), g.status())
		if err != nil {
			fault.Internal().Write(w, transport.MediaJSON)
			return
		}
		pages.Serve(w, r, html)
	})
	m.HandleFunc("GET /status.json", func(w http.ResponseWriter, _ *http.Request) {
		body, err := g.status().JSON()
		if err != nil {
			fault.Internal().Write(w, transport.MediaJSON)
			return
		}
		w.Header().Set("Content-Type", transport.MediaJSON)
		_, _ = w.Write(body)
	})
}

func (g *Gateway) status() pages.Status {
	return pages.StatusOf(g.options.Statuses(), g.options.Registers, g.options.Now())
}

// frame is what surrounds each page.
func (g *Gateway) frame() pages.Frame {
	return pages.Frame{Demo: g.options.Demo != nil, HasStatus: g.options.Statuses != nil, HasDocs: !g.options.HideDocs}
}
