// Package fastlegeregister stands in for Fastlegeregisteret, the register of
// GPs' lists: a WCF service (IFlrReadOperations), SOAP 1.1 on /v2/flr/Basic and
// SOAP 1.2 with WS-Addressing on /v2/flr.
//
// It refuses elements out of order, in another namespace or unknown, the wrong action
// or password, and a whole batch if one number is invalid.
package fastlegeregister
