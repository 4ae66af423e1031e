// Package config reads how a deployment differs from others: a file in YAML and,
// over it, variables of the environment; secrets from files of their own; the
// registers' settings, by the list of registers that it is given.
//
// Everything that is wrong is told at once, by line and key, and never with the
// value, which may be a secret. What is read is complete: defaults are filled in,
// and what the front door is to know (issuers, clients, rates, services) is in its
// own terms. It connects to nothing and starts nothing: package main makes a
// gateway of it, and doctor looks at what it points at.
package config
