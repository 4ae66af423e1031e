package dialog

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"helsegraf/mocks/nhn"
)

// file is the content of an attachment.
type file struct {
	media   string
	content []byte
}

// fileOf makes an attachment: a page with its title, or a picture.
func fileOf(media, title string) file {
	if media == "image/png" {
		return file{media, picture()}
	}
	return file{media, nhn.PDF(title)}
}

// picture is a square in two shades.
func picture() []byte {
	m := image.NewGray(image.Rect(0, 0, 64, 64))
	for i := range m.Pix {
		m.Set(i%64, i/64, color.Gray{uint8(64 + 127*((i/512+i/8)%2))})
	}
	var out bytes.Buffer
	_ = png.Encode(&out, m) // a buffer takes everything
	return out.Bytes()
}
