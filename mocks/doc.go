// Package mocks holds a stand-in for every register that the gateway asks, each
// in a package of its own below. What they share is in package standin,
// and in nhn for the newer services of Norsk helsenett. Package issuer stands in
// for the token issuers, and world is the synthetic population they all share.
//
// A stand-in speaks the register's own protocol over HTTP and is as strict as
// the register: it refuses what the register would refuse (elements out of
// order, a missing header, a number in the URL, the wrong audience, a replayed
// proof), answers batches shuffled and without those it has nothing on, adds
// fields nobody asked for, and fails with the register's own error bodies.
// It is written from the registers' public descriptions, never from the
// gateway's client, and imports nothing of it: if both were wrong in the same
// way, no test would notice.
package mocks
