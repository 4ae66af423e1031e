package manifest

import (
	"crypto/md5"  //nolint:gosec // Relay's ids are MD5; the file is trusted, and the hash only finds mistakes
	"crypto/sha1" //nolint:gosec // graphql-codegen's ids are SHA-1
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
)

// prefix is before an id that GraphQL over HTTP calls a SHA256 hex document
// identifier.
const prefix = "sha256:"

// IDs are all that clients may call a document by: the manifest's id, and the
// text's SHA-256 as GraphQL over HTTP (documentId) and Apollo
// (extensions.persistedQuery.sha256Hash) write it.
func (d Document) IDs() []string {
	hash := Hash(d.Text)
	return []string{d.ID, prefix + hash, hash}
}

// Hash is a text's SHA-256.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// custom is an id that is nobody's hash. Those with a colon begin with what
// kind they are; only sha256 and kinds of one's own are free.
var custom = regexp.MustCompile(`^(x-[A-Za-z0-9._~-]+:)?[A-Za-z0-9._~-]{1,200}$`)

var hexadecimal = regexp.MustCompile(`^[0-9a-f]+$`)

// idFault is what is wrong with the id of a text.
func idFault(id, text string) string {
	hash, prefixed := strings.CutPrefix(id, prefix)
	switch {
	case prefixed && (len(hash) != 2*sha256.Size || !hexadecimal.MatchString(hash)):
		return "has an id that is no SHA-256"
	case !prefixed && !custom.MatchString(id):
		return "has an id of other signs than letters, digits and -._~"
	case !hexadecimal.MatchString(hash):
		return ""
	}
	var is string
	switch len(hash) {
	case 2 * md5.Size:
		sum := md5.Sum([]byte(text)) //nolint:gosec // as above
		is = hex.EncodeToString(sum[:])
	case 2 * sha1.Size:
		sum := sha1.Sum([]byte(text)) //nolint:gosec // as above
		is = hex.EncodeToString(sum[:])
	case 2 * sha256.Size:
		is = Hash(text)
	default:
		return ""
	}
	if is != hash {
		return "has an id that is not the hash of its text: it was changed after the build"
	}
	return ""
}
