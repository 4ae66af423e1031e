//go:build !unix

package sources

// offHeap is heap memory on systems without mmap.
func offHeap(size int64) (memory []byte, free func(), err error) {
	memory = make([]byte, size)
	return memory, func() { clear(memory) }, nil
}
