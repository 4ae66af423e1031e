package lab

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
)

// Write writes a report and its picture into a folder, under one name.
func Write(dir, name, markdown, svg string) error {
	const readable, listed = 0o644, 0o755
	if err := os.MkdirAll(dir, listed); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, name+".md"), []byte(markdown), readable); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name+".svg"), []byte(svg), readable)
}

// Picture is an SVG with a title, on white.
func Picture(width, height int, title, shapes string) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="system-ui, sans-serif" font-size="11">
<title>%s</title>
<rect width="%d" height="%d" fill="#fff"/>
%s</svg>
`, width, height, html.EscapeString(title), width, height, shapes)
}
