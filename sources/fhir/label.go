package fhir

// systemLabels is the list of access labels (tilgangsbegrensning), 9603.
const systemLabels = VolvenOID + "9603"

// Meta is a resource's metadata.
type Meta struct {
	VersionID   string       `json:"versionId"`
	LastUpdated string       `json:"lastUpdated"`
	Profile     []string     `json:"profile"`
	Security    []CodingWire `json:"security"`
}

// AccessLabels are the codes of list 9603. A code without a system is treated
// as one of them, since hiding too much is safer.
func AccessLabels(codings []CodingWire) []string {
	var labels []string
	for _, c := range codings {
		if c.System == "" || c.in(systemLabels) {
			labels = append(labels, c.Code)
		}
	}
	return labels
}
