package fhir

import "bytes"

// modified reports whether something in the resource changes the meaning of the
// rest in a way unknown here: a modifierExtension outside contained resources,
// or implicitRules. Few resources have either, so a text search comes first.
func (p Part) modified() bool {
	if !bytes.Contains(p.text, []byte("modifierExtension")) && !bytes.Contains(p.text, []byte("implicitRules")) && !bytes.Contains(p.text, []byte(`\u`)) {
		return false
	}
	depth, contained := 0, false
	for i := 0; i < len(p.text); i++ {
		switch p.text[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			contained = contained && depth > 1
		case '"':
			begun := i
			i = endOfString(p.text, i)
			colon := pastBlank(p.text, i+1)
			if contained || p.text[colon] != ':' {
				continue
			}
			value := p.text[pastBlank(p.text, colon+1):]
			switch name, top := p.text[begun:i+1], depth == 1; {
			case top && means(name, "contained"):
				contained = value[0] == '['
			case means(name, "modifierExtension"), top && means(name, "implicitRules"):
				if value[0] != 'n' && (value[0] != '[' || value[pastBlank(value, 1)] != ']') {
					return true
				}
			}
		}
	}
	return false
}
