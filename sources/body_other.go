//go:build !unix

package sources

// beside is memory of the heap where there is no simple way beside it.
func beside(size int64) (memory []byte, free func(), err error) {
	memory = make([]byte, size)
	return memory, func() { clear(memory) }, nil
}
