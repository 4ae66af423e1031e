// Package kvalitetsindikatorer stands in for the national quality indicators in
// Helsedirektoratet's API: the indicators, and an attachment of measurements for each,
// by made-up hospitals. Some measurements have the value that means none.
//
// As the real service it refuses requests without the subscription key.
package kvalitetsindikatorer
