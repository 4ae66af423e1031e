package graph

import (
	"context"
	"errors"
	"io"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"helsegraf/sources/fhir"
)

// RecordIDs makes the ids of records for a client.
type RecordIDs interface {
	// RecordID is the id of a record, by its type in the schema. It needs no
	// quoting.
	RecordID(typ string, r fhir.RecordID) string
}

type recordIDsKey struct{}

// WithRecordIDs makes ids the source of record ids in responses under ctx.
func WithRecordIDs(ctx context.Context, ids RecordIDs) context.Context {
	return context.WithValue(ctx, recordIDsKey{}, ids)
}

// RecordIDsFrom are the RecordIDs of WithRecordIDs, or nil.
func RecordIDsFrom(ctx context.Context) RecordIDs {
	ids, _ := ctx.Value(recordIDsKey{}).(RecordIDs)
	return ids
}

var (
	errNoRecordIDs  = errors.New("nobody makes ids of records")
	errReadRecordID = errors.New("ids of records are opened by those who know whose they are")
)

// MarshalRecordID writes the id of a record for the calling client.
func MarshalRecordID(r fhir.RecordID) graphql.ContextMarshaler {
	return graphql.ContextWriterFunc(func(ctx context.Context, w io.Writer) error {
		ids := RecordIDsFrom(ctx)
		if ids == nil {
			return errNoRecordIDs
		}
		_, err := io.WriteString(w, strconv.Quote(ids.RecordID(graphql.GetFieldContext(ctx).Object, r)))
		return err
	})
}

// UnmarshalRecordID is required by gqlgen.
func UnmarshalRecordID(context.Context, any) (fhir.RecordID, error) {
	return fhir.RecordID{}, errReadRecordID
}
