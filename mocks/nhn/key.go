package nhn

// SubscriptionKey is the key of the stand-ins that take one, and KeyHeader the
// header it is sent in.
const (
	SubscriptionKey = "demonstrasjonsnokkel-er-ikke-hemmelig"
	KeyHeader       = "Ocp-Apim-Subscription-Key"
)
