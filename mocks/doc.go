// Package mocks holds a stand-in for every register that the gateway calls, each in
// its own package below. What they share is in package standin and, for the newer
// services of Norsk helsenett, in nhn. Package issuer stands in for the token
// issuers, and world is the synthetic population they all share.
//
// A stand-in speaks the register's own protocol over HTTP and is as strict as the
// register: it refuses what the register would refuse (elements out of order, a
// missing header, a number in the URL, the wrong audience, a replayed proof), answers
// batches shuffled and without the people it has no data on, adds unrequested fields,
// and fails with the register's own error bodies. It is written from the registers'
// public descriptions, never from the gateway's client, and imports nothing of it: if
// both were wrong in the same way, no test would notice.
package mocks
