//go:build race

package sourcetest

// loosened widens budgets under the race detector, where a sync.Pool drops at
// random some of what is put into it: decoders that are used again otherwise
// are made anew. It still shows what grows with the square of something.
const loosened = 4
