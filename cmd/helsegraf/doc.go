// Command helsegraf is the one program of the project.
//
//	demo       gateway, stand-in registers, issuer and invented people on loopback
//	serve      the gateway alone, by a configuration file and the environment
//	registers  the stand-ins and the issuer alone
//	token      a token for one of the demonstration's people
//	schema     the schema
//	doctor     what is wrong with a configuration, and with what it points at
//	documents  a manifest of trusted documents, checked
//	explain    what would become of a query, nothing of it fetched
//
// Here is the wiring and nothing else: wiring.go makes the registers' clients,
// the resolvers over them and the front door before it all, from top to bottom;
// package config reads a configuration, and tells everything that is wrong with it
// at once. What the program does is in the packages it wires.
package main
