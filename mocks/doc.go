// Package mocks holds a stand-in for every register the gateway asks, for the
// token issuers, and the synthetic population they share.
//
// A stand-in speaks the register's own protocol over HTTP and is as strict as
// the register: it refuses what the register would refuse (elements out of
// order, a missing header, a number in the URL, the wrong audience, a replayed
// proof), answers batches shuffled and without those it has nothing on, adds
// fields nobody asked for, and fails with the register's own error bodies.
// It is written from the registers' public descriptions, never from the
// gateway's client, and imports nothing of it: if both were wrong in the same
// way, no test would notice.
//
// Every stand-in answers /_control for tests and demonstrations: what was
// called, and which fault to show.
//
// Nobody here exists. Identity numbers have 80 added to the month, as the
// tax administration's own test population has.
package mocks
