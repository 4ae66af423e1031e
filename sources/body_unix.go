//go:build unix

package sources

import "syscall"

// beside is memory that is not in the heap. It costs nothing until it is
// written to, and the system wipes it when it is given back.
func beside(size int64) (memory []byte, free func(), err error) {
	memory, err = syscall.Mmap(-1, 0, int(size), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	return memory, func() { _ = syscall.Munmap(memory) }, err // it is what was mapped
}
