package kvalitetsindikatorer

import "helsegraf/sources/fhir"

// QualityIndicator is a national quality indicator.
type QualityIndicator struct {
	ID          fhir.RecordID // belongs to no person
	Title       *string
	Description *string // plain text
	Attachment  string  // the path of its measurements; "" when it has none. Not for showing
}

// QualityMeasurement is a measurement at one place (måling).
type QualityMeasurement struct {
	Location *QualityPlace
	Period   *string // by when it begins: 2025, 2025-05 or 2025-05-01
	Value    *fhir.Decimal
	Unit     *string // the register's word
}

// QualityPlace is a place that is measured.
type QualityPlace struct {
	Name   *string
	Parent *string // the name of what it belongs to
	Level  *QualityPlaceLevel
}

// QualityPlaceLevel is how wide a place is.
type QualityPlaceLevel string

// The levels.
const (
	Country  QualityPlaceLevel = "COUNTRY"
	Region   QualityPlaceLevel = "REGION"
	Hospital QualityPlaceLevel = "HOSPITAL"
)
