// Package mocktest asks stand-ins as they want to be asked, and holds them to
// refusing the rest. It is for the stand-ins' own tests.
package mocktest
