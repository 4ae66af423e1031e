package main

import (
	"fmt"
	"strings"

	"helsegraf/cmd/lab"
)

// svg draws the matrix: a square for each cell, green if it held, with the p99
// of other sources' answers.
func (s *summary) svg() string {
	const side, left, top, between = 58, 190, 120, 3
	sources, faults := s.axes()
	height := top + len(faults)*(side/2+between) + 20
	width := left + len(sources)*(side+between) + 20
	var b strings.Builder
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
	return lab.Picture(width, height, "Every fault at every source: green held, red did not", b.String())
}
