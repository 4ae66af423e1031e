// Package world is the synthetic population and the clock that the stand-ins share:
// people, the personas that demonstrations and tests know by name, and repeatable
// dice.
//
// It holds what the population and privacy registers know about a person. A health
// register's data is made in that register's stand-in, from the number.
//
// Nobody here exists. Identity numbers have 80 added to the month, as in the tax
// administration's own test population.
package world
