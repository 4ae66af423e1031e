package main

import (
	"fmt"
	"html"
	"strings"
	"time"

	"helsegraf/cmd/lab"
)

// svg draws every figure as bars: each contender relative to the floor, with a
// line at the floor.
func (r *report) svg() string {
	const left, width, bar, gap, scale = 330, 900, 16, 10, 130.0
	var b strings.Builder
	fmt.Fprintf(&b, "<text x=\"12\" y=\"24\" font-size=\"14\">Ratios to the floor, %s</text>\n", r.began.Format(time.DateOnly))
	y, last := 40, ""
	for _, row := range r.rows {
		if row.what != last {
			y += gap
			fmt.Fprintf(&b, "<text x=\"12\" y=\"%d\" font-weight=\"600\">%s  %s</text>\n", y+12, row.scenario, html.EscapeString(row.what))
			y += bar + 4
			last = row.what
		}
		length, fill, more := row.ratio.median*scale, "#9aa4b2", ""
		if row.goal != "" {
			fill = map[bool]string{true: "#1a7f37", false: "#b3261e"}[row.held]
		}
		if most := float64(width - left - 150); length > most {
			length, more = most, " …"
		}
		fmt.Fprintf(&b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s, %s</text>", left-8, y+12, html.EscapeString(row.who), html.EscapeString(row.value))
		fmt.Fprintf(&b, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\" fill=\"%s\"/>", left, y, length, bar-2, fill)
		fmt.Fprintf(&b, "<text x=\"%.1f\" y=\"%d\">%.2f%s</text>\n", float64(left)+length+6, y+12, row.ratio.median, more)
		y += bar
	}
	fmt.Fprintf(&b, "<line x1=\"%.1f\" y1=\"34\" x2=\"%.1f\" y2=\"%d\" stroke=\"#333\" stroke-dasharray=\"3 3\"/>\n", left+scale, left+scale, y+8)
	return lab.Picture(width, y+20, "Ratios to the floor", b.String())
}
