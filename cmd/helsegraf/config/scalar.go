package config

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

// written is a scalar as written in the file: 0123456 is a password, and not the
// number YAML 1.1 makes of it. A YAML null is empty, except for ~, which may be
// text; where text is not expected, ~ is refused.
func written(node ast.Node) (text string, ok bool) {
	switch n := node.(type) {
	case *ast.TagNode:
		if n.Start.Value != "!!str" && n.Start.Value != "!" {
			return "", false
		}
		return written(n.Value)
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode, *ast.NullNode:
		return node.GetToken().Value, true
	}
	return "", false
}

// absent reports whether a key has no value, or null.
func absent(node ast.Node) bool {
	return node.Type() == ast.NullType && node.GetToken().Value != "~"
}

// scalar sets a value from its text, and reports whether it is valid.
func scalar(text string, into reflect.Value) bool {
	if into.Type() == reflect.TypeFor[time.Duration]() {
		d, err := time.ParseDuration(text)
		into.SetInt(int64(d))
		return err == nil
	}
	switch into.Kind() {
	case reflect.String:
		into.SetString(text)
		return true
	case reflect.Bool:
		into.SetBool(text == "true" || text == "True" || text == "TRUE")
		return into.Bool() || text == "false" || text == "False" || text == "FALSE"
	case reflect.Int, reflect.Int64:
		n, err := whole(text, into.Type().Bits())
		into.SetInt(n)
		return err == nil
	case reflect.Float64:
		f, err := strconv.ParseFloat(text, 64)
		into.SetFloat(f)
		return err == nil && decimal.MatchString(text)
	default:
		return false
	}
}

// decimal matches a number in YAML 1.2's core schema.
var decimal = regexp.MustCompile(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)

// whole reads an integer as YAML 1.2 does: 010 is ten and only 0o10 is eight.
func whole(text string, bits int) (int64, error) {
	if len(text) > 2 && text[0] == '0' && text[2] != '-' && text[2] != '+' {
		switch text[1] {
		case 'o':
			return strconv.ParseInt(text[2:], 8, bits)
		case 'x':
			return strconv.ParseInt(text[2:], 16, bits)
		}
	}
	return strconv.ParseInt(text, 10, bits)
}

// Limits of a file. No configuration comes near them; a file made to exceed them
// could keep the parser busy for minutes.
const (
	mostBytes   = 256 << 10
	mostTokens  = 30_000
	mostNesting = 32
)

// excess says why a file is not even parsed, and at which token; "" if it may
// be.
func excess(text []byte) (what string, at *token.Token) {
	if len(text) > mostBytes {
		return fmt.Sprintf("is larger than %d KiB", mostBytes>>10), nil
	}
	tokens := lexer.Tokenize(string(text))
	if len(tokens) > mostTokens {
		return fmt.Sprintf("holds more than %d words", mostTokens), nil
	}
	open, row := 0, 0 // open brackets, and consecutive marks that each open something
	for _, t := range tokens {
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			open++
		case token.MappingEndType, token.SequenceEndType:
			open--
		case token.AnchorType, token.AliasType, token.MergeKeyType:
			return "has an anchor or an alias: write the value out", t
		case token.SequenceEntryType, token.MappingKeyType, token.TagType:
			row++
		default:
			row = 0
		}
		if open > mostNesting || row > mostNesting {
			return fmt.Sprintf("is nested more than %d deep", mostNesting), t
		}
	}
	return "", nil
}
