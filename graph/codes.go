package graph

// ErrorCode is what clients branch on, with what to tell those who write them.
// Each is listed where it is given: the front door's in gateway, the others in
// resolvers.
type ErrorCode struct {
	Code   string
	Status int    // of HTTP, when the whole request is refused with it
	Says   string // what it means
	Do     string // what to do about it
	Retry  bool   // the same again may do later
}
