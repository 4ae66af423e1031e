package graph

// ErrorCode is a code that clients branch on, and its documentation for their
// developers. Each is listed where it is used: the front door's in gateway, the
// others in resolvers.
type ErrorCode struct {
	Code   string
	Status int    // of HTTP, when it rejects the whole request
	Says   string // what it means
	Do     string // what to do about it
	Retry  bool   // the same request may succeed later
}
