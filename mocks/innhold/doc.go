// Package innhold stands in for Helsedirektoratet's API for content: a few texts of
// several types, found by type or by code. They are made up. Some hold what must not
// reach a reader, and one is no longer in force.
//
// As the real service it refuses requests without the subscription key. It refuses
// unknown parameters, types and code systems, and an identity number in the address.
package innhold
