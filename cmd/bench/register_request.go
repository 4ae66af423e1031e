package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
)

// registerRequest is a request to a stand-in, parsed with as little work as possible. Its
// buffers are reused.
type registerRequest struct {
	from       *bufio.Reader
	head, body []byte

	target, action, patient []byte // within head
	length                  int
	chunked                 bool

	ends    []int // of head's lines
	numbers [][]byte
	text    []byte
}

var errQuestion = errors.New("not a question")

func (q *registerRequest) read() error {
	q.head, q.body, q.target, q.action, q.patient, q.length, q.chunked = q.head[:0], q.body[:0], nil, nil, nil, 0, false
	q.ends = q.ends[:0]
	for {
		line, err := q.from.ReadSlice('\n')
		if err != nil {
			return err
		}
		q.head = append(q.head, line...)
		q.ends = append(q.ends, len(q.head))
		if len(line) <= 2 {
			break
		}
	}
	first := q.head[:q.ends[0]]
	parts := bytes.SplitN(first, []byte(" "), 3)
	if len(parts) != 3 {
		return errQuestion
	}
	q.target = parts[1]
	for i := 1; i < len(q.ends); i++ {
		if err := q.field(bytes.TrimRight(q.head[q.ends[i-1]:q.ends[i]], "\r\n")); err != nil {
			return err
		}
	}
	if q.chunked {
		return q.chunks()
	}
	q.body = slices.Grow(q.body, q.length)[:q.length]
	_, err := io.ReadFull(q.from, q.body)
	return err
}

// field records the headers we need.
func (q *registerRequest) field(line []byte) (err error) {
	name, value, _ := bytes.Cut(line, []byte(":"))
	value = bytes.TrimSpace(value)
	switch {
	case len(name) == len("Content-Length") && bytes.EqualFold(name, []byte("Content-Length")):
		q.length, err = strconv.Atoi(string(value))
	case len(name) == len("Transfer-Encoding") && bytes.EqualFold(name, []byte("Transfer-Encoding")):
		q.chunked = true
	case len(name) == len("SOAPAction") && bytes.EqualFold(name, []byte("SOAPAction")):
		q.action = value
	case len(name) == len("nhn-patient-nin") && bytes.EqualFold(name, []byte("nhn-patient-nin")):
		q.patient = value
	}
	return err
}

// chunks reads a chunked body.
func (q *registerRequest) chunks() error {
	for {
		line, err := q.from.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseUint(string(bytes.TrimSpace(line)), 16, 24)
		if err != nil {
			return err
		}
		before := len(q.body)
		q.body = slices.Grow(q.body, int(size))[:before+int(size)]
		if _, err := io.ReadFull(q.from, q.body[before:]); err != nil {
			return err
		}
		if _, err := q.from.Discard(len("\r\n")); err != nil || size == 0 {
			return err
		}
	}
}

// key identifies a request, whoever makes it. People are sorted, since registers
// ignore their order.
func (q *registerRequest) key() []byte {
	q.numbers = q.numbers[:0]
	q.people(q.patient)
	q.people(q.body)
	slices.SortFunc(q.numbers, bytes.Compare)
	q.text = append(append(append(q.text[:0], q.target...), ' '), bytes.Trim(q.action, `"`)...)
	for _, n := range q.numbers {
		q.text = append(append(q.text, ' '), n...)
	}
	return q.text
}

// people finds the identity numbers in a text: eleven consecutive digits.
func (q *registerRequest) people(text []byte) {
	const digits = 11
	start := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] >= '0' && text[i] <= '9' {
			continue
		}
		if i-start == digits {
			q.numbers = append(q.numbers, text[start:i])
		}
		start = i + 1
	}
}
