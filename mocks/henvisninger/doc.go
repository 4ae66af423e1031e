// Package henvisninger stands in for Helsenorge's area of referrals, by profile
// hn-basis-serviceRequest 1.3.2: the search that package sources/henvisninger
// describes, and the push by which hospitals send referrals.
//
// A push is refused for whatever the profile forbids: without priority, with a literal
// reference to the citizen, with an identifier that is no UUID, and so on. The
// invariants that the published profile lost, and its source has, are kept.
package henvisninger
