// Package mocktest sends stand-ins valid requests, and checks that they refuse all
// others. It is for the stand-ins' own tests.
package mocktest
