package world

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
)

// Dice returns a random source seeded by the words, so that a register's data on a
// person does not change between runs.
func (w *World) Dice(words ...string) *rand.Rand {
	h := fnv.New64a()
	for _, word := range words {
		_, _ = h.Write([]byte(word))
		_, _ = h.Write([]byte{0})
	}
	return rand.New(rand.NewPCG(h.Sum64(), 0x48656c7365)) //nolint:gosec // must be repeatable
}

// Pick returns a random element.
func Pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// GUID returns a random UUID, version 4.
func GUID(r *rand.Rand) string {
	a, b := r.Uint64(), r.Uint64()
	a = a&^0xf000 | 0x4000
	b = b&^(3<<62) | 2<<62
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", a>>32, a>>16&0xffff, a&0xffff, b>>48, b&0xffffffffffff)
}
