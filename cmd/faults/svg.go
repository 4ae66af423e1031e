package main

import (
	"fmt"
	"strings"
)

// svg draws the matrix: a square for each cell, green where it held, with the
// p99 of other sources' answers in it.
func (s *summary) svg() string {
	const side, left, top, between = 58, 190, 120, 3
	sources, faults := s.axes()
	height := top + len(faults)*(side/2+between) + 20
	width := left + len(sources)*(side+between) + 20
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="system-ui, sans-serif" font-size="11">`+"\n", width, height)
	fmt.Fprintf(&b, "<title>Every fault at every source: green held, red did not</title>\n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", width, height)
	for i, source := range sources {
		x := left + i*(side+between) + side/2
		fmt.Fprintf(&b, "<text x=\"%d\" y=\"%d\" transform=\"rotate(-40 %d %d)\">%s</text>\n", x, top-8, x, top-8, source)
	}
	for j, fault := range faults {
		y := top + j*(side/2+between)
		fmt.Fprintf(&b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", left-8, y+side/4+4, fault)
		for i, source := range sources {
			x := left + i*(side+between)
			fill, text, ink := "#eee", "", "#666"
			if c := s.at(source, fault); c != nil {
				fill, text, ink = "#1a7f37", fmt.Sprintf("%.0f ms", ms(c.others)), "#fff"
				if !c.held() {
					fill = "#b3261e"
				}
			}
			fmt.Fprintf(&b, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"%s\"/>", x, y, side, side/2, fill)
			fmt.Fprintf(&b, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"%s\">%s</text>\n", x+side/2, y+side/4+4, ink, text)
		}
	}
	b.WriteString("</svg>\n")
	return b.String()
}
