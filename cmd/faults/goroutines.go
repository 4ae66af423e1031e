package main

import (
	"debug/dwarf"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
)

// counter counts the goroutines of a running process of ours. Production has no
// endpoint for that, so it is read from the runtime: runtime.allgs in the
// process's memory, located by the program's symbols.
type counter struct {
	allgs  uint64 // address of the slice
	status uint64 // offset of atomicstatus in a runtime.g
}

// newCounter reads a program's symbols.
func newCounter(program string) (counter, error) {
	var c counter
	f, err := elf.Open(program)
	if err != nil {
		return c, err
	}
	defer func() { _ = f.Close() }()
	symbols, err := f.Symbols()
	if err != nil {
		return c, err
	}
	for _, s := range symbols {
		if s.Name == "runtime.allgs" {
			c.allgs = s.Value
		}
	}
	d, err := f.DWARF()
	if err != nil {
		return c, err
	}
	c.status, err = offsetIn(d, "runtime.g", "atomicstatus")
	if err == nil && c.allgs == 0 {
		err = errors.New("the program has no symbols")
	}
	return c, err
}

// offsetIn is the offset of a field in a struct.
func offsetIn(d *dwarf.Data, structure, field string) (uint64, error) {
	r := d.Reader()
	for {
		e, err := r.Next()
		if err != nil {
			return 0, err
		}
		if e == nil {
			return 0, errors.New("the program knows no " + structure)
		}
		if name, _ := e.Val(dwarf.AttrName).(string); e.Tag != dwarf.TagStructType || name != structure {
			continue
		}
		t, err := d.Type(e.Offset)
		if err != nil {
			return 0, err
		}
		s, ok := t.(*dwarf.StructType)
		if !ok {
			return 0, errors.New(structure + " is no struct")
		}
		for _, f := range s.Field {
			if f.Name == field {
				return uint64(f.ByteOffset), nil //nolint:gosec // a file offset is not negative
			}
		}
	}
}

// States of a runtime.g that has ended.
const (
	stateMask      = 0xfff // the bit above means that its stack is being scanned
	stateIdle      = 0
	stateDead      = 6
	stateDeadExtra = 10
)

// count is the number of goroutines, including the runtime's own.
func (c counter) count(pid int) (int, error) {
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		return 0, err
	}
	defer func() { _ = mem.Close() }()
	var header [16]byte
	if _, err := mem.ReadAt(header[:], int64(c.allgs)); err != nil { //nolint:gosec // an address in user space
		return 0, err
	}
	at, n := binary.LittleEndian.Uint64(header[:]), binary.LittleEndian.Uint64(header[8:])
	const most = 1 << 20
	if n > most {
		return 0, errors.New("more goroutines than can be")
	}
	pointers := make([]byte, 8*n)
	if _, err := mem.ReadAt(pointers, int64(at)); err != nil { //nolint:gosec // an address in user space
		return 0, err
	}
	running := 0
	for ; len(pointers) > 0; pointers = pointers[8:] {
		var state [4]byte
		if _, err := mem.ReadAt(state[:], int64(binary.LittleEndian.Uint64(pointers)+c.status)); err != nil { //nolint:gosec // an address in user space
			return 0, err
		}
		switch binary.LittleEndian.Uint32(state[:]) & stateMask {
		case stateIdle, stateDead, stateDeadExtra:
		default:
			running++
		}
	}
	return running, nil
}
