// Package kvalitetsindikatorer reads the national quality indicators (nasjonale
// kvalitetsindikatorer) from Helsedirektoratet's API. It is open data under NLOD: no
// call concerns a person.
//
// GET /innhold/nki/kvalitetsindikatorer/ returns all indicators. Each has its
// measurements as an attachment of JSON, {AttachmentDataRows[{TimeFrom, LocationName,
// LocationParentId, ParentName, Value, MeasureType}]}, at an address that must be of
// the same service: the key is sent nowhere else. The value −10000000 means that
// there is none. A LocationParentId of 0 is the country, 1 a health region, and
// others hospitals.
//
// Calls carry a subscription key, which is free, in Ocp-Apim-Subscription-Key.
//
// What is read is kept for hours, and for up to a day while the service is down; it
// then says when it was read.
package kvalitetsindikatorer
