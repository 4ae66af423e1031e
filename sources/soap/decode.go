package soap

import (
	"bytes"
	"reflect"
	"strings"
)

// decoder stores what a scanner reads into a value.
type decoder struct {
	scanner
	scratch []byte
	// kept backs the strings, so that they are not allocated one by one.
	kept strings.Builder
}

// children passes each child of the current element to take, which reads it to
// its end. It is false when the XML is invalid, or take fails.
func (d *decoder) children(take func() bool) bool {
	for {
		switch d.next() {
		case begin:
			if !take() {
				return false
			}
		case end:
			return true
		case chars:
			if !d.sound() {
				return false
			}
		case broken:
			return false
		}
	}
}

// sound reports whether skipped text is valid.
func (d *decoder) sound() bool {
	if d.literal || bytes.IndexByte(d.of(d.run), '&') < 0 {
		return true
	}
	var ok bool
	d.scratch, ok = resolve(d.scratch[:0], d.of(d.run))
	return ok
}

// pass skips an element with all its content.
func (d *decoder) pass() bool {
	for outside := len(d.open) - 1; ; {
		switch d.next() {
		case begin:
		case end:
			if len(d.open) == outside {
				return true
			}
		case chars:
			if !d.sound() {
				return false
			}
		case broken:
			return false
		}
	}
}

// read reads the current element into a value of the shape.
func (d *decoder) read(s *shape, into reflect.Value) bool {
	var seen uint64
	return d.children(func() bool {
		i := s.find(d.of(d.space), d.of(d.local))
		if i < 0 {
			return d.pass()
		}
		f := &s.fields[i]
		if f.kind != many && seen&(1<<i) != 0 {
			return false
		}
		seen |= 1 << i
		return d.field(f, into)
	})
}

func (d *decoder) field(f *field, into reflect.Value) bool {
	if f.kind == outer {
		return d.read(f.within, into)
	}
	v := into.FieldByIndex(f.index)
	if f.pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	switch f.kind {
	case leaf:
		s, ok := d.words()
		v.SetString(s)
		return ok
	case many:
		v.Grow(1)
		v.SetLen(v.Len() + 1)
		v = v.Index(v.Len() - 1)
	case one, outer:
	}
	return d.read(f.within, v)
}

// words is the text of the current element, without that of its children.
func (d *decoder) words() (string, bool) {
	d.scratch = d.scratch[:0]
	for {
		switch d.next() {
		case begin:
			said := d.scratch
			d.scratch = nil
			if !d.pass() {
				return "", false
			}
			d.scratch = said
		case end:
			return d.keep(d.scratch), true
		case chars:
			if d.literal {
				d.scratch = lines(d.scratch, d.of(d.run))
				continue
			}
			var ok bool
			if d.scratch, ok = resolve(d.scratch, d.of(d.run)); !ok {
				return "", false
			}
		case broken:
			return "", false
		}
	}
}

// keep returns text as a string in the shared buffer.
func (d *decoder) keep(text []byte) string {
	const room = 1 << 10
	if d.kept.Cap()-d.kept.Len() < len(text) {
		d.kept = strings.Builder{}
		d.kept.Grow(max(room, len(text)))
	}
	from := d.kept.Len()
	d.kept.Write(text)
	return d.kept.String()[from:]
}
