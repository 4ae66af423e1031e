// Package config reads what differs between deployments: a YAML file, overridden by
// environment variables; secrets from files of their own; and the settings of the
// registers in the list it is given.
//
// All faults are reported at once, by line and key, and never with the value, which
// may be a secret. The result is complete: defaults are filled in, and what the
// front door needs (issuers, clients, rates, services) is in its own types. The
// package makes no connections and starts nothing: package main builds a gateway
// from the configuration, and package doctor checks what it points at.
package config
