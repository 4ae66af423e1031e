// Command helsegraf is the project's only program.
//
//	demo       gateway, stand-in registers, issuer and invented people on loopback
//	serve      the gateway alone, by a configuration file and the environment
//	registers  the stand-ins and the issuer alone
//	token      a token for one of the demonstration's people
//	schema     the schema
//	doctor     what is wrong with a configuration, and with what it points at
//	documents  a manifest of trusted documents, checked
//	explain    how a query would be decided, without executing it
//
// This package is only wiring: wiring.go makes the registers' clients, the resolvers
// over them and the front door, from top to bottom. Package config reads a
// configuration, and reports all its faults at once; package doctor checks what a
// configuration points at. The rest is in the packages it wires.
package main
