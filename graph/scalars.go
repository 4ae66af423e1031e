package graph

import (
	"errors"
	"io"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/sources/fhir"
	"helsegraf/sources/fnr"
)

// MarshalDateTime writes an instant in UTC with milliseconds.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		var buf [len(dateTime) + 2]byte
		_, _ = w.Write(t.UTC().AppendFormat(buf[:0], `"`+dateTime+`"`))
	})
}

const dateTime = "2006-01-02T15:04:05.000Z"

// UnmarshalDateTime reads an instant in any zone.
func UnmarshalDateTime(v any) (time.Time, error) {
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, errors.New("not a DateTime")
	}
	return t, nil
}

// MarshalIdentityNumber writes null: identity numbers are for input only.
func MarshalIdentityNumber(fnr.Number) graphql.Marshaler { return graphql.Null }

// UnmarshalIdentityNumber reads an identity number. The error says nothing of it.
func UnmarshalIdentityNumber(v any) (fnr.Number, error) {
	s, _ := v.(string)
	n, err := fnr.Parse(s)
	if err != nil {
		return fnr.Number{}, fhir.ErrNotScalar
	}
	return n, nil
}
