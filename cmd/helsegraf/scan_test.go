package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"helsegraf/mocks"
	"helsegraf/sources/fnr"
)

// scanner finds what may stand in no log: numbers, names, tokens, addresses of
// registers. What it finds it names without repeating it.
type scanner struct {
	names     []string
	tokens    []string
	addresses map[string]string // by register
}

func newScanner(w *mocks.World, tokens []string, addresses map[string]string) scanner {
	s := scanner{tokens: tokens, addresses: addresses}
	for _, p := range w.People() {
		s.names = append(s.names, p.Name(), p.Given+" "+p.Family, p.Family+", "+p.Given)
	}
	slices.Sort(s.names)
	s.names = slices.Compact(s.names)
	return s
}

func (h *house) scanner() scanner {
	return newScanner(h.registers.world, h.tokens, h.registers.urls)
}

// leaks is everything found in a text.
func (s scanner) leaks(text string) []string {
	out := append(s.numbers(text), s.secrets(text)...)
	for _, name := range s.names {
		if strings.Contains(text, name) {
			out = append(out, "somebody's name")
		}
	}
	for register, address := range s.addresses {
		if strings.Contains(text, strings.TrimPrefix(address, "http://")) {
			out = append(out, "the address of "+register)
		}
	}
	return out
}

var digits = regexp.MustCompile(`\d{6} ?\d{5,}`)

// numbers finds identity numbers, also within longer rows of digits.
func (scanner) numbers(text string) []string {
	var out []string
	for _, row := range digits.FindAllString(text, -1) {
		row = strings.ReplaceAll(row, " ", "")
		for i := range len(row) - 10 {
			if _, err := fnr.Parse(row[i : i+11]); err == nil {
				out = append(out, fmt.Sprintf("an identity number (in a row of %d digits)", len(row)))
			}
		}
	}
	return out
}

var jose = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.`)

// secrets finds tokens: those that were given out, and whatever looks like one.
func (s scanner) secrets(text string) []string {
	var out []string
	if jose.MatchString(text) {
		out = append(out, "what looks like a token")
	}
	for _, token := range s.tokens {
		if token != "" && strings.Contains(text, token) {
			out = append(out, "a token")
		}
	}
	return out
}
