// Package world is the synthetic population and the clock that the stand-ins
// share: people, the personas whom demonstrations and tests know by name, and
// dice that fall the same each time.
//
// It holds what the population and privacy registers know of somebody. What a
// health register knows is made in that register's stand-in, from the number.
//
// Nobody here exists. Identity numbers have 80 added to the month, as the tax
// administration's own test population has.
package world
