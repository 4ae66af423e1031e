//go:build unix

package sources

import "syscall"

// offHeap is memory outside the Go heap. It costs nothing until written to, and
// the system wipes it when it is released.
func offHeap(size int64) (memory []byte, free func(), err error) {
	memory, err = syscall.Mmap(-1, 0, int(size), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	return memory, func() { _ = syscall.Munmap(memory) }, err // it is what was mapped
}
